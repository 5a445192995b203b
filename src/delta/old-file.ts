import { HotfixkitError } from '../errors.js';
import { crc32 } from './crc32.js';
import { normalise } from './normalise/normalise.js';
import type { ByteRange, Pa19Header, Pa19OldFile } from './pa19-header.js';

/** An old file that a delta can be applied to, in the form that the delta was made from. */
export interface MatchedOldFile {
  /** Which of the delta's old files it is. */
  readonly record: Pa19OldFile;
  /** Normalised, ignored and retained ranges as zeros; may be the file itself where that changes nothing. */
  readonly content: Uint8Array;
}

/**
 * Finds which of a delta's old files this is, by size and CRC, or null. The header of a delta is enough.
 *
 * With `unchanged`, only files whose streams are empty are looked for, and in their raw form: the maker of deltas
 * records two equal files without normalising them.
 */
export function findOldFile(header: Pa19Header, old: Uint8Array, unchanged = false): MatchedOldFile | null {
  const records = header.oldFiles.filter(
    ({ size, streamSize }) => size === old.length && (!unchanged || streamSize === 0),
  );
  if (records.length === 0) return null;
  const content = (unchanged ? null : normalise(old, header)) ?? old;
  const crc = crc32(content);
  for (const record of records) {
    const ranges = [...record.ignoreRanges, ...record.retainRanges];
    const blanked = withZeros(content, ranges);
    const found = blanked === content ? crc : crc32(blanked);
    if (found === record.crc) return { record, content: blanked };
  }
  return null;
}

/** `DELTA_WRONG_OLD_FILE`, saying which files the delta is for and which one this is. */
export function wrongOldFile(header: Pa19Header, old: Uint8Array): HotfixkitError {
  const isNew = old.length === header.newSize && crc32(old) === header.newCrc;
  const wanted = header.oldFiles.map(({ size, crc }) => describe(size, crc));
  const content = normalise(old, header) ?? old;
  return new HotfixkitError(
    'DELTA_WRONG_OLD_FILE',
    isNew ? 'the file is the new one already' : 'the delta is for another file',
    { expected: wanted.join(' or ') || 'no file', found: describe(content.length, crc32(content)) },
  );
}

/** The bytes with zeros in ranges, as far as there are bytes; the same array where there are no ranges. */
export function withZeros(bytes: Uint8Array, ranges: readonly ByteRange[]): Uint8Array {
  if (ranges.length === 0) return bytes;
  const copy = new Uint8Array(bytes);
  for (const { offset, length } of ranges) copy.fill(0, offset, offset + length);
  return copy;
}

function describe(size: number, crc: number): string {
  return `CRC ${crc.toString(16).padStart(8, '0')}, ${size} bytes`;
}
