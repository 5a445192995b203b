import { expect, it } from 'vitest';
import { InflateTable, LINK } from '../../src/codecs/inflate-codes.js';

function tableOf(lengths: number[], rootBits: number, mayBeTiny = false): InflateTable | null {
  const payloads = Int32Array.from(lengths, (_, symbol) => symbol << 5);
  const entries = new Int32Array(InflateTable.entriesNeeded(lengths.length, rootBits));
  const table = new InflateTable(payloads, rootBits, 99 << 5, entries);
  return table.build(Uint8Array.from(lengths), 0, lengths.length, mayBeTiny) ? table : null;
}

function lookUp(table: InflateTable, rootBits: number, bits: number): [symbol: number, length: number] {
  let entry = table.entries[bits & ((1 << rootBits) - 1)]! >>> 0;
  if (entry >= LINK)
    entry = table.entries[((entry - LINK) >>> 5) + ((bits >> rootBits) & ((1 << (15 - rootBits)) - 1))]!;
  return [entry >> 5, entry & 31];
}

it('has the example of RFC 1951, 3.2.2', () => {
  // A to H: 010 011 100 101 110 00 1110 1111
  const lengths = [3, 3, 3, 3, 3, 2, 4, 4];
  const codes = ['010', '011', '100', '101', '110', '00', '1110', '1111'];
  for (const rootBits of [2, 3, 4, 7]) {
    const table = tableOf(lengths, rootBits)!;
    codes.forEach((code, symbol) => {
      const bits = Number.parseInt([...code].reverse().join(''), 2);
      for (const noise of [0, 0x7fff]) {
        expect(lookUp(table, rootBits, bits | (noise << code.length))).toEqual([symbol, code.length]);
      }
    });
  }
});

it.each([
  ['too many codes', [1, 1, 1], false],
  ['too few', [2, 2, 2], true],
  ['one alone', [1, 0, 0], false],
  ['none', [0, 0, 0], false],
])('refuses %s', (_label, lengths, mayBeTiny) => {
  expect(tableOf(lengths, 4, mayBeTiny)).toBeNull();
});

it('knows what no code starts with', () => {
  const table = tableOf([0, 1, 0], 4, true)!;
  expect(lookUp(table, 4, 0)).toEqual([1, 1]);
  expect(lookUp(table, 4, 1)).toEqual([99, 0]);
  expect(lookUp(tableOf([0, 0], 4, true)!, 4, 5)).toEqual([99, 0]);
});
