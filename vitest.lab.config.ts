import { defineConfig } from 'vitest/config';

const major = Number.parseInt(process.versions.node, 10);
if (major < 24)
  throw new Error(`Node 24 or newer is needed, this is ${process.version}: npm install`);

export default defineConfig({
  test: {
    include: ['test/lab/**/*.test.ts'],
    globalSetup: ['test/lab/fetch-nginx.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
