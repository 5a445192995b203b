import { HotfixkitError } from '../../core/errors.js';
import { windowBitsFor } from './lzx-window.js';
import { checkFlags, Pa19ExtendedFlags, Pa19Flags } from './pa19-flags.js';
import { Pa19Reader } from './pa19-reader.js';
import { RiftTable } from './rift-table.js';

/** The container around PatchAPI's deltas: everything before the compressed streams. */
export interface Pa19Header {
  readonly flags: number;
  /** 0 if absent. */
  readonly extendedFlags: number;
  /** Modification time of the new file, in seconds since 1970-01-01 UTC; null if not recorded. */
  readonly fileTime: number | null;
  /** Image base to which old executables are moved; 0 for none. */
  readonly newImageBase: number;
  /** TimeDateStamp set in old executables; 0 for none. */
  readonly newTimestamp: number;
  /** TimeDateStamp set in resource directories. */
  readonly resourceTimestamp: number;
  readonly newSize: number;
  /** CRC-32 of the new file with the retained ranges as zeros. */
  readonly newCrc: number;
  /** The old files that the delta can be applied to, one stream each. */
  readonly oldFiles: readonly Pa19OldFile[];
  /** Offset of the streams in the delta, in bytes. */
  readonly streamsOffset: number;
}

/** The record of a delta about one of its old files. Sizes and offsets are bytes. */
export interface Pa19OldFile {
  readonly size: number;
  /** CRC-32 of the normalised file with the ignored and the retained ranges as zeros. */
  readonly crc: number;
  /** Ranges whose content does not matter. */
  readonly ignoreRanges: readonly ByteRange[];
  /** Ranges that are copied unchanged to the new file. */
  readonly retainRanges: readonly RetainRange[];
  /** Maps the parts of the old image to the new one; empty without a transform. */
  readonly rifts: RiftTable;
  /** Separately compressed parts of the new file, in order; null for a single part. */
  readonly interleave: readonly InterleavePart[] | null;
  /** log2 of the size of the LZX window. */
  readonly windowBits: number;
  readonly streamOffset: number;
  readonly streamSize: number;
}

/** A range of bytes in a file. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** A range of the old file that is copied unchanged to the new one. */
export interface RetainRange extends ByteRange {
  /** Offset in the new file; `offset` is that in the old one. */
  readonly newOffset: number;
}

/** `newLength` bytes of the new file, made from a range of the (transformed) old file. */
export interface InterleavePart extends ByteRange {
  readonly newLength: number;
}

const SIGNATURE = 0x39314150; // "PA19"
const MAX_SIZE = 0xffffffff;
const CHUNK = 32768;

/**
 * Reads the header of a PA19 delta. Throws `DELTA_BAD_SIGNATURE`, `DELTA_PA30_UNSUPPORTED`, `DELTA_UNSUPPORTED_FLAG`,
 * `DELTA_BAD_HEADER`. The streams are not checked.
 */
export function parsePa19Header(bytes: Uint8Array): Pa19Header {
  checkSignature(bytes);
  const reader = new Pa19Reader(bytes);
  reader.u32();
  const flags = reader.u32();
  const extendedAt = reader.offset;
  const extendedFlags = flags & Pa19Flags.hasExtendedFlags ? reader.u32() : 0;
  checkFlags(flags, extendedFlags, extendedAt);

  const fileTime = flags & Pa19Flags.hasFileTime ? reader.u32() : null;
  let newImageBase = 0;
  let newTimestamp = 0;
  let resourceTimestamp = 0;
  if (!(flags & Pa19Flags.noRebase)) {
    // Only the high half is stored: Windows requires image bases to be multiples of 64 KB.
    newImageBase = reader.u16() * 0x10000;
    newTimestamp = fileTime === null ? reader.u32() : (fileTime - reader.signed()) >>> 0;
  }
  if (!(flags & Pa19Flags.noResourceTimeFix)) {
    resourceTimestamp = flags & Pa19Flags.noRebase ? reader.u32() : (newTimestamp - reader.signed()) >>> 0;
  }
  const newSizeAt = reader.offset;
  const newSize = reader.unsigned();
  if (newSize > MAX_SIZE) throw bad('the new file is too large', newSizeAt, MAX_SIZE, newSize);
  const newCrc = reader.u32();
  const windowAt = reader.offset;
  const windowBits = extendedFlags & Pa19ExtendedFlags.hasWindow ? reader.u8() : null;
  if (windowBits !== null && (windowBits < 17 || windowBits > 25)) {
    throw bad('there is no LZX window of this size', windowAt, '17 to 25', windowBits);
  }

  const oldCount = reader.u8();
  const records: Omit<Pa19OldFile, 'streamOffset'>[] = [];
  for (let i = 0; i < oldCount; i++) records.push(parseOldFile(reader, flags, newSize, windowBits));
  const streamsOffset = reader.offset;
  let streamOffset = streamsOffset;
  const oldFiles = records.map((record) => {
    const start = streamOffset;
    streamOffset += record.streamSize;
    return { ...record, streamOffset: start };
  });
  return {
    flags,
    extendedFlags,
    fileTime,
    newImageBase,
    newTimestamp,
    resourceTimestamp,
    newSize,
    newCrc,
    oldFiles,
    streamsOffset,
  };
}

