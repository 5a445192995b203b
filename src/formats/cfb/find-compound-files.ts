import { type ByteSource, SliceSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { SEARCH_REACH } from '../../core/search-reach.js';
import { CompoundFile } from './compound-file.js';
import { HEADER_SIZE, isCompoundFile, SIGNATURE } from './compound-file-header.js';

const PIECE = 1 << 20;
/** Limit of false signatures: the search ends after this many. */
const MOST_FALSE = 100;

/** A compound file inside another file. */
export interface FoundCompoundFile {
  readonly offset: number;
  /** Bytes up to the end of the last used sector. */
  readonly size: number;
}

/**
 * Uncompressed compound files at any offset in `source`, found by their signature and accepted if they open. Their
 * content is skipped.
 *
 * @param reach bytes without a compound file after which the search ends
 */
export function* findCompoundFiles(
  source: ByteSource,
  reach = SEARCH_REACH,
): Generator<FoundCompoundFile, void, undefined> {
  let falseOnes = 0;
  let last = reach;
  for (let position = 0; position + HEADER_SIZE <= source.size; ) {
    const offset = nextSignature(source, position, last);
    if (offset < 0) return;
    const size = sizeOf(new SliceSource(source, offset));
    if (size === 0 && ++falseOnes === MOST_FALSE) return;
    position = offset + Math.max(SIGNATURE.length, size);
    if (size === 0) continue;
    last = position + reach;
    yield { offset, size };
  }
}

function nextSignature(source: ByteSource, from: number, last: number): number {
  for (let start = from; start + HEADER_SIZE <= source.size && start <= last; start += PIECE) {
    // A few bytes more, for a signature across two windows.
    const piece = source.read(start, Math.min(PIECE + SIGNATURE.length - 1, source.size - start));
    for (let at = piece.indexOf(SIGNATURE[0]!); at >= 0; at = piece.indexOf(SIGNATURE[0]!, at + 1)) {
      if (isCompoundFile(piece.subarray(at, at + SIGNATURE.length))) return start + at;
    }
  }
  return -1;
}

/** 0 if it is not a compound file. */
function sizeOf(source: ByteSource): number {
  try {
    return CompoundFile.open(source).usedSize;
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return 0;
    throw error;
  }
}
