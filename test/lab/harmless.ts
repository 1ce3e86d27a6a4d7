import { afterOptions, type Call, nestedCalls } from './shell-command.ts';

/** Every program a command may call, directly or through another one. */
const PROGRAMS = new Set([
  ...['ss', 'ip', 'nstat', 'conntrack', 'tcpdump', 'nc', 'lsof', 'curl', 'openssl', 'dig'],
  ...['nginx', 'php-fpm', 'systemctl', 'journalctl', 'dmesg', 'kubectl', 'docker', 'getent'],
  ...['grep', 'tail', 'head', 'awk', 'sed', 'sort', 'uniq', 'wc', 'cat', 'cut', 'tr', 'jq'],
  ...['ps', 'pgrep', 'sysctl', 'ulimit', 'stat', 'ls', 'namei', 'readlink', 'test'],
  ...['getsebool', 'sudo', 'timeout', 'watch'],
]);

/** Programs of a call that are not on the list. */
export function foreignPrograms(call: Call): readonly string[] {
  return nestedCalls(call)
    .map(([program = '']) => program)
    .filter((program) => !PROGRAMS.has(program));
}

/** All programs a command may name: what the shell of the lab finds on its path. */
export function allPrograms(): readonly string[] {
  return [...PROGRAMS];
}

type Verbs = { readonly withValue: readonly string[]; readonly reading: ReadonlySet<string> };

// Programs that do as their first word says: the words that only look.
const VERBS: ReadonlyMap<string, Verbs> = new Map([
  [
    'systemctl',
    {
      withValue: ['-p', '-n', '-t'],
      reading: new Set(['status', 'show', 'cat', 'is-active', 'is-failed', 'list-units']),
    },
  ],
  [
    'kubectl',
    {
      withValue: ['-n', '--namespace', '--context', '-l', '-c', '-o'],
      reading: new Set([
        ...['get', 'describe', 'logs', 'top', 'exec', 'version', 'explain'],
        ...['rollout status', 'rollout history'],
      ]),
    },
  ],
  [
    'docker',
    {
      withValue: ['--context', '-H'],
      reading: new Set([
        ...['ps', 'inspect', 'logs', 'stats', 'top', 'exec', 'events', 'port', 'version', 'info'],
        ...['network ls', 'network inspect', 'compose ps', 'compose logs', 'compose config'],
      ]),
    },
  ],
]);

// Ways of the other programs to change or leave something, or to run code. The words of a call joined by blanks.
const CHANGING: readonly RegExp[] = [
  /^nginx (?:.* )?-s /,
  /^sysctl (?:.* )?(?:-w|-p|--system|[a-z0-9_.]+=\S+)(?: |$)/,
  /^ip (?:.* )?(?:add|del|delete|flush|replace|change|set)(?: |$)/,
  /^conntrack (?:.* )?(?:-D|-F|-U|-I)(?: |$)/,
  /^dmesg (?:.* )?(?:-[a-zA-Z]*[cCDEn]|--clear|--read-clear|--console\S*)(?: |$)/,
  /^journalctl (?:.* )?--(?:vacuum|rotate|flush|sync)/,
  /^sed (?:.* )?(?:-[a-zA-Z]*i|--in-place)/,
  /^tcpdump (?:.* )?-(?:w|z)(?: |$)/,
  /^curl (?:.* )?(?:-[a-zA-Z]*O|--remote-name|--upload-file|-T)(?: |$)/,
  /^curl (?:.* )?(?:-[a-zA-Z]*o|--output|-D|-c) (?!\/dev\/null)/,
  /^ss (?:.* )?(?:-[a-zA-Z]*K|--kill)(?: |$)/,
  /^sort (?:.* )?-o(?: |$)/,
  /^awk .*(?:\bsystem ?\(|\bgetline\b|print[^}]*> ?"|\| ?")/,
  // Without -s it writes its history file.
  /^nstat(?! (?:.* )?-[a-z]*s)/,
];

/** Whether a call changes something, leaves a file or runs code of its own. */
export function changesSomething(call: Call): boolean {
  return nestedCalls(call).some((one) => {
    const [program = '', ...rest] = one;
    const verbs = VERBS.get(program);
    if (verbs === undefined) return CHANGING.some((way) => way.test(one.join(' ')));
    const [first, ...others] = afterOptions(rest, verbs.withValue);
    const [second] = afterOptions(others, verbs.withValue);
    return !verbs.reading.has(first ?? '') && !verbs.reading.has(`${first} ${second}`);
  });
}

const ENDLESS: readonly RegExp[] = [
  /^tail (?:.* )?(?:-[a-zA-Z0-9]*[fF]|--follow\S*)(?: |$)/,
  /^journalctl (?:.* )?(?:-[a-zA-Z]*f[a-zA-Z]*|--follow)(?: |$)/,
  /^dmesg (?:.* )?(?:-[a-zA-Z]*[wW]|--follow)(?: |$)/,
  /^(?:kubectl|docker) (?:.* )?(?:-f|--follow|-w|--watch)(?: |$)/,
  /^docker (?:events(?!.* --until)|stats(?!.* --no-stream))/,
  /^tcpdump /,
  // Both wait for what is typed; nc only without -z.
  /^openssl s_client/,
  /^nc (?!(?:.* )?-[a-z]*z)/,
  /^conntrack (?:.* )?-E(?: |$)/,
  /^watch /,
];

/** Whether a call goes on until somebody stops it. Behind `timeout` nothing does. */
export function runsOn(call: Call): boolean {
  const calls = nestedCalls(call);
  const limit = calls.findIndex(([program]) => program === 'timeout');
  const unlimited = limit === -1 ? calls : calls.slice(0, limit);
  return unlimited.some((one) => ENDLESS.some((way) => way.test(one.join(' '))));
}
