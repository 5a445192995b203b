import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFileVersions, parseFileVersion } from '../../src/core/file-version.js';
import { fileVersionSatisfies } from '../../src/core/file-version-range.js';
import { caught } from '../support/caught.js';

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
      { seed: 1, numRuns: 300 },
    );
  });
});
