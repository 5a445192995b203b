import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isShort } from '../../src/cli/short-input.js';
import { tempFolder } from '../support/temp-folder.js';

/** A folder with `small` (1 byte), `large` (5 MB), `half` (3 MB), `database` and `cabinet` (5 MB), and a folder `tree`. */
function inputs(): string {
  const folder = tempFolder();
  for (const [name, size, head = ''] of [
    ['small', 1],
    ['large', 5 << 20],
    ['half', 3 << 20],
    ['database', 5 << 20, 'd0cf11e0a1b11ae1'],
    ['cabinet', 5 << 20, '4d53434600000000'],
  ] as const) {
    writeFileSync(join(folder, name), head, 'hex');
    truncateSync(join(folder, name), size);
  }
  mkdirSync(join(folder, 'tree'));
  return folder;
}

describe('isShort', () => {
  it.each([
    { words: [], expected: true },
    { words: ['--version'], expected: true },
    { words: ['list', '@small'], expected: true },
    { words: ['list', '@missing'], expected: true },
    { words: ['list', '@large'], expected: false },
    { words: ['diff', '@half', '@half'], expected: false },
    { words: ['diff', '@half', '@small'], expected: true },
    { words: ['info', '@large!inner.msi'], expected: false },
    { words: ['info', '@small!inner.msi'], expected: true },
    { words: ['info', '@large'], expected: false },
    { words: ['info', '@database', '@cabinet'], expected: true },
    { words: ['info', '@database', '@large'], expected: false },
    { words: ['info', '@database!inner.msi'], expected: false },
    { words: ['list', '@database'], expected: false },
    { words: ['verify', '@tree'], expected: false },
    { words: ['verify', '-'], expected: false },
    { words: ['view', '@small'], expected: false },
    { words: ['list', 'x'.repeat(300)], expected: true },
    { words: ['list', 'a\0b'], expected: true },
    { words: ['msiexec', '/a', '@small', 'TARGETDIR=@tree'], expected: true },
    { words: new Array(40).fill('@small'), expected: false },
  ])('$words: $expected', ({ words, expected }) => {
    const folder = inputs();
    expect(isShort(words.map((word: string) => word.replace('@', join(folder, '/'))))).toBe(expected);
  });
});
