import { expect, it } from 'vitest';
import { writtenPackages } from '../../src/cli/written-packages.js';

it.each([
  { words: ['extract', 'a.msi', '-o', 'out'], expected: ['a.msi', 'out'] },
  { words: ['x', '--quiet', 'a.msi'], expected: ['a.msi'] },
  { words: ['msiexec', '/a', 'a.msi', '/qn'], expected: ['/a', 'a.msi', '/qn'] },
  { words: ['prepare', '', 'a.msi'], expected: ['a.msi'] },
  { words: ['prepare', 'a.msi', '--dry-run'], expected: [] },
  { words: ['extract', 'a.msi', '--only', 'a.txt', '-o', '-'], expected: [] },
  { words: ['list', 'a.msi'], expected: [] },
  { words: [], expected: [] },
])('may write the files of: $words', ({ words, expected }) => {
  expect(writtenPackages(words)).toEqual(expected);
});
