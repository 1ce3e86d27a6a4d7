import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';

// Loaded into the bot before its own code: writes down every place that the process connects to, whichever client does it.
const file = new URL(import.meta.url).searchParams.get('file') ?? '';
const connect = Reflect.get(Socket.prototype, 'connect');

Reflect.set(Socket.prototype, 'connect', function record(this: Socket, ...given: unknown[]) {
  appendFileSync(file, `${placeIn(given)}\n`);
  return Reflect.apply(connect, this, given);
});

/** `host:port` of what connect was given: an object, a list with one, or a port and a host. */
function placeIn(given: readonly unknown[]): string {
  const flat = given.flat();
  const options = flat.find((one) => typeof one === 'object' && one !== null);
  if (options === undefined) return `${String(flat[1] ?? 'localhost')}:${String(flat[0])}`;
  const { host, port, path } = Object(options);
  return path === undefined || path === null ? `${host ?? 'localhost'}:${port}` : String(path);
}
