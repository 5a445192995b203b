import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RiftTable } from '../../../src/formats/pa19/rift-table.js';

const table = (...pairs: [number, number][]): RiftTable =>
  new RiftTable(
    Uint32Array.from(pairs, ([from]) => from),
    Uint32Array.from(pairs, ([, to]) => to),
  );

describe('mapping', () => {
  it.each<[[number, number][], number, number]>([
    [[], 5, 5],
    [[], 0xffffffff, 0xffffffff],
    [[[0, 0]], 77, 77],
    // Before the first pair nothing moves.
    [[[0x1000, 0x2000]], 0xfff, 0xfff],
    [[[0x1000, 0x2000]], 0x1000, 0x2000],
    [[[0x1000, 0x2000]], 0xfffffff0, 0x00000ff0],
    [
      [
        [0x1000, 0x1000],
        [0x1800, 0x1900],
        [0x3000, 0x2800],
      ],
      0x17ff,
      0x17ff,
    ],
    [
      [
        [0x1000, 0x1000],
        [0x1800, 0x1900],
        [0x3000, 0x2800],
      ],
      0x2fff,
      0x30ff,
    ],
    [
      [
        [0x1000, 0x1000],
        [0x1800, 0x1900],
        [0x3000, 0x2800],
      ],
      0x3001,
      0x2801,
    ],
    // Of two pairs with the same old address the last counts.
    [
      [
        [0x1000, 0x1],
        [0x1000, 0x5000],
      ],
      0x1002,
      0x5002,
    ],
    [[[0, 0xffffffff]], 1, 0],
    // Addresses count modulo 2^32.
    [[[0xfffff000, 0]], -1, 0xfff],
  ])('%j takes %i to %i', (pairs, from, to) => {
    expect(table(...pairs).map(from)).toBe(to);
  });

  it('is what the definition says, in any order of questions', () => {
    const address = fc.nat(0xffff).map((n) => n * 0x10001);
    fc.assert(
      fc.property(fc.array(fc.tuple(address, address)), fc.array(address), (pairs, questions) => {
        const sorted = [...pairs].sort(([a], [b]) => a - b);
        const rifts = table(...sorted);
        expect(rifts.length).toBe(pairs.length);
        for (const question of questions) {
          const last = sorted.findLast(([from]) => from <= question);
          const expected = last ? (question + last[1] - last[0] + 2 ** 32) % 2 ** 32 : question;
          expect(rifts.map(question)).toBe(expected);
        }
      }),
      { seed: 19 },
    );
  });
});
