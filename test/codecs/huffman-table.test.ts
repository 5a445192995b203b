import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HuffmanTable } from '../../src/codecs/huffman-table.js';

function tableOf(lengths: number[], rootBits: number): HuffmanTable | null {
  const payloads = Int32Array.from(lengths, (_, symbol) => symbol << 5);
  const table = new HuffmanTable(payloads, rootBits);
  return table.build(Uint8Array.from(lengths)) ? table : null;
}

function lookUp(table: HuffmanTable, bits: number): { symbol: number; length: number } {
  let index = bits >>> table.rootShift;
  if (index >= table.longStart) index = (bits >>> table.longShift) - table.longBias;
  const entry = table.entries[index]!;
  return { symbol: entry >>> 5, length: entry & 31 };
}

/** Canonical codes as RFC 1951, section 3.2.2, assigns them. */
function canonicalCodes(lengths: number[]): Map<number, string> {
  const codes = new Map<number, string>();
  let code = 0;
  for (let length = 1; length <= 16; length++) {
    lengths.forEach((own, symbol) => {
      if (own === length) codes.set(symbol, (code++).toString(2).padStart(length, '0'));
    });
    code <<= 1;
  }
  return codes;
}

/** A complete code: leaves of a tree that starts as one leaf and is split at random. */
const completeCode = fc.array(fc.nat(), { minLength: 1, maxLength: 300 }).map((choices) => {
  const leaves = [0];
  for (const choice of choices) {
    const at = choice % leaves.length;
    if (leaves[at]! < 16) leaves.push(++leaves[at]!);
  }
  return leaves;
});

describe('look-up', () => {
  it('finds every symbol by its code, whatever follows', () => {
    fc.assert(
      fc.property(completeCode, fc.constantFrom(7, 8, 10, 11, 12), fc.nat(), (lengths, rootBits, noise) => {
        const table = tableOf(lengths, rootBits)!;
        for (const [symbol, code] of canonicalCodes(lengths)) {
          const bits = Number.parseInt(
            (code + noise.toString(2).padStart(31, '0')).slice(0, 32).padEnd(32, '0'),
            2,
          );
          expect(lookUp(table, bits | 0)).toEqual({ symbol, length: code.length });
        }
      }),
      { seed: 20080414, numRuns: 60 },
    );
  });

  it('works again after another code', () => {
    const table = new HuffmanTable(Int32Array.of(0, 32, 64, 96), 1);
    expect(table.build(Uint8Array.of(1, 2, 3, 3))).toBe(true);
    expect(lookUp(table, 0b111 << 29)).toEqual({ symbol: 3, length: 3 });
    expect(table.build(Uint8Array.of(0, 1, 0, 1))).toBe(true);
    expect(lookUp(table, 0b111 << 29)).toEqual({ symbol: 3, length: 1 });
  });
});

describe('codes that are none', () => {
  it.each([
    ['no code at all', [0, 0, 0]],
    ['one code alone', [1, 0, 0]],
    ['a code that leaves room', [2, 2, 2]],
    ['a code with too many', [1, 1, 1]],
    ['far too many', new Array(656).fill(1)],
  ])('%s', (_label, lengths) => {
    expect(tableOf(lengths, 8)).toBeNull();
  });
});
