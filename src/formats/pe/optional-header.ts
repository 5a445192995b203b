import type { ByteReader } from '../../core/byte-reader.js';
import { HotfixkitError } from '../../core/errors.js';

/** Indexes of the data directories used here (PE format, "Optional Header Data Directories"). */
export const DataDirectories = { resource: 2, certificate: 4 } as const;

/** The number of defined directories; NumberOfRvaAndSizes may be any number. */
const MAX_DIRECTORIES = 16;

/** IMAGE_DATA_DIRECTORY: where a table of the executable lies, and its size in bytes. */
export interface DataDirectory {
  /** A relative virtual address; only for the certificate table an offset in the file. */
  readonly address: number;
  readonly size: number;
}

/** The needed fields of the optional header (PE format, "Optional Header"). */
export interface OptionalHeader {
  readonly kind: 'PE32' | 'PE32+';
  readonly fileAlignment: number;
  readonly headersSize: number;
  readonly checksum: number;
  readonly dataDirectories: readonly DataDirectory[];
}

/**
 * Reads from Magic on. Throws `PE_BAD_HEADER` unless the magic is 0x10B or 0x20B.
 *
 * Like the Windows loader, this ignores SizeOfOptionalHeader: hand-optimised images overlap the directories with the
 * section table. Only the end of the file limits them.
 */
export function parseOptionalHeader(reader: ByteReader): OptionalHeader {
  const start = reader.position;
  const offset = reader.offset;
  const magic = reader.u16();
  if (magic !== 0x10b && magic !== 0x20b) {
    throw new HotfixkitError('PE_BAD_HEADER', 'the optional header is of an unknown kind', {
      offset,
      structure: 'IMAGE_OPTIONAL_HEADER',
      expected: '0x10b or 0x20b',
      found: `0x${magic.toString(16)}`,
    });
  }
  const wide = magic === 0x20b;
  reader.position = start + 36;
  const fileAlignment = reader.u32(); // FileAlignment, u4 at 36
  reader.position = start + 60;
  const headersSize = reader.u32(); // SizeOfHeaders, u4 at 60
  const checksum = reader.u32(); // CheckSum, u4 at 64
  reader.position = start + (wide ? 108 : 92);
  const claimed = reader.u32(); // NumberOfRvaAndSizes
  const count = Math.min(claimed, MAX_DIRECTORIES, reader.remaining >> 3);
  const dataDirectories = Array.from({ length: count }, () => ({
    address: reader.u32(),
    size: reader.u32(),
  }));
  return { kind: wide ? 'PE32+' : 'PE32', fileAlignment, headersSize, checksum, dataDirectories };
}
