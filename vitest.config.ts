import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join('test', name).replaceAll('\\', '/'));

/**
 * Tests that share no process: those that put others in the place of modules, which what is loaded already would not see,
 * and those about what a process has once.
 */
export const alone = tests.filter(
  (file) =>
    /\bvi\.(mock|doMock)\(/.test(readFileSync(file, 'utf8')) || file === 'test/node/run-monitor.test.ts',
);
const slow = ['test/slow/**', '**/*.slow.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    setupFiles: ['test/support/setup.ts'],
    // What the sources are compiled to is kept from one run to the next, by their content.
    experimental: { fsModuleCache: true },
    projects: [
      // Loading the sources anew for each file takes longer than most of the tests.
      {
        extends: true,
        test: { name: 'quick', include: ['test/**/*.test.ts'], exclude: [...slow, ...alone], isolate: false },
      },
      { extends: true, test: { name: 'alone', include: alone, exclude: slow, isolate: true } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
    },
  },
});
