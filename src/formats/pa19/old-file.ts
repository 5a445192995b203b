import { crc32 } from '../../core/crc32.js';
import { HotfixkitError } from '../../core/errors.js';
import { normalise } from './normalise/normalise.js';
import type { ByteRange, Pa19Header, Pa19OldFile } from './pa19-header.js';

/** An old file that a delta can be applied to, in a form whose CRC is the recorded one. */
export interface MatchedOldFile {
  /** The delta's record of the old file. */
  readonly record: Pa19OldFile;
  /** With ignored and retained ranges as zeros, if this form uses zeros. */
  readonly content: Uint8Array;
  /** The same without zeros: the file, normalised or unchanged. */
  readonly whole: Uint8Array;
}

/**
 * All forms in which an old file fits a delta, the likeliest first: normalised, with zeros in all ranges.
 *
 * An empty stream allows more forms: for equal files the recorded CRC is that of the file without normalisation, and it
 * may include the bytes of ignored ranges.
 */
export function* matchOldFile(header: Pa19Header, old: Uint8Array): Generator<MatchedOldFile> {
  const records = header.oldFiles.filter(({ size }) => size === old.length);
  if (records.length === 0) return;
  const normalised = normalise(old, header);
  yield* matchContent(records, normalised ?? old);
  const empty = records.filter(({ streamSize }) => streamSize === 0);
  const nothingIgnored = empty
    .filter(({ ignoreRanges }) => ignoreRanges.length > 0)
    .map((record) => ({ ...record, ignoreRanges: [] }));
  yield* matchContent(nothingIgnored, normalised ?? old);
  if (normalised === null) return;
  yield* matchContent([...empty, ...nothingIgnored], old);
}

/** Limit of records of one size in a delta, for large files; real deltas have one or two. */
const FEW_RECORDS = 4;
/** Limit of checked bytes of an old file, counted once for each record of its size. */
const MOST_COMPARED = 2 ** 28;

function* matchContent(records: readonly Pa19OldFile[], whole: Uint8Array): Generator<MatchedOldFile> {
  if (records.length === 0) return;
  if (records.length > FEW_RECORDS && records.length * whole.length > MOST_COMPARED) {
    throw new HotfixkitError('DELTA_TOO_LARGE', 'the delta has too many old files of this size', {
      structure: 'PA19 header',
      expected: `at most ${Math.max(FEW_RECORDS, Math.floor(MOST_COMPARED / whole.length))}`,
      found: records.length,
    });
  }
  const crc = crc32(whole);
  for (const record of records) {
    const content = withZeros(whole, [...record.ignoreRanges, ...record.retainRanges]);
    if ((content === whole ? crc : crc32(content)) === record.crc) yield { record, content, whole };
  }
}

/** Limit of old files in an error message; a delta may have 255. */
const MAX_NAMED = 5;

/** `DELTA_WRONG_OLD_FILE`, with the expected old files and this one. */
export function wrongOldFile(header: Pa19Header, old: Uint8Array): HotfixkitError {
  const isNew = old.length === header.newSize && crc32(old) === header.newCrc;
  const wanted = header.oldFiles.slice(0, MAX_NAMED).map(({ size, crc }) => describeFile(size, crc));
  if (header.oldFiles.length > MAX_NAMED) wanted.push(`one of ${header.oldFiles.length - MAX_NAMED} more`);
  const content = normalise(old, header) ?? old;
  return new HotfixkitError(
    'DELTA_WRONG_OLD_FILE',
    isNew ? 'this file is already the new one' : 'the delta is for another file',
    { expected: wanted.join(' or ') || 'no file', found: describeFile(content.length, crc32(content)) },
  );
}

/** The bytes with zeros in the ranges, limited to the array; the same array without ranges. */
export function withZeros(bytes: Uint8Array, ranges: readonly ByteRange[]): Uint8Array {
  if (ranges.length === 0) return bytes;
  const copy = new Uint8Array(bytes);
  // Each byte once, even if ranges overlap.
  let done = 0;
  for (const { offset, length } of [...ranges].sort((a, b) => a.offset - b.offset)) {
    copy.fill(0, Math.max(offset, done), Math.max(offset + length, done));
    done = Math.max(done, offset + length);
  }
  return copy;
}

/** Size and CRC for error messages. */
export function describeFile(size: number, crc: number): string {
  return `CRC ${crc.toString(16).padStart(8, '0')}, ${size} bytes`;
}
