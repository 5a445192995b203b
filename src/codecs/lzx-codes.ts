import { HuffmanTable } from './huffman-table.js';

/** Position slots of the largest window. */
export const SLOTS = 50;

/** Position slots by their number: extra bits, and first formatted offset (distance + 2). */
const slotExtraBits = Uint8Array.from({ length: SLOTS }, (_, slot) =>
  slot < 4 ? 0 : Math.min(17, (slot >> 1) - 1),
);
export const slotBases = new Int32Array(SLOTS);
for (let slot = 1; slot < SLOTS; slot++)
  slotBases[slot] = slotBases[slot - 1]! + (1 << slotExtraBits[slot - 1]!);

export const LENGTH_SYMBOLS = 249;
export const ALIGNED_SYMBOLS = 8;
export const mainSymbols = (slots: number): number => 256 + 8 * slots;

/** Bits by which the tables are looked up first; no aligned code is longer. */
export const MAIN_ROOT_BITS = 11;
export const LENGTH_ROOT_BITS = 10;
export const ALIGNED_ROOT_BITS = 7;

/*
 * Entries of the main table, above the code's length in bits 0-4: a literal has its byte in bits 5-12; a match has bit
 * 13 set, its length header in bits 5-7, extra bits in bits 14-18, position slot in bits 19-24. Entries of the others
 * have their symbol in bits 5 and up.
 */
export const MATCH = 1 << 13;

export function mainPayload(symbol: number): number {
  if (symbol < 256) return symbol << 5;
  const slot = (symbol - 256) >> 3;
  return MATCH | ((symbol & 7) << 5) | (slotExtraBits[slot]! << 14) | (slot << 19);
}

export const lengthPayload = (symbol: number): number => symbol << 5;
export const alignedPayload = (symbol: number): number => symbol << 5;

export function tableOf(
  symbols: number,
  rootBits: number,
  payload: (symbol: number) => number,
  entries?: Int32Array,
): HuffmanTable {
  const payloads = Int32Array.from({ length: symbols }, (_, symbol) => payload(symbol));
  return new HuffmanTable(payloads, rootBits, entries);
}

/** What a run of literals and matches may come to. */
export const RunResult = { ok: 0, noLengthTree: 1, pastEnd: 2, beforeStart: 3 } as const;
