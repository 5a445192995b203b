import { ByteReader } from '../../core/byte-reader.js';
import type { ByteSource } from '../../core/byte-source.js';
import { decodeText } from '../../core/code-page.js';
import { HotfixkitError } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import { readCabinetString } from './cabinet-string.js';

const FIXED_LENGTH = 36;

const FLAG_PREVIOUS = 0x0001;
const FLAG_NEXT = 0x0002;
const FLAG_RESERVE = 0x0004;

/** "MSCF", little-endian. */
const SIGNATURE = 0x4643534d;

/** Whether bytes begin with the signature of a CFHEADER. */
export function startsLikeCabinet(head: Uint8Array): boolean {
  return head.length >= 4 && new DataView(head.buffer, head.byteOffset).getUint32(0, true) === SIGNATURE;
}

/** Another cabinet of the same set: its file name, and the label of the disk that it is on (may be empty). */
export interface CabinetLink {
  name: string;
  disk: string;
}

/** CFHEADER (MS-CAB 2.1). */
export interface CfHeader {
  /** Size of the cabinet in bytes, as stated. // cbCabinet, u4 at 0x08 */
  size: number;
  /** Offset of the first CFFILE. // coffFiles, u4 at 0x10 */
  filesOffset: number;
  /** 3 and 1 in all cabinets. // versionMinor, versionMajor, u1 at 0x18 and 0x19 */
  minorVersion: number;
  majorVersion: number;
  /** // cFolders, u2 at 0x1A */
  folderCount: number;
  /** // cFiles, u2 at 0x1C */
  fileCount: number;
  /** // flags, u2 at 0x1E */
  flags: number;
  /** The same in all cabinets of a set. // setID, u2 at 0x20 */
  setId: number;
  /** Place in the set, from 0. // iCabinet, u2 at 0x22 */
  index: number;
  /** Application's bytes in this header; a signed cabinet stores the place of its signature here. // abReserve */
  reserve: Uint8Array;
  /** Application's bytes in each CFFOLDER and each CFDATA. // cbCFFolder, cbCFData */
  folderReserve: number;
  dataReserve: number;
  previousCabinet: CabinetLink | null;
  nextCabinet: CabinetLink | null;
  /** Bytes of the header itself: the first CFFOLDER follows. */
  length: number;
}

/**
 * Reads the header at the start of `source`; names of other cabinets are in `codePage`. Throws `CAB_BAD_SIGNATURE`,
 * `CAB_TRUNCATED`, `CAB_BAD_HEADER`.
 */
export function readCfHeader(source: ByteSource, codePage: number): CfHeader {
  // The longest header: 64 KiB of reserve and four names.
  const most = FIXED_LENGTH + 4 + 0xffff + 4 * 256;
  const fixed = source.read(0, Math.min(source.size, FIXED_LENGTH));
  checkSignature(fixed);
  const hasMore = fixed.length === FIXED_LENGTH && (fixed[0x1e]! & 7) !== 0;
  if (fixed.length < FIXED_LENGTH) {
    const message = 'the cabinet ends within its header: the download is incomplete; download it again';
    throw new HotfixkitError('CAB_TRUNCATED', message, {
      offset: fixed.length,
      structure: 'CFHEADER',
      expected: `${FIXED_LENGTH} bytes or more`,
      found: `${fixed.length} bytes`,
    });
  }
  const bytes = hasMore ? source.read(0, Math.min(source.size, most)) : fixed;
  try {
    return parseCfHeader(new ByteReader(bytes, 'CFHEADER', 0, 'CAB_TRUNCATED'), codePage);
  } catch (error) {
    if (!(error instanceof HotfixkitError) || error.code !== 'CAB_TRUNCATED') throw error;
    const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(8, true);
    const missing = size - source.size;
    const early = missing > 0 ? ` ${plural(missing, 'byte')} too early,` : '';
    throw new HotfixkitError(
      'CAB_TRUNCATED',
      `the cabinet ends${early} within its header: the download is incomplete; download it again`,
      {
        ...error.facts,
        expected: missing > 0 ? `${size} bytes` : 'more bytes',
        found: `${source.size} bytes`,
      },
    );
  }
}

function checkSignature(bytes: Uint8Array): void {
  const found = bytes.length < 4 ? null : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (found === SIGNATURE) return;
  throw new HotfixkitError('CAB_BAD_SIGNATURE', 'this is not a cabinet', {
    offset: 0,
    structure: 'CFHEADER',
    expected: 'MSCF',
    ...(found === null ? {} : { found: `0x${found.toString(16)}` }),
  });
}

function parseCfHeader(reader: ByteReader, codePage: number): CfHeader {
  reader.skip(8);
  const size = reader.u32();
  reader.skip(4);
  const filesOffset = reader.u32();
  reader.skip(4);
  const minorVersion = reader.u8();
  const majorVersion = reader.u8();
  const folderCount = reader.u16();
  const fileCount = reader.u16();
  const flags = reader.u16();
  const setId = reader.u16();
  const index = reader.u16();

  let reserveLength = 0;
  let folderReserve = 0;
  let dataReserve = 0;
  if ((flags & FLAG_RESERVE) !== 0) {
    reserveLength = reader.u16();
    folderReserve = reader.u8();
    dataReserve = reader.u8();
  }
  const reserve = reader.take(reserveLength).slice();
  const previousCabinet = (flags & FLAG_PREVIOUS) !== 0 ? readLink(reader, codePage) : null;
  const nextCabinet = (flags & FLAG_NEXT) !== 0 ? readLink(reader, codePage) : null;
  return {
    size,
    filesOffset,
    minorVersion,
    majorVersion,
    folderCount,
    fileCount,
    flags,
    setId,
    index,
    reserve,
    folderReserve,
    dataReserve,
    previousCabinet,
    nextCabinet,
    length: reader.position,
  };
}

/** szCabinetPrev and szDiskPrev, or Next. WiX writes empty disk labels; an empty cabinet name is not a link. */
function readLink(reader: ByteReader, codePage: number): CabinetLink {
  const offset = reader.offset;
  const name = decodeText(readCabinetString(reader, 'CFHEADER', 'CAB_BAD_HEADER'), codePage);
  const disk = decodeText(readCabinetString(reader, 'CFHEADER', 'CAB_BAD_HEADER'), codePage);
  if (name === '') {
    throw new HotfixkitError('CAB_BAD_HEADER', 'the name of the next or previous cabinet is empty', {
      offset,
      structure: 'CFHEADER',
    });
  }
  return { name, disk };
}
