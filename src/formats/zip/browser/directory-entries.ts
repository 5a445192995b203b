/*
 * Stands in for `../directory-entries.ts` where there is no Node: yauzl needs its streams and buffers. Both say the same of
 * an archive, in the same words where it is damaged.
 */

import { ByteReader } from '../../../core/byte-reader.js';
import type { ByteSource } from '../../../core/byte-source.js';
import { dosDateTimeToDate, parseDosDateTime } from '../../../core/dos-date-time.js';
import { filetimeToDate } from '../../../core/filetime.js';
import type { DirectoryEntry } from '../directory-entry.js';
import { Flags } from '../zip-entry.js';

/** Bytes of a header without its names. */
const HEADER = 46;
const SIGNATURE = 0x02014b50;
const Fields = { zip64: 1, ntfs: 0x000a, time: 0x5455 } as const;
/** A value that is in the extra field of Zip64. */
const IN_ZIP64 = 0xffffffff;

export function* directoryEntries(
  archive: ByteSource,
  count: number,
  directoryOffset: number,
): Generator<DirectoryEntry, void, void> {
  let at = directoryOffset;
  for (let i = 0; i < count; i++) {
    const header = new ByteReader(archive.read(at, HEADER), 'central directory');
    const signature = header.u32();
    if (signature !== SIGNATURE) {
      throw new Error(`invalid central directory file header signature: 0x${signature.toString(16)}`);
    }
    const entry = readHeader(header);
    if ((entry.generalPurposeBitFlag & Flags.yauzlRefuses) !== 0) {
      throw new Error('strong encryption is not supported');
    }
    const { nameLength, extraLength } = entry;
    const length = nameLength + extraLength + entry.commentLength;
    if (length === 0) throw new Error('an entry without a name');
    const rest = archive.read(at + HEADER, length).slice();
    const extraFields = readExtraFields(rest.subarray(nameLength, nameLength + extraLength));
    at += HEADER + length;
    const dos = parseDosDateTime(entry.lastModFileDate, entry.lastModFileTime);
    yield {
      ...entry,
      ...readZip64(entry, extraFields),
      fileName: rest.subarray(0, nameLength),
      extraFields,
      modified: () => timeIn(extraFields) ?? (dos ? dosDateTimeToDate(dos) : new Date(Number.NaN)),
    };
  }
}

type Header = Omit<DirectoryEntry, 'fileName' | 'extraFields' | 'modified'> & {
  nameLength: number;
  extraLength: number;
  commentLength: number;
};

function readHeader(header: ByteReader): Header {
  const versionMadeBy = header.u16();
  header.skip(2);
  const [generalPurposeBitFlag, compressionMethod] = [header.u16(), header.u16()];
  const [lastModFileTime, lastModFileDate] = [header.u16(), header.u16()];
  const [crc32, compressedSize, uncompressedSize] = [header.u32(), header.u32(), header.u32()];
  const [nameLength, extraLength, commentLength] = [header.u16(), header.u16(), header.u16()];
  header.skip(4);
  const [externalFileAttributes, relativeOffsetOfLocalHeader] = [header.u32(), header.u32()];
  return {
    versionMadeBy,
    generalPurposeBitFlag,
    compressionMethod,
    lastModFileTime,
    lastModFileDate,
    crc32,
    compressedSize,
    uncompressedSize,
    nameLength,
    extraLength,
    commentLength,
    externalFileAttributes,
    relativeOffsetOfLocalHeader,
  };
}

type ExtraFields = DirectoryEntry['extraFields'];

function readExtraFields(bytes: Uint8Array): ExtraFields {
  const fields = [];
  for (let at = 0; at < bytes.length - 3; ) {
    const reader = new ByteReader(bytes.subarray(at, at + 4), 'extra field');
    const [id, size] = [reader.u16(), reader.u16()];
    const end = at + 4 + size;
    if (end > bytes.length) throw new Error('extra field length exceeds extra field buffer size');
    fields.push({ id, data: bytes.subarray(at + 4, end) });
    at = end;
  }
  return fields;
}

type Places = Pick<Header, 'uncompressedSize' | 'compressedSize' | 'relativeOffsetOfLocalHeader'>;

/** The values that did not fit into the header, in this order (APPNOTE.TXT 4.5.3). */
function readZip64(header: Header, fields: ExtraFields): Places {
  const { uncompressedSize, compressedSize, relativeOffsetOfLocalHeader } = header;
  const places: Places = { uncompressedSize, compressedSize, relativeOffsetOfLocalHeader };
  const field = fields.find(({ id }) => id === Fields.zip64);
  if (!field) return places;
  const names = [
    ['uncompressedSize', 'uncompressed size'],
    ['compressedSize', 'compressed size'],
    ['relativeOffsetOfLocalHeader', 'relative header offset'],
  ] as const;
  const large: Partial<Record<keyof Places, number>> = {};
  let at = 0;
  for (const [name, words] of names) {
    if (places[name] !== IN_ZIP64) continue;
    if (at + 8 > field.data.length) {
      throw new Error(`zip64 extended information extra field does not include ${words}`);
    }
    const reader = new ByteReader(field.data.subarray(at, at + 8), 'Zip64');
    const low = reader.u32();
    large[name] = low + reader.u32() * 2 ** 32;
    at += 8;
  }
  return { ...places, ...large };
}

function timeIn(fields: ExtraFields): Date | null {
  for (const { id, data } of fields) {
    const view = new DataView(data.buffer, data.byteOffset, data.length);
    if (id === Fields.time && data.length >= 5 && (data[0]! & 1) !== 0) {
      return new Date(view.getInt32(1, true) * 1000);
    }
    const isTime = id === Fields.ntfs && data.length === 32;
    if (isTime && view.getUint16(4, true) === 1 && view.getUint16(6, true) === 24) {
      return filetimeToDate(view.getBigUint64(8, true));
    }
  }
  return null;
}
