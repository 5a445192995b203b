import { ByteReader } from '../../core/byte-reader.js';
import type { ByteSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { type Platform, parseCoffHeader, platformOf } from './coff-header.js';
import { DataDirectories, type DataDirectory, parseOptionalHeader } from './optional-header.js';
import {
  parseSectionHeader,
  SECTION_HEADER_SIZE,
  type SectionHeader,
  sectionDataSize,
} from './section-header.js';

/** The headers of an executable; offsets count from the start of the file. */
export interface PortableExecutable {
  readonly kind: 'PE32' | 'PE32+' | 'NE';
  /** Machine of the COFF header; 0 for the 16-bit kind, whose header lacks it. */
  readonly machine: number;
  readonly platform: Platform | null;
  /** Where the `PE` or `NE` header starts. */
  readonly headerOffset: number;
  readonly sections: readonly SectionHeader[];
  readonly dataDirectories: readonly DataDirectory[];
  readonly checksum: number;
  /** Bytes of the headers as stated (SizeOfHeaders); 0 for the 16-bit kind. */
  readonly headersSize: number;
  /** The Authenticode certificates; null without any or where the file ends before them. */
  readonly certificateTable: { readonly offset: number; readonly size: number } | null;
  /** Where the image ends: the loader does not map later bytes (an attached archive, the certificates). */
  readonly imageEnd: number;
  /** Least end of the file according to its headers; past the actual end of a truncated file. */
  readonly statedEnd: number;
}

const DOS_HEADER_SIZE = 64;
const PE_SIGNATURE = 0x00004550; // "PE\0\0"
const NE_SIGNATURE = 0x454e; // "NE"
const NE_HEADER_SIZE = 64;
const COFF_HEADER_SIZE = 20;
/** Windows before Vista refuses images with more than 96; linkers stay far below. */
const MAX_SECTIONS = 1024;
/** Optional header of PE32+ with all sixteen data directories. */
const OPTIONAL_HEADER_SIZE = 240;

/** Whether a file starting with these bytes can be an executable: a cheap first check. */
export function startsLikeExecutable(head: Uint8Array): boolean {
  return head[0] === 0x4d && head[1] === 0x5a; // "MZ"
}

/** IMAGE_FILE_DLL of the Characteristics. */
const DYNAMIC_LIBRARY = 0x2000;

/** Whether these first bytes of a file are those of a library (PE32, PE32+), which is not run by itself. */
export function isDynamicLibrary(head: Uint8Array): boolean {
  if (head.length < DOS_HEADER_SIZE || !startsLikeExecutable(head)) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const at = view.getUint32(0x3c, true);
  if (at + 4 + COFF_HEADER_SIZE > head.length || view.getUint32(at, true) !== PE_SIGNATURE) return false;
  return (view.getUint16(at + 22, true) & DYNAMIC_LIBRARY) !== 0;
}

/**
 * Reads the headers of a PE32, PE32+ or NE file, and nothing else. Null for all other files, including MS-DOS programs
 * and LE/LX drivers. Throws `PE_BAD_HEADER` where such a file is truncated or inconsistent.
 */
export function readPortableExecutable(source: ByteSource): PortableExecutable | null {
  if (source.size < DOS_HEADER_SIZE) return null;
  const dos = new ByteReader(source.read(0, DOS_HEADER_SIZE), 'IMAGE_DOS_HEADER');
  if (!startsLikeExecutable(dos.bytes)) return null;
  dos.position = 0x3c;
  const headerOffset = dos.u32(); // e_lfanew, u4 at 0x3C
  // MS-DOS programs may have any value in this field, so an offset out of range is not damage.
  if (headerOffset === 0 || headerOffset + 4 > source.size) return null;
  const signature = new ByteReader(source.read(headerOffset, 4), 'signature').u32();
  if (signature === PE_SIGNATURE) return readPe(source, headerOffset);
  if ((signature & 0xffff) === NE_SIGNATURE) return readNe(source, headerOffset);
  return null;
}

function readPe(source: ByteSource, headerOffset: number): PortableExecutable {
  const at = headerOffset + 4;
  const length = Math.min(source.size - at, COFF_HEADER_SIZE + OPTIONAL_HEADER_SIZE);
  const reader = new ByteReader(source.read(at, length), 'IMAGE_NT_HEADERS', at, 'PE_BAD_HEADER');
  const coff = parseCoffHeader(reader);
  const optional = parseOptionalHeader(reader);

  if (coff.sectionCount > MAX_SECTIONS) {
    throw new HotfixkitError('PE_BAD_HEADER', 'too many sections', {
      offset: at + 2,
      structure: 'IMAGE_FILE_HEADER',
      expected: `at most ${MAX_SECTIONS}`,
      found: coff.sectionCount,
    });
  }
  const tableAt = at + COFF_HEADER_SIZE + coff.optionalHeaderSize;
  const tableSize = coff.sectionCount * SECTION_HEADER_SIZE;
  if (tableAt + tableSize > source.size) {
    throw new HotfixkitError('PE_BAD_HEADER', 'the file ends inside the section table', {
      offset: tableAt,
      structure: 'IMAGE_SECTION_HEADER',
      expected: `${tableSize} bytes`,
      found: `${Math.max(0, source.size - tableAt)} bytes`,
    });
  }
  const table = new ByteReader(
    source.read(tableAt, tableSize),
    'IMAGE_SECTION_HEADER',
    tableAt,
    'PE_BAD_HEADER',
  );
  const sections = Array.from({ length: coff.sectionCount }, () => parseSectionHeader(table));

  let imageEnd = Math.min(optional.headersSize, source.size);
  const certificates = optional.dataDirectories[DataDirectories.certificate];
  let statedEnd = certificates && certificates.address > 0 ? certificates.address + certificates.size : 0;
  for (const section of sections) {
    if (section.rawSize > 0 && section.rawOffset > 0)
      statedEnd = Math.max(statedEnd, section.rawOffset + section.rawSize);
    const size = sectionDataSize(section, source.size);
    if (size > 0) imageEnd = Math.max(imageEnd, section.rawOffset + size);
  }
  return {
    kind: optional.kind,
    machine: coff.machine,
    platform: platformOf(coff.machine),
    headerOffset,
    sections,
    dataDirectories: optional.dataDirectories,
    checksum: optional.checksum,
    headersSize: optional.headersSize,
    certificateTable: certificateTable(optional.dataDirectories, source.size),
    imageEnd,
    statedEnd: Math.max(imageEnd, statedEnd),
  };
}

function certificateTable(
  directories: readonly DataDirectory[],
  fileSize: number,
): PortableExecutable['certificateTable'] {
  const entry = directories[DataDirectories.certificate];
  if (!entry || entry.address === 0 || entry.size === 0) return null;
  // Only this directory holds an offset in the file instead of a relative virtual address.
  return entry.address + entry.size <= fileSize ? { offset: entry.address, size: entry.size } : null;
}

function readNe(source: ByteSource, headerOffset: number): PortableExecutable {
  if (headerOffset + NE_HEADER_SIZE > source.size) {
    throw new HotfixkitError('PE_BAD_HEADER', 'the file ends inside the 16-bit header', {
      offset: headerOffset,
      structure: 'IMAGE_OS2_HEADER',
      expected: `${NE_HEADER_SIZE} bytes`,
      found: `${source.size - headerOffset} bytes`,
    });
  }
  return {
    kind: 'NE',
    machine: 0,
    platform: null,
    headerOffset,
    sections: [],
    dataDirectories: [],
    checksum: 0,
    headersSize: 0,
    certificateTable: null,
    imageEnd: source.size,
    statedEnd: source.size,
  };
}
