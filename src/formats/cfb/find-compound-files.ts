import { type ByteSource, SliceSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { CompoundFile } from './compound-file.js';
import { HEADER_SIZE, isCompoundFile, SIGNATURE } from './compound-file-header.js';

const PIECE = 1 << 20;
/** Signatures that no compound file follows. After so many, the file consists of them, and the search ends. */
const MOST_FALSE = 100;

/** A compound file inside another file. */
export interface FoundCompoundFile {
  readonly offset: number;
  /** Bytes up to the end of the last sector that is in use. */
  readonly size: number;
}

/**
 * Compound files that lie in `source` as they are, at any offset, found by their signature and taken if they open. What lies
 * inside of one is passed over.
 */
export function* findCompoundFiles(source: ByteSource): Generator<FoundCompoundFile, void, undefined> {
  let falseOnes = 0;
  for (let position = 0; position + HEADER_SIZE <= source.size; ) {
    const offset = nextSignature(source, position);
    if (offset < 0) return;
    const size = sizeOf(new SliceSource(source, offset));
    if (size === 0 && ++falseOnes === MOST_FALSE) return;
    if (size > 0) yield { offset, size };
    position = offset + Math.max(SIGNATURE.length, size);
  }
}

function nextSignature(source: ByteSource, from: number): number {
  for (let start = from; start + HEADER_SIZE <= source.size; start += PIECE) {
    // Some bytes more, for a signature across the seam.
    const piece = source.read(start, Math.min(PIECE + SIGNATURE.length - 1, source.size - start));
    for (let at = piece.indexOf(SIGNATURE[0]!); at >= 0; at = piece.indexOf(SIGNATURE[0]!, at + 1)) {
      if (isCompoundFile(piece.subarray(at, at + SIGNATURE.length))) return start + at;
    }
  }
  return -1;
}

/** 0 where it is none. */
function sizeOf(source: ByteSource): number {
  try {
    return CompoundFile.open(source).usedSize;
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return 0;
    throw error;
  }
}
