import { ByteReader } from '../bytes/byte-reader.js';
import { type ByteSource, SliceSource } from '../bytes/byte-source.js';
import { HotfixkitError } from '../errors.js';
import { CF_FILE_LENGTH, readCfFile } from './cf-file.js';
import { readCfHeader } from './cf-header.js';

const PIECE_LENGTH = 1 << 20;
const HEADER_LENGTH = 36;

/**
 * Offsets in `source` at which cabinets start (self-extractors, several cabinets in one file), found by their
 * signature and taken if header and first file make sense. What lies inside a cabinet is passed over.
 */
export function* findCabinets(source: ByteSource): Generator<number, void, undefined> {
  let position = 0;
  while (position + HEADER_LENGTH <= source.size) {
    const at = findSignature(source, position);
    if (at < 0) return;
    const length = cabinetLength(source, at);
    if (length > 0) yield at;
    position = at + Math.max(4, length);
  }
}

/** The next "MSCF" from `from` on, or -1. */
function findSignature(source: ByteSource, from: number): number {
  for (let start = from; start + 4 <= source.size; start += PIECE_LENGTH - 3) {
    const piece = source.read(start, Math.min(PIECE_LENGTH, source.size - start));
    for (let at = piece.indexOf(0x4d); at >= 0; at = piece.indexOf(0x4d, at + 1)) {
      if (piece[at + 1] === 0x53 && piece[at + 2] === 0x43 && piece[at + 3] === 0x46) return start + at;
    }
  }
  return -1;
}

/**
 * How many bytes the cabinet at `at` says it has, cut at the end of the source; 0 where there is none. Only the header
 * and the first file are looked at: a file made of nothing but signatures must not take for ever.
 */
function cabinetLength(source: ByteSource, at: number): number {
  const own = new SliceSource(source, at);
  try {
    const header = readCfHeader(own, 0);
    const { size, filesOffset, folderCount, fileCount, majorVersion, length } = header;
    const directory = length + folderCount * (8 + header.folderReserve);
    if (majorVersion !== 1 || folderCount === 0 || fileCount === 0) return 0;
    if (filesOffset < length || filesOffset >= size || directory > size) return 0;
    const first = own.read(filesOffset, Math.min(CF_FILE_LENGTH + 256, own.size - filesOffset));
    readCfFile(new ByteReader(first, 'CFFILE'), folderCount, 0);
    return Math.min(size, own.size);
  } catch (error) {
    if (error instanceof HotfixkitError) return 0;
    throw error;
  }
}
