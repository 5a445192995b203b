import { describe, expect, it } from 'vitest';
import { nearestName } from '../../src/core/nearest-name.js';

const tables = ['File', 'FeatureComponents', 'Feature', 'Media', 'MsiFileHash', 'Icon'];

describe('nearestName', () => {
  it.each([
    ['Fil', 'File'],
    ['file', 'File'],
    ['Flie', 'File'],
    ['Medai', 'Media'],
    ['feature', 'Feature'],
    ['FeatureComp', 'FeatureComponents'],
    ['MsiFileHsh', 'MsiFileHash'],
    ['Registry', null],
    ['', null],
    ['x', null],
    ['f'.repeat(100_000), null],
  ])('of %j is %j', (given, expected) => {
    expect(nearestName(given, tables)).toBe(expected);
  });

  it('is null where there are no names', () => {
    expect(nearestName('File', [])).toBeNull();
  });
});
