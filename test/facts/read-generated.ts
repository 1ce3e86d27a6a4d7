import { setImmediate } from 'node:timers/promises';
import { collect } from '../../src/facts/collect.ts';

// Reads so many megabytes of made-up log, and prints the lines counted and the most memory that took, in KiB.
const MESSAGES = [
  'recv() failed (104: Connection reset by peer) while reading response header from upstream',
  'upstream timed out (110: Connection timed out) while reading response header from upstream',
  'open() "/srv/www/x.png" failed (2: No such file or directory)',
  'upstream prematurely closed connection while reading upstream',
];
const megabytes = Number(process.argv[2]);

// Built once and given again and again, so that what is measured is the reading and not the making.
const block = Buffer.from(Array.from({ length: 4000 }, (_, at) => lineOf(at)).join(''));

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (let bytes = 0, turn = 0; bytes < megabytes * 1_000_000; bytes += block.length, turn += 1) {
    for (let at = 0; at < block.length; at += 65_536) yield block.subarray(at, at + 65_536);
    if (turn % 4 === 0) await setImmediate();
  }
}

function lineOf(at: number): string {
  const time = new Date(1_790_000_000_000 + at * 50).toISOString();
  const stamp = `${time.slice(0, 10).replaceAll('-', '/')} ${time.slice(11, 19)}`;
  return `${stamp} [error] 7#7: *${at} ${MESSAGES[at % 4]}, client: 198.51.100.${at % 250}, server: s${at % 40}.example, request: "GET /checkout?id=${at} HTTP/1.1", upstream: "http://10.0.${at % 5}.${at % 30}:8080/checkout?id=${at}", host: "shop.example"\n`;
}

const { counts } = await collect([{ name: 'generated', chunks: chunks() }]);
process.stdout.write(
  JSON.stringify({ lines: counts.lines, maxKib: process.resourceUsage().maxRSS }),
);
