import { ByteReader } from '../../core/byte-reader.js';
import type { ByteSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';

/*
 * Finds the end of a zip archive (APPNOTE.TXT 4.3.16), and from that its start.
 *
 * Real files differ from the specification:
 * - offsets count from the start of the file, or from the start of the archive where a stub stands before it;
 * - bytes follow the archive: a certificate table, the padding before it, download remnants;
 * - the size of the central directory tells where it starts: it ends where the end record (or its zip64 form) begins.
 */

const END_SIGNATURE = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const ZIP64_END_SIGNATURE = 0x06064b50;
const ZIP64_END_LENGTH = 56;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_LOCATOR_LENGTH = 20;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_LENGTH = 46;
const DIRECTORY_SIGNATURE = 0x05054b50;
/** Bytes from the end to search for the record: a comment, a certificate table and a margin. */
const REACH = 4 << 20;
const PIECE = 1 << 16;
/** Limit of false signatures: the search ends after this many. */
const MOST_FALSE_ENDS = 1000;
/** Bytes; an archive of 100,000 files with long names takes half of it. */
const LARGEST_DIRECTORY = 32 << 20;

/** Whether bytes begin like an archive: with a file, or with the end record of an empty one. */
export function startsLikeZip(head: Uint8Array): boolean {
  if (head.length < 4 || head[0] !== 0x50 || head[1] !== 0x4b) return false;
  return (head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6);
}

/** Whether bytes begin like an archive with files. */
export function startsLikeZipWithFiles(head: Uint8Array): boolean {
  return startsLikeZip(head) && head[2] === 3;
}

export interface EndOfCentralDirectory {
  /** Offset in the source from which the archive's offsets count. */
  readonly start: number;
  /** Where the archive ends, its comment included. */
  readonly end: number;
  /** Where its comment begins. */
  readonly commentOffset: number;
  /** Entries that the directory has. */
  readonly entryCount: number;
  /** Entries that the record counts. */
  readonly statedCount: number;
  /** Offset in the source of the first entry of the central directory. */
  readonly directoryOffset: number;
  readonly directorySize: number;
  /** Its comment holds another archive, which programs find that search for a record from the end. */
  readonly hasArchiveInComment?: boolean;
}

/**
 * The end record that is nearest to the end of `source` and agrees with the bytes before it; null without one. `reach`
 * is the number of bytes to search. Throws `ZIP_UNSUPPORTED` for an archive in several parts, `CONTAINER_TOO_MANY` for
 * a directory above the size limit.
 */
export function findEndOfCentralDirectory(source: ByteSource, reach = REACH): EndOfCentralDirectory | null {
  const last = findLastEnd(source, reach);
  const outer = last && findEndWithComment(source, last);
  return outer ? { ...outer, hasArchiveInComment: true } : last;
}

/** The record of an archive whose comment holds the whole archive that was found; null without one. */
function findEndWithComment(source: ByteSource, found: EndOfCentralDirectory): EndOfCentralDirectory | null {
  const low = Math.max(0, found.start - END_LENGTH - LONGEST_COMMENT);
  const piece = source.read(low, found.start - low);
  let tries = 0;
  for (let at = piece.length - END_LENGTH; at >= 0; at--) {
    if (piece[at] !== 0x50 || piece[at + 1] !== 0x4b || piece[at + 2] !== 5 || piece[at + 3] !== 6) continue;
    const end = low + at + END_LENGTH + (piece[at + 20]! | (piece[at + 21]! << 8));
    const outer = end >= found.end && end <= source.size ? readEnd(source, low + at) : null;
    if (outer) return outer;
    if (++tries === MOST_FALSE_ENDS) return null;
  }
  return null;
}

function findLastEnd(source: ByteSource, reach: number): EndOfCentralDirectory | null {
  const lowest = Math.max(0, source.size - reach);
  let falseEnds = 0;
  for (let high = source.size; high > lowest; high -= PIECE) {
    const low = Math.max(lowest, high - PIECE);
    // Three bytes more, for a signature across two windows.
    const piece = source.read(low, Math.min(high + 3, source.size) - low);
    for (let at = high - low - 1; at >= 0; at--) {
      if (piece[at] !== 0x50 || piece[at + 1] !== 0x4b || piece[at + 2] !== 5 || piece[at + 3] !== 6)
        continue;
      const end = readEnd(source, low + at);
      if (end) return end;
      if (++falseEnds === MOST_FALSE_ENDS) return null;
    }
  }
  return null;
}

/** The record at `at`; null without one, or if it does not agree with the bytes before it. */
function readEnd(source: ByteSource, at: number): EndOfCentralDirectory | null {
  if (at + END_LENGTH > source.size) return null;
  const reader = new ByteReader(source.read(at, END_LENGTH), 'end of central directory');
  if (reader.u32() !== END_SIGNATURE) return null;
  const disk = reader.u16(); // number of this disk
  const directoryDisk = reader.u16();
  reader.skip(2); // entries on this disk
  let entryCount = reader.u16();
  let directorySize = reader.u32();
  let statedOffset = reader.u32();
  const end = at + END_LENGTH + reader.u16(); // .ZIP file comment length
  if (end > source.size) return null;

  const zip64 = readZip64End(source, at);
  if (zip64) ({ entryCount, directorySize, statedOffset } = zip64);
  else if (disk !== 0 || directoryDisk !== 0) {
    if (disk === 0xffff || !isLastPart(source, at, { disk, directoryDisk, directorySize, end })) return null;
    throw new HotfixkitError(
      'ZIP_UNSUPPORTED',
      'a zip archive in several parts is not supported; join them',
      {
        offset: at,
        found: `part ${disk + 1}`,
      },
    );
  }
  const directoryOffset = (zip64?.at ?? at) - directorySize;
  const start = directoryOffset - statedOffset;
  if (directoryOffset < 0 || start < 0) return null;
  if (entryCount > 0 && directorySize < ENTRY_LENGTH) return null;
  if (directorySize >= ENTRY_LENGTH) {
    const head = new ByteReader(source.read(directoryOffset, 4), 'central directory');
    if (head.u32() !== ENTRY_SIGNATURE) {
      if (entryCount > 0) return null;
      // Other bytes that an empty archive counts as its directory.
      directorySize = 0;
    }
  }
  if (directorySize > LARGEST_DIRECTORY) {
    throw new HotfixkitError('CONTAINER_TOO_MANY', 'the directory of the zip archive is too large', {
      expected: `${LARGEST_DIRECTORY} bytes at most`,
      found: directorySize,
      offset: directoryOffset,
    });
  }
  const statedCount = entryCount;
  if (directorySize > 0) entryCount = countEntries(source, directoryOffset, directorySize, statedCount);
  const commentOffset = at + END_LENGTH;
  return { start, end, commentOffset, entryCount, statedCount, directoryOffset, directorySize };
}

/**
 * Entries of the central directory. Its size tells where it ends; where entries do not fill it, more than are stated
 * count, and fewer do not: the directory is damaged then.
 */
function countEntries(source: ByteSource, offset: number, size: number, stated: number): number {
  const directory = source.read(offset, size);
  const view = new DataView(directory.buffer, directory.byteOffset, directory.length);
  let count = 0;
  let at = 0;
  while (at + ENTRY_LENGTH <= size && view.getUint32(at, true) === ENTRY_SIGNATURE) {
    const next =
      at +
      ENTRY_LENGTH +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (next > size) break;
    at = next;
    count++;
  }
  const isWhole = at === size || (at + 4 <= size && view.getUint32(at, true) === DIRECTORY_SIGNATURE);
  return isWhole ? count : Math.max(count, stated);
}

/**
 * Whether the record at `at` ends the last part of an archive in several parts. Programs that handle archives contain
 * the bare signature, so the directory must precede the record, or the record must end the file.
 */
function isLastPart(
  source: ByteSource,
  at: number,
  found: { disk: number; directoryDisk: number; directorySize: number; end: number },
): boolean {
  const { disk, directoryDisk, directorySize, end } = found;
  if (directoryDisk > disk) return false;
  const directoryOffset = at - directorySize;
  if (directoryOffset < 0) return end === source.size && directoryDisk < disk;
  if (directorySize < 46) return false;
  return new ByteReader(source.read(directoryOffset, 4), 'central directory').u32() === ENTRY_SIGNATURE;
}

interface Zip64End {
  at: number;
  entryCount: number;
  directorySize: number;
  statedOffset: number;
}

/** The zip64 record before the record at `at`; null without one. */
function readZip64End(source: ByteSource, at: number): Zip64End | null {
  const locatorAt = at - ZIP64_LOCATOR_LENGTH;
  if (locatorAt < ZIP64_END_LENGTH) return null;
  const locator = new ByteReader(source.read(locatorAt, ZIP64_LOCATOR_LENGTH), 'zip64 locator');
  if (locator.u32() !== ZIP64_LOCATOR_SIGNATURE) return null;
  // The record directly precedes its locator; the locator's offset is wrong where a stub precedes the archive.
  for (const recordAt of [locatorAt - ZIP64_END_LENGTH, at64(locator)]) {
    if (recordAt < 0 || recordAt + ZIP64_END_LENGTH > locatorAt) continue;
    const reader = new ByteReader(source.read(recordAt, ZIP64_END_LENGTH), 'zip64 end of central directory');
    if (reader.u32() !== ZIP64_END_SIGNATURE) continue;
    reader.skip(20); // size of this record, versions, disks
    reader.skip(8); // entries on this disk
    const entryCount = u64(reader);
    const directorySize = u64(reader);
    return { at: recordAt, entryCount, directorySize, statedOffset: u64(reader) };
  }
  return null;
}

function at64(locator: ByteReader): number {
  locator.skip(4);
  return u64(locator);
}

/** Not exact above 2^53, which is far beyond any file. */
function u64(reader: ByteReader): number {
  const low = reader.u32();
  return low + reader.u32() * 2 ** 32;
}
