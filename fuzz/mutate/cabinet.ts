import { cabinetChecksum } from '../../test/support/cabinet-builder.js';
import { get, put } from './bytes.js';

/** One CFDATA: where it begins, where its data begins and how long that is. */
export interface DataBlock {
  at: number;
  body: number;
  length: number;
}

export interface CabinetMap {
  /** Offsets of the fields that decide how the cabinet is read. */
  hot: number[];
  blocks: DataBlock[];
}

/** Entries of a kind that are looked at: a damaged count must not make this slow. */
const MANY = 50;

/** Finds the structures of a cabinet as MS-CAB 2 lays them out, as far as they make sense. */
export function cabinetMap(bytes: Uint8Array): CabinetMap {
  const hot: number[] = [];
  const blocks: DataBlock[] = [];
  if (bytes.length < 36) return { hot, blocks };
  for (let at = 4; at < 36; at += 2) hot.push(at);
  const flags = get(bytes, 30, 2);
  let at = 36;
  let folderReserve = 0;
  let dataReserve = 0;
  if (flags & 4) {
    folderReserve = bytes[38] ?? 0;
    dataReserve = bytes[39] ?? 0;
    hot.push(36, 38, 39);
    at = 40 + get(bytes, 36, 2);
  }
  for (const bit of [1, 2]) if (flags & bit) at = afterText(bytes, afterText(bytes, at));
  const folders: { offset: number; count: number }[] = [];
  for (let i = 0; i < Math.min(MANY, get(bytes, 26, 2)) && at + 8 <= bytes.length; i++) {
    hot.push(at, at + 4, at + 6, at, at + 4, at + 6);
    folders.push({ offset: get(bytes, at, 4), count: get(bytes, at + 4, 2) });
    at += 8 + folderReserve;
  }
  at = get(bytes, 16, 4);
  for (let i = 0; i < Math.min(MANY, get(bytes, 28, 2)) && at + 16 <= bytes.length; i++) {
    hot.push(at, at + 4, at + 8, at + 10, at + 12, at + 14, at + 16);
    at = afterText(bytes, at + 16);
  }
  for (const { offset, count } of folders) {
    let block = offset;
    for (let i = 0; i < Math.min(4 * MANY, count) && block + 8 <= bytes.length; i++) {
      const length = get(bytes, block + 4, 2);
      const body = block + 8 + dataReserve;
      hot.push(block, block + 4, block + 6, body + Math.min(length, 4));
      blocks.push({ at: block, body, length });
      block = body + length;
    }
  }
  return { hot, blocks };
}

/**
 * Makes the checksums right again, so that damage behind them is reached. They cover the two lengths and the data
 * (MS-CAB 3.1), and the reserve between them, which is part of the data here.
 */
export function rebuildChecksums(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  for (const { at, body, length } of cabinetMap(copy).blocks) {
    if (get(copy, at, 4) === 0) continue;
    const data = cabinetChecksum(copy.subarray(body, body + length), 0);
    put(copy, at, cabinetChecksum(copy.subarray(at + 4, body), data), 4);
  }
  return copy;
}

function afterText(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(0, at);
  return end < 0 ? bytes.length : end + 1;
}
