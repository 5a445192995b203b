import { expect, it } from 'vitest';
import { MATCH, mainPayload, mainSymbols, SLOTS, slotBases, tableOf } from '../../src/codecs/lzx-codes.js';

// [MS-PATCH] 2.6, "Position slot table": formatted offsets and footer bits.
it.each([
  [0, 0, 0],
  [1, 1, 0],
  [2, 2, 0],
  [3, 3, 0],
  [4, 4, 1],
  [5, 6, 1],
  [6, 8, 2],
  [7, 12, 2],
  [10, 32, 4],
  [20, 1024, 9],
  [30, 32_768, 14],
  [35, 196_608, 16],
  [36, 262_144, 17],
  [42, 1_048_576, 17],
  [49, 1_966_080, 17],
])('slot %i starts at %i and has %i extra bits', (slot, base, extra) => {
  expect(slotBases[slot]).toBe(base);
  expect(mainPayload(256 + 8 * slot + 5)).toBe(MATCH | (5 << 5) | (extra << 14) | (slot << 19));
});

it('literals are told from matches by one comparison', () => {
  for (let symbol = 0; symbol < 256; symbol++) expect(mainPayload(symbol) | 31).toBeLessThan(MATCH);
  for (let symbol = 256; symbol < mainSymbols(SLOTS); symbol++) {
    expect(mainPayload(symbol)).toBeGreaterThanOrEqual(MATCH);
  }
});

it('a table can be put where it is wanted', () => {
  const entries = new Int32Array(64);
  const table = tableOf(2, 1, (symbol) => symbol << 5, entries);
  expect(table.build(Uint8Array.of(1, 1))).toBe(true);
  expect([...entries.subarray(0, 2)]).toEqual([1, 33]);
});
