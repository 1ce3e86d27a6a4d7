import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const SCRIPT = new URL('./read-generated.ts', import.meta.url).pathname;
const read = (megabytes: number): { lines: number; maxKib: number } => {
  const flags = ['--semi-space-growth-factor=1', SCRIPT, String(megabytes)];
  return JSON.parse(spawnSync(process.execPath, flags, { encoding: 'utf8' }).stdout);
};

test('twenty times the log takes the same memory', () => {
  const [small, large] = [read(10), read(200)];
  expect(large.lines / small.lines).toBeGreaterThan(15);
  expect(large.maxKib / small.maxKib).toBeLessThan(1.3);
});
