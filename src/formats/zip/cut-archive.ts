import { ByteReader } from '../../core/byte-reader.js';
import { BufferSource, type ByteSource, checkRange } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { plural } from '../../core/plural.js';

/*
 * A truncated archive lacks the central directory at its end. The local headers hold nearly the same fields
 * (APPNOTE.TXT 4.3.7), so a directory can be rebuilt from them.
 */

const LOCAL_SIGNATURE = 0x04034b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const LOCAL_LENGTH = 30;
const DESCRIPTOR_LENGTH = 16;
const ENTRY_LENGTH = 46;
const END_LENGTH = 22;
/** General purpose bit 3: the sizes may follow the data instead. */
const DESCRIPTOR = 8;
const ZIP64_FIELD = 0x0001;
const PIECE = 1 << 16;
/** The structure that an archive without whole directory ends in, in the facts of its error. */
export const CUT_IN_DIRECTORY = 'central directory';
/** Limits of an end record without its zip64 form. */
const MOST_ENTRIES = 0xfffe;
const LARGEST = 0xffff_fffe;

/** The remains of a truncated archive. */
export interface CutArchive {
  /**
   * The archive with a directory of the files that are at least partly present, and zeros for the missing bytes of the
   * last; null without such files.
   */
  readonly source: ByteSource | null;
  /** Offset in {@link source} of the local header of the truncated file; null where all known files are whole. */
  readonly cutAt: number | null;
  /** The archive ends within its directory, so that all files are known. */
  readonly isListed: boolean;
  /** Whether nothing shows that bytes are missing: its end record is wrong, or far from the end of the file. */
  readonly isWhole: boolean;
  /** Headers of files that were followed. */
  readonly count: number;
  /** Where the last known file ends, or would end. */
  readonly end: number;
  /** The warning that the archive is truncated, with the least number of missing bytes, or else damaged. */
  readonly error: () => HotfixkitError;
}

/**
 * Reads the local headers from the start of `source` up to the first truncated file. If the sizes of that file would
 * follow its data, its size is taken as one byte more than is present.
 */
export function readCutArchive(source: ByteSource): CutArchive {
  const entries: Uint8Array[] = [];
  let directoryLength = 0;
  let leastDirectory = 0;
  let at = 0;
  let end = 0;
  let cutAt: number | null = null;
  while (entries.length < MOST_ENTRIES && at + LOCAL_LENGTH <= source.size && at < LARGEST) {
    const header = new ByteReader(source.read(at, LOCAL_LENGTH).slice(), 'local file header');
    if (header.u32() !== LOCAL_SIGNATURE) break;
    const neededVersion = header.u16();
    const flags = header.u16();
    const facts = header.take(2 + 2 + 2 + 4); // compression method, time, date, crc-32
    const sizes = header.take(8); // compressed size, uncompressed size
    const nameLength = header.u16();
    const extraLength = header.u16();
    const dataAt = at + LOCAL_LENGTH + nameLength + extraLength;
    end = Math.max(end, dataAt);
    if (dataAt > source.size) break;
    const names = source.read(at + LOCAL_LENGTH, nameLength + extraLength).slice();
    let packed = packedSize(sizes, names.subarray(nameLength));
    if (packed === null) break;
    let behind = 0;
    if ((flags & DESCRIPTOR) !== 0 && packed === 0) {
      const descriptor = findDescriptor(source, dataAt);
      packed = descriptor ? descriptor.packed : source.size - dataAt + 1;
      behind = descriptor ? DESCRIPTOR_LENGTH : 0;
      if (descriptor) facts.set(descriptor.crc, 6);
      setSizes(sizes, packed, descriptor?.size ?? packed);
    }
    end = dataAt + packed;
    if (end > source.size) cutAt = at;
    const entry = new Uint8Array(ENTRY_LENGTH + names.length);
    const view = new DataView(entry.buffer);
    view.setUint32(0, ENTRY_SIGNATURE, true);
    view.setUint16(4, neededVersion, true);
    view.setUint16(6, neededVersion, true);
    view.setUint16(8, flags, true);
    entry.set(facts, 10);
    entry.set(sizes, 20);
    view.setUint16(28, nameLength, true);
    view.setUint16(30, extraLength, true);
    view.setUint32(42, at, true);
    entry.set(names, ENTRY_LENGTH);
    entries.push(entry);
    directoryLength += entry.length;
    // Extra fields of the directory differ from those of local headers.
    leastDirectory += ENTRY_LENGTH + nameLength;
    end += behind;
    at = end;
    if (cutAt !== null) break;
  }
  const isListed = cutAt === null && startsEntry(source, at);
  const least = isListed ? endOfDirectory(source, at) : end + leastDirectory + END_LENGTH;
  const missingBytes = Math.max(0, least - source.size);
  const structure = isListed ? { structure: CUT_IN_DIRECTORY } : {};
  const error = (): HotfixkitError => {
    if (missingBytes > 0) {
      const early = `the zip archive ends at least ${plural(missingBytes, 'byte')} too early`;
      return new HotfixkitError('ZIP_TRUNCATED', `${early}: the download is incomplete`, {
        expected: `at least ${source.size + missingBytes} bytes`,
        found: `${source.size} bytes`,
        ...structure,
      });
    }
    // As many bytes as it needs are there: what is wrong is not its length.
    return isListed
      ? new HotfixkitError(
          'ZIP_CORRUPT',
          'the zip archive is damaged: no end record agrees with its directory, so the headers before its files are followed',
          structure,
        )
      : new HotfixkitError(
          'ZIP_TRUNCATED',
          'the zip archive is damaged or incomplete: other bytes lie where its next file or its directory should begin',
          { offset: at },
        );
  };
  const count = entries.length;
  if (count === 0) return { source: null, cutAt: null, isListed: false, isWhole: false, count, end, error };
  const joined = new Joined(source, at, directoryOf(entries, directoryLength, at));
  return { source: joined, cutAt, isListed, isWhole: isListed && missingBytes === 0, count, end, error };
}

