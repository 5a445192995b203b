import type { ByteSource } from '../../core/byte-source.js';
import { SEARCH_REACH } from '../../core/search-reach.js';

/** Files often follow each other, so that the first piece that is read is small. */
const FIRST_PIECE = 1 << 12;
const LARGEST_PIECE = 1 << 20;
const FIXED_LENGTH = 30;
/** Longer names are not expected; what looks like one is other data. */
const LONGEST_NAME = 1024;
/** The newest version of APPNOTE.TXT that a file may need, times ten. */
const NEWEST_VERSION = 63;
/** Compression methods of APPNOTE.TXT 4.4.5 that archives have. */
const methods: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 14, 93, 95, 96, 97, 98, 99]);

/**
 * Offset of the first local file header of a zip archive from `from` on, accepted if its fields make sense; null without
 * one. For archives that lack their end, which cannot be found from there.
 *
 * @param reach bytes after which the search ends
 */
export function findLocalHeader(source: ByteSource, from: number, reach = SEARCH_REACH): number | null {
  const overlap = FIXED_LENGTH + LONGEST_NAME;
  let piece = FIRST_PIECE;
  for (let start = from; start + FIXED_LENGTH < source.size && start <= from + reach; ) {
    const bytes = source.read(start, Math.min(piece + overlap, source.size - start));
    const last = Math.min(piece, bytes.length - FIXED_LENGTH);
    for (let at = bytes.indexOf(0x50); at >= 0 && at < last; at = bytes.indexOf(0x50, at + 1)) {
      if (isLocalHeader(bytes, at)) return start + at;
    }
    start += piece;
    piece = Math.min(LARGEST_PIECE, piece * 16);
  }
  return null;
}

function isLocalHeader(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 1] !== 0x4b || bytes[at + 2] !== 3 || bytes[at + 3] !== 4) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, FIXED_LENGTH);
  const nameLength = view.getUint16(26, true);
  if (bytes[at + 4]! > NEWEST_VERSION || !methods.has(view.getUint16(8, true))) return false;
  if (nameLength === 0 || nameLength > LONGEST_NAME) return false;
  // The file may end inside the name.
  const name = bytes.subarray(at + FIXED_LENGTH, at + FIXED_LENGTH + nameLength);
  return name.length > 0 && name.every((byte) => byte >= 0x20 && byte !== 0x7f);
}
