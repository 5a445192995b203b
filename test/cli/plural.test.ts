import { describe, expect, it } from 'vitest';
import { plural } from '../../src/cli/plural.js';

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