/** Whether the central directory begins at an offset. */
function startsEntry(source: ByteSource, at: number): boolean {
  return (
    at + 4 <= source.size && new ByteReader(source.read(at, 4), 'central directory').u32() === ENTRY_SIGNATURE
  );
}

/** Where an archive ends at least whose directory begins at an offset, by the entries that are there. */
function endOfDirectory(source: ByteSource, start: number): number {
  let at = start;
  for (let count = 0; count <= MOST_ENTRIES && startsEntry(source, at); count++) {
    if (at + ENTRY_LENGTH > source.size) return at + ENTRY_LENGTH + END_LENGTH;
    const lengths = new ByteReader(source.read(at + 28, 6), 'central directory');
    at += ENTRY_LENGTH + lengths.u16() + lengths.u16() + lengths.u16();
  }
  return at + END_LENGTH;
}

interface Descriptor {
  crc: Uint8Array;
  packed: number;
  size: number;
}

/** The data descriptor (APPNOTE.TXT 4.3.9) that states as many bytes as there are between it and the start of the data. */
function findDescriptor(source: ByteSource, dataAt: number): Descriptor | null {
  for (let from = dataAt; from + DESCRIPTOR_LENGTH <= source.size; from += PIECE) {
    const piece = source.read(from, Math.min(PIECE + DESCRIPTOR_LENGTH - 1, source.size - from));
    const view = new DataView(piece.buffer, piece.byteOffset, piece.length);
    for (let at = piece.indexOf(0x50); at >= 0; at = piece.indexOf(0x50, at + 1)) {
      if (at + DESCRIPTOR_LENGTH > piece.length) break;
      if (view.getUint32(at, true) !== DESCRIPTOR_SIGNATURE) continue;
      const packed = view.getUint32(at + 8, true);
      if (packed !== from + at - dataAt) continue;
      return { crc: piece.slice(at + 4, at + 8), packed, size: view.getUint32(at + 12, true) };
    }
  }
  return null;
}

function setSizes(sizes: Uint8Array, packed: number, size: number): void {
  const view = new DataView(sizes.buffer, sizes.byteOffset, sizes.length);
  view.setUint32(0, packed, true);
  view.setUint32(4, size, true);
}

/** Compressed size of a file in bytes; null where its zip64 field lacks it. */
function packedSize(sizes: Uint8Array, extra: Uint8Array): number | null {
  const view = new DataView(sizes.buffer, sizes.byteOffset, sizes.length);
  const packed = view.getUint32(0, true);
  if (packed !== 0xffff_ffff) return packed;
  const reader = new ByteReader(extra, 'extra field');
  while (reader.remaining >= 4) {
    const id = reader.u16();
    const length = reader.u16();
    if (length > reader.remaining) return null;
    const field = new ByteReader(reader.take(length), 'zip64 extra field');
    if (id !== ZIP64_FIELD || length < 16) continue;
    field.skip(8);
    return Number(field.u64());
  }
  return null;
}

function directoryOf(entries: readonly Uint8Array[], length: number, offset: number): Uint8Array {
  const bytes = new Uint8Array(length + END_LENGTH);
  let at = 0;
  for (const entry of entries) {
    bytes.set(entry, at);
    at += entry.length;
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(at, END_SIGNATURE, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, length, true);
  view.setUint32(at + 16, offset, true);
  return bytes;
}

/** The first bytes of a source, zeros for missing ones, and further bytes after them. */
class Joined implements ByteSource {
  readonly size: number;
  readonly #first: ByteSource;
  readonly #length: number;
  readonly #rest: BufferSource;

  constructor(first: ByteSource, length: number, rest: Uint8Array) {
    this.#first = first;
    this.#length = length;
    this.#rest = new BufferSource(rest);
    this.size = length + rest.length;
  }

  read(offset: number, length: number): Uint8Array {
    checkRange(this.size, offset, length);
    const there = Math.min(this.#length, this.#first.size);
    if (offset + length <= there) return this.#first.read(offset, length);
    if (offset >= this.#length) return this.#rest.read(offset - this.#length, length);
    const bytes = new Uint8Array(length);
    if (offset < there) bytes.set(this.#first.read(offset, Math.min(length, there - offset)));
    const behind = offset + length - this.#length;
    if (behind > 0) bytes.set(this.#rest.read(0, behind), length - behind);
    return bytes;
  }
}
