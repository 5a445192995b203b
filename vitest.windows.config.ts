import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { isWindowsRoom } from './test/slow/windows/rooms.js';
import { alone } from './vitest.config.js';

/** What `test/slow/windows.test.ts` runs in Wine. */
const include = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter(isWindowsRoom);

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    setupFiles: ['test/support/setup.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'shared', include, exclude: alone, isolate: false },
      },
      { extends: true, test: { name: 'alone', include: include.filter((file) => alone.includes(file)) } },
    ],
  },
});
