import { defineConfig } from 'vitest/config';

const major = Number.parseInt(process.versions.node, 10);
if (major < 24)
  throw new Error(`Node 24 or newer is needed, this is ${process.version}: npm install`);

export default defineConfig({
  test: {
    include: ['test/scenario/**/*.test.ts', 'test/kill/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is measured in time is measured alone.
    fileParallelism: false,
  },
});