function checkSignature(bytes: Uint8Array): void {
  const text = String.fromCharCode(...bytes.subarray(0, 4));
  if (text === 'PA30' || text === 'PA31') {
    const message = `${text} deltas are a different format from the PA19 deltas in Windows Installer patches`;
    throw new HotfixkitError('DELTA_PA30_UNSUPPORTED', message, { offset: 0, expected: 'PA19', found: text });
  }
  if (bytes.length < 4 || new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) !== SIGNATURE) {
    throw new HotfixkitError('DELTA_BAD_SIGNATURE', 'not a delta', {
      offset: 0,
      expected: 'PA19',
      found: JSON.stringify(text),
    });
  }
}

function parseOldFile(
  reader: Pa19Reader,
  flags: number,
  newSize: number,
  windowBits: number | null,
): Omit<Pa19OldFile, 'streamOffset'> {
  const sizeAt = reader.offset;
  const size = newSize + reader.signed();
  if (size < 0 || size > MAX_SIZE) throw bad('an old file has no possible size', sizeAt, MAX_SIZE, size);
  const crc = reader.u32();
  const ignoreRanges = parseIgnoreRanges(reader);
  const retainRanges = parseRetainRanges(reader, newSize);
  const rifts = parseRifts(reader);
  const interleave = flags & Pa19Flags.interleave ? parseInterleave(reader, size, newSize) : null;
  const streamSize = reader.unsigned();
  return {
    size,
    crc,
    ignoreRanges,
    retainRanges,
    rifts,
    interleave,
    windowBits: windowBits ?? windowBitsFor(size, newSize, (flags & Pa19Flags.lzxLarge) !== 0),
    streamSize,
  };
}

function parseIgnoreRanges(reader: Pa19Reader): ByteRange[] {
  const ranges: ByteRange[] = [];
  let end = 0;
  for (let count = reader.u8(); count > 0; count--) {
    const at = reader.offset;
    const offset = end + reader.signed();
    const length = reader.unsigned();
    if (offset < 0) throw bad('an ignored range starts before the file', at, 'at least 0', offset);
    ranges.push({ offset, length });
    end = offset + length;
  }
  return ranges;
}

function parseRetainRanges(reader: Pa19Reader, newSize: number): RetainRange[] {
  const ranges: RetainRange[] = [];
  let end = 0;
  let total = 0;
  for (let count = reader.u8(); count > 0; count--) {
    const at = reader.offset;
    const offset = end + reader.signed();
    const newOffset = offset + reader.signed();
    const length = reader.unsigned();
    if (offset < 0 || newOffset < 0 || newOffset + length > newSize) {
      throw bad('a retained range is not in the file', at, `0 to ${newSize}`, newOffset);
    }
    total += length;
    if (total > newSize) throw bad('the retained ranges are larger than the file', at, newSize, total);
    ranges.push({ offset, newOffset, length });
    end = offset + length;
  }
  return ranges;
}

function parseRifts(reader: Pa19Reader): RiftTable {
  const at = reader.offset;
  const count = reader.unsigned();
  // A pair takes at least two bytes, so a few bytes cannot request a large table.
  if (count * 2 > reader.remaining)
    throw bad('the rift table is cut short', at, reader.remaining >> 1, count);
  const from = new Uint32Array(count);
  const to = new Uint32Array(count);
  let oldAddress = 0;
  let newAddress = 0;
  for (let i = 0; i < count; i++) {
    const pairAt = reader.offset;
    oldAddress += reader.unsigned();
    if (oldAddress > MAX_SIZE)
      throw bad('an address of the rift table is too large', pairAt, MAX_SIZE, oldAddress);
    newAddress = (newAddress + reader.signed()) >>> 0;
    from[i] = oldAddress;
    to[i] = newAddress;
  }
  return new RiftTable(from, to);
}

/**
 * The interleave table: offsets and lengths in the old file as second differences, lengths in the new file (in units of
 * 32768 bytes) as first differences. The last part extends to the end of the new file.
 */
function parseInterleave(reader: Pa19Reader, oldSize: number, newSize: number): InterleavePart[] | null {
  const at = reader.offset;
  const count = reader.unsigned();
  if (count === 0) return null;
  // Only the last part can be empty.
  const most = Math.ceil(newSize / CHUNK) + 1;
  if (count > most) throw bad('there are more interleaved parts than chunks', at, most, count);
  if (count * 3 - 1 > reader.remaining)
    throw bad('the interleave table is cut short', at, reader.remaining, count);
  const parts: InterleavePart[] = [];
  let offset = 0;
  let offsetStep = 0;
  let length = 0;
  let lengthStep = 0;
  let chunks = 0;
  let done = 0;
  for (let i = 0; i < count; i++) {
    const partAt = reader.offset;
    offsetStep += reader.signed();
    offset += offsetStep;
    lengthStep += reader.signed();
    length += lengthStep;
    if (offset < 0 || length < 0 || offset + length > oldSize) {
      throw bad('an interleaved part is not in the old file', partAt, `0 to ${oldSize}`, offset + length);
    }
    if (i < count - 1) chunks += reader.signed();
    const newLength = i < count - 1 ? chunks * CHUNK : newSize - done;
    if (newLength < (i < count - 1 ? CHUNK : 0) || done + newLength > newSize) {
      throw bad('an interleaved part is not in the new file', partAt, `0 to ${newSize}`, done + newLength);
    }
    parts.push({ offset, length, newLength });
    done += newLength;
  }
  return parts;
}

function bad(message: string, offset: number, expected: string | number, found: number): HotfixkitError {
  return new HotfixkitError('DELTA_BAD_HEADER', message, {
    offset,
    structure: 'PA19 header',
    expected,
    found,
  });
}
