import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts', 'test/**/*.slow.test.ts'],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    // One after the other: each keeps the cores busy, and some look at what happens at one moment.
    fileParallelism: false,
    disableConsoleIntercept: true,
  },
});
