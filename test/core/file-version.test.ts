import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareFileVersions,
  type FileVersion,
  fileVersionFromDwords,
  fileVersionSatisfies,
  formatFileVersion,
  parseFileVersion,
  tryParseFileVersion,
} from '../../src/core/file-version.js';
import { caught } from '../support/caught.js';
import { runs } from '../support/thorough.js';

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

describe('ranges', () => {
  it.each([
    ['4.0.6487.2111', '>=4.0.6487.2000 <4.0.6487.2200', true],
    ['4.0.6487.2111', '>=4.0.6487.2111', true],
    ['4.0.6487.2110', '>=4.0.6487.2111', false],
    ['4.0.6487.2111', '<4.0.6500', true],
    ['4.0.6221.1193', '=4.0.6221.1193', true],
    ['4.0.6221.1193', '>=4.0.6487.0 || <4.0.6300', true],
    ['5.0.0.0', '4.0.0.0 - 4.9.9.9', false],
  ])('%s in %s: %s', (version, range, expected) => {
    expect(fileVersionSatisfies(parseFileVersion(version), range)).toBe(expected);
  });

  it('refuses what is no range', () => {
    expect(caught(() => fileVersionSatisfies([1, 0, 0, 0], '>=?1')).code).toBe('BAD_FILE_VERSION');
    expect(caught(() => fileVersionSatisfies([1, 0, 0, 0], '>=1.99999')).code).toBe('BAD_FILE_VERSION');
  });

  it('order versions as comparing does', () => {
    const version = fc.tuple(fc.nat(65535), fc.nat(65535), fc.nat(65535), fc.nat(65535));
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(fileVersionSatisfies(a, `>=${b.join('.')}`)).toBe(compareFileVersions(a, b) >= 0);
      }),
      { seed: 1, numRuns: runs(300) },
    );
  });
});
