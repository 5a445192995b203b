import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Files of the quick run with tests, or runs of tests, that are left to this one. */
const thorough = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join('test', name).replaceAll('\\', '/'))
  .filter((file) => /support\/thorough\.js|describeCorpusThoroughly/.test(readFileSync(file, 'utf8')));

export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts', 'test/**/*.slow.test.ts', ...thorough],
    env: { HOTFIXKIT_THOROUGH: '1' },
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    // One after the other: each keeps the cores busy, and some look at what happens at one moment.
    fileParallelism: false,
    disableConsoleIntercept: true,
  },
});
