import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { availablePart, CutSource, missingBytes } from '../../src/core/cut-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { caught } from '../support/caught.js';

describe('a source that was cut', () => {
  const there = new BufferSource(Uint8Array.of(1, 2, 3, 4));
  const cut = new CutSource(there, 10, () => new HotfixkitError('CFB_TRUNCATED', 'cut'));

  it('has its whole size and reads what is there', () => {
    expect([cut.size, cut.available, missingBytes(cut)]).toEqual([10, 4, 6]);
    expect([...cut.read(1, 3)]).toEqual([2, 3, 4]);
    const target = new Uint8Array(2);
    cut.readInto(2, target);
    expect([...target]).toEqual([3, 4]);
    expect(cut.read(10, 0)).toHaveLength(0);
  });

  it.each([
    [4, 1, 'CFB_TRUNCATED'],
    [0, 5, 'CFB_TRUNCATED'],
    [9, 2, 'READ_PAST_END'],
  ])('at %d, %d bytes are %s', (offset, length, code) => {
    expect(caught(() => cut.read(offset, length)).code).toBe(code);
    expect(caught(() => cut.readInto(offset, new Uint8Array(length))).code).toBe(code);
  });

  it('gives the part that is there; of others that is all', () => {
    expect(availablePart(cut).size).toBe(4);
    expect(availablePart(there)).toBe(there);
    expect(missingBytes(there)).toBe(0);
  });
});
