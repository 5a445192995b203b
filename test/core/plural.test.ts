import { describe, expect, it } from 'vitest';
import { groupDigits, plural } from '../../src/core/plural.js';

describe('plural', () => {
  it.each([
    [0, 'file', '0 files'],
    [1, 'file', '1 file'],
    [1234567, 'file', '1,234,567 files'],
    [3, 'directory', '3 directories'],
    [1, 'directory', '1 directory'],
    [2, 'key', '2 keys'],
  ])('%i %s: %s', (count, noun, expected) => {
    expect(plural(count, noun)).toBe(expected);
  });
});

describe('groupDigits', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [17768, '17,768'],
    [7312896, '7,312,896'],
    [1234567890, '1,234,567,890'],
  ])('%d is %s', (value, expected) => {
    expect(groupDigits(value)).toBe(expected);
  });
});
