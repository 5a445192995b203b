import { ByteReader } from '../../core/byte-reader.js';
import type { Diagnostics } from '../../core/diagnostics.js';
import { HotfixkitError } from '../../core/errors.js';

/** Special sector numbers (MS-CFB 2.1). */
export const Sector = {
  /** Highest number of a real sector. */
  max: 0xfffffffa,
  difat: 0xfffffffc,
  fat: 0xfffffffd,
  endOfChain: 0xfffffffe,
  free: 0xffffffff,
} as const;

export const HEADER_SIZE = 512;
export const SIGNATURE: readonly number[] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** The compound file header (MS-CFB 2.2). */
export interface CompoundFileHeader {
  version: 3 | 4; // Major Version, u2 at 0x1A
  sectorSize: number; // Sector Shift, u2 at 0x1E: bytes
  miniSectorSize: number; // Mini Sector Shift, u2 at 0x20: bytes
  fatSectorCount: number; // u4 at 0x2C
  firstDirectorySector: number; // u4 at 0x30
  miniStreamCutoff: number; // u4 at 0x38: streams below it lie in the mini stream
  firstMiniFatSector: number; // u4 at 0x3C
  miniFatSectorCount: number; // u4 at 0x40
  firstDifatSector: number; // u4 at 0x44
  difatSectorCount: number; // u4 at 0x48
  difat: number[]; // u4[109] at 0x4C: the first FAT sectors
}

/** Whether bytes begin like a compound file. */
export function isCompoundFile(head: Uint8Array): boolean {
  return head.length >= 8 && SIGNATURE.every((byte, i) => head[i] === byte);
}

/** Whether they begin with half of the signature, which identifies the format of a damaged file. */
export function startsLikeCompoundFile(head: Uint8Array): boolean {
  return head.length >= 4 && SIGNATURE.slice(0, 4).every((byte, i) => head[i] === byte);
}

/** Throws `CFB_BAD_SIGNATURE`, `CFB_BAD_HEADER`, `CFB_TRUNCATED`. */
export function parseCompoundFileHeader(bytes: Uint8Array, diagnostics: Diagnostics): CompoundFileHeader {
  if (!isCompoundFile(bytes)) {
    throw new HotfixkitError('CFB_BAD_SIGNATURE', 'not a compound file', {
      offset: 0,
      structure: 'Compound File Header',
    });
  }
  if (bytes.length < HEADER_SIZE) {
    throw new HotfixkitError(
      'CFB_TRUNCATED',
      'the file ends within its header: the download is incomplete; download it again',
      {
        offset: bytes.length,
        structure: 'Compound File Header',
        expected: `${HEADER_SIZE} bytes or more`,
        found: `${bytes.length} bytes`,
      },
    );
  }
  const reader = new ByteReader(bytes, 'Compound File Header', 0, 'CFB_TRUNCATED');
  const refuse = (offset: number, message: string, expected: string | number, found: number): never => {
    throw new HotfixkitError('CFB_BAD_HEADER', message, {
      offset,
      structure: 'Compound File Header',
      expected,
      found,
    });
  };
  reader.skip(8 + 16 + 2); // signature, CLSID (unused), Minor Version
  const version = reader.u16();
  if (version !== 3 && version !== 4)
    refuse(0x1a, 'this version of compound file is not known', '3 or 4', version);
  const byteOrder = reader.u16();
  if (byteOrder !== 0xfffe) refuse(0x1c, 'the byte order mark is wrong', 0xfffe, byteOrder);
  const sectorShift = reader.u16();
  if (sectorShift !== 9 && sectorShift !== 12)
    refuse(0x1e, 'the sector size is wrong', '9 or 12', sectorShift);
  if (sectorShift !== (version === 3 ? 9 : 12)) {
    // The version prescribes the shift, but real sectors follow the stated shift.
    diagnostics.report('CFB_BAD_HEADER', 'the sector size is not that of the version', {
      offset: 0x1e,
      structure: 'Compound File Header',
      expected: version === 3 ? 9 : 12,
      found: sectorShift,
    });
  }
  const miniSectorShift = reader.u16();
  if (miniSectorShift !== 6) refuse(0x20, 'the mini sector size is wrong', 6, miniSectorShift);
  reader.skip(6 + 4); // reserved, Number of Directory Sectors (0 in version 3)
  const fatSectorCount = reader.u32();
  const firstDirectorySector = reader.u32();
  reader.skip(4); // Transaction Signature Number
  const miniStreamCutoff = reader.u32();
  if (miniStreamCutoff !== 4096) refuse(0x38, 'the mini stream cutoff is wrong', 4096, miniStreamCutoff);
  const firstMiniFatSector = reader.u32();
  const miniFatSectorCount = reader.u32();
  const firstDifatSector = reader.u32();
  const difatSectorCount = reader.u32();
  const difat = Array.from({ length: 109 }, () => reader.u32());
  return {
    version: version as 3 | 4,
    sectorSize: 1 << sectorShift,
    miniSectorSize: 1 << miniSectorShift,
    fatSectorCount,
    firstDirectorySector,
    miniStreamCutoff,
    firstMiniFatSector,
    miniFatSectorCount,
    firstDifatSector,
    difatSectorCount,
    difat,
  };
}
