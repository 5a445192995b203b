import { describe, expect, it } from 'vitest';
import {
  compareFileVersions,
  type FileVersion,
  fileVersionFromDwords,
  formatFileVersion,
  givenVersion,
  parseFileVersion,
  tryParseFileVersion,
} from '../../src/core/file-version.js';
import { fileVersionSatisfies } from '../../src/core/file-version-range.js';
import { caught } from '../support/caught.js';

describe('reading', () => {
  it.each<[string, FileVersion]>([
    ['4.0.6487.2111', [4, 0, 6487, 2111]],
    // Scripts write 4.00 and articles 4.0: numbers, not text.
    ['4.00.6487.2111', [4, 0, 6487, 2111]],
    ['7.01.1068', [7, 1, 1068, 0]],
    ['1', [1, 0, 0, 0]],
    [' 65535.65535.65535.65535 ', [65535, 65535, 65535, 65535]],
  ])('%j', (text, version) => {
    expect(parseFileVersion(text)).toEqual(version);
  });

  it.each(['', '.', '1.', '1..2', '1.2.3.4.5', '65536', '1.-2', '1.2a', 'x', 'companion_file', '1 2'])(
    '%j is none',
    (text) => {
      expect(tryParseFileVersion(text)).toBeNull();
      expect(caught(() => parseFileVersion(text))).toMatchObject({
        code: 'BAD_FILE_VERSION',
        facts: { found: text },
      });
    },
  );
});

it('two dwords hold four numbers', () => {
  expect(fileVersionFromDwords(0x00040000, 0x1957083f)).toEqual([4, 0, 6487, 2111]);
  expect(fileVersionFromDwords(0xffffffff, 0xffffffff)).toEqual([65535, 65535, 65535, 65535]);
});

it('compares number by number', () => {
  const sorted = ['4.0', '4.0.0.1', '4.0.9.0', '4.0.10.0', '4.1', '10.0'];
  const shuffled = [...sorted].reverse().map(parseFileVersion).sort(compareFileVersions);
  expect(shuffled.map(formatFileVersion)).toEqual(
    sorted.map((text) => formatFileVersion(parseFileVersion(text))),
  );
});

it('five versions that differ in the last number only are not equal', () => {
  expect(compareFileVersions([5, 0, 9128, 1000], [5, 0, 9128, 1024])).toBeLessThan(0);
});

it('refuses the text of a version where four numbers are to be given, instead of a wrong answer', () => {
  const text = '1.10.0.0' as unknown as FileVersion;
  const sound: FileVersion = [1, 9, 0, 0];
  expect(givenVersion(sound)).toBe(sound);
  for (const use of [
    () => compareFileVersions(text, sound),
    () => compareFileVersions(sound, text),
    () => fileVersionSatisfies(text, '>=1.9'),
    () => formatFileVersion(text),
    () => givenVersion([1, 2, 3] as unknown as FileVersion),
  ]) {
    expect(caught(use)).toMatchObject({ code: 'USAGE', message: expect.stringContaining('four numbers') });
  }
});
