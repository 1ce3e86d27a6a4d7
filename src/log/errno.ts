// strerror() texts of glibc, musl, BSD/macOS and Windows, in lower case. The text decides, since numbers differ between
// systems (104 is ECONNRESET on Linux, 54 on BSD, 10054 on Windows).
const NAME_OF_TEXT: readonly (readonly [string, string])[] = [
  ['no such file or directory', 'ENOENT'],
  ['resource temporarily unavailable', 'EAGAIN'],
  ['permission denied', 'EACCES'],
  ['operation not permitted', 'EPERM'],
  ['too many open files in system', 'ENFILE'],
  ['too many open files', 'EMFILE'],
  ['no file descriptors available', 'EMFILE'],
  ['broken pipe', 'EPIPE'],
  ['address already in use', 'EADDRINUSE'],
  ['address in use', 'EADDRINUSE'],
  ['cannot assign requested address', 'EADDRNOTAVAIL'],
  ["can't assign requested address", 'EADDRNOTAVAIL'],
  ['address not available', 'EADDRNOTAVAIL'],
  ['address family not supported', 'EAFNOSUPPORT'],
  ['network is down', 'ENETDOWN'],
  ['network is unreachable', 'ENETUNREACH'],
  ['network unreachable', 'ENETUNREACH'],
  ['connection reset by peer', 'ECONNRESET'],
  ['connection reset', 'ECONNRESET'],
  ['an existing connection was forcibly closed by the remote host', 'ECONNRESET'],
  ['software caused connection abort', 'ECONNABORTED'],
  ['an established connection was aborted by the software in your host machine', 'ECONNABORTED'],
  ['transport endpoint is not connected', 'ENOTCONN'],
  ['socket is not connected', 'ENOTCONN'],
  ['socket not connected', 'ENOTCONN'],
  ['connection timed out', 'ETIMEDOUT'],
  ['operation timed out', 'ETIMEDOUT'],
  ['a connection attempt failed because the connected party did not properly respond', 'ETIMEDOUT'],
  ['connection refused', 'ECONNREFUSED'],
  ['no connection could be made because the target machine actively refused it', 'ECONNREFUSED'],
  ['host is down', 'EHOSTDOWN'],
  ['no route to host', 'EHOSTUNREACH'],
  ['host is unreachable', 'EHOSTUNREACH'],
  ['a socket operation was attempted to an unreachable host', 'EHOSTUNREACH'],
  ['protocol error', 'EPROTO'],
  ['no buffer space available', 'ENOBUFS'],
  ['cannot allocate memory', 'ENOMEM'],
  ['no space left on device', 'ENOSPC'],
];

// Numbers that mean one thing only on every system nginx runs on: enough when the text itself is cut off or translated.
const NAME_OF_NUMBER: ReadonlyMap<number, string> = new Map([
  [104, 'ECONNRESET'],
  [110, 'ETIMEDOUT'],
  [111, 'ECONNREFUSED'],
  [113, 'EHOSTUNREACH'],
  [10054, 'ECONNRESET'],
  [10060, 'ETIMEDOUT'],
  [10061, 'ECONNREFUSED'],
  [10065, 'EHOSTUNREACH'],
]);

const SHORTEST_PREFIX = 4;

/** POSIX name of an error from the number and text that nginx printed: by text, else by a number that is unmistakable. */
export function errnoName(number: number | undefined, text: string): string | undefined {
  const read = text.trim().toLowerCase();
  for (const [known, name] of NAME_OF_TEXT) {
    if (read.startsWith(known)) return name;
  }
  if (read.length >= SHORTEST_PREFIX) {
    const names = new Set(
      NAME_OF_TEXT.filter(([known]) => known.startsWith(read)).map(([, name]) => name),
    );
    if (names.size === 1) return [...names][0];
  }
  return number === undefined ? undefined : NAME_OF_NUMBER.get(number);
}
