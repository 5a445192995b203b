import { describe, expect, it } from 'vitest';
import { checkFlags } from '../../../src/formats/pa19/pa19-flags.js';
import { caught } from '../../support/caught.js';

describe('flags', () => {
  it.each([
    [0, 0],
    [0x00c40001, 0],
    [0xc0ffffff & 0xc0ff0007, 0x1033f],
    [0x80000000, 0x10000],
  ])('0x%s and 0x%s are known', (flags, extended) => {
    expect(() => checkFlags(flags >>> 0, extended, 8)).not.toThrow();
  });

  it.each([
    [0x00c40009, '0x8', '0xc40009'],
    [0x01c40001, '0x1000000', '0x1c40001'],
    [0x20000000, '0x20000000', '0x20000000'],
  ])('0x%s has one that is not', (flags, name, all) => {
    const error = caught(() => checkFlags(flags, 0, 8));
    expect(error.code).toBe('DELTA_UNSUPPORTED_FLAG');
    expect(error.message).toBe(`the delta has an unknown flag: ${name}`);
    expect(error.facts).toMatchObject({ offset: 4, found: all });
  });

  // PA19.md section 7.1: never seen, to be refused.
  it.each([0x40, 0x80, 0x400, 0x800, 0x20000, 0x80000000])('extended flag %i is not known', (extended) => {
    const error = caught(() => checkFlags(0x80000000, extended | 0x100, 8));
    expect(error.code).toBe('DELTA_UNSUPPORTED_FLAG');
    expect(error.message).toContain(`unknown extended flag: 0x${extended.toString(16)}`);
    expect(error.facts.offset).toBe(8);
  });
});
