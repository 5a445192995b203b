import { deflateRawSync } from 'node:zlib';
import { formatDosDateTime } from './dos-date-time.js';

/*
 * Writes cabinets (MS-CAB) for tests: stored and MSZIP folders, or blocks that somebody else compressed (LZX, Quantum),
 * reserve fields, spanning sets, and most of what a damaged cabinet needs. Nothing here is shared with the reader.
 */

/** A member of a folder; files are laid out one after the other in the order given, unless `offset` says otherwise. */
export interface FilePlan {
  /** As stored, with `\` between folders. Written as ASCII, or UTF-8 with the 0x80 attribute if it is not ASCII. */
  name: string;
  /** The name's bytes where they should not follow from `name` (code pages, damage). */
  nameBytes?: Uint8Array;
  bytes: Uint8Array;
  /** Read as UTC; 2008-04-14 12:00:00 where absent. */
  modified?: Date;
  /** Default 0x20 (archive), plus 0x80 for a name in UTF-8. */
  attributes?: number;
  /** uoffFolderStart, if it is to lie elsewhere than after the file before it; such a file adds no bytes. */
  offset?: number;
  /** cbFile, if it is not to be `bytes.length`. */
  size?: number;
  /** iFolder, if it is not to be the index of the folder that it is given in. */
  folderIndex?: number;
}

/** One CFDATA block whose compression is the caller's affair. */
export interface CabinetBlock {
  data: Uint8Array;
  /** cbUncomp */
  uncompressedLength: number;
}

export interface FolderPlan {
  method: 'none' | 'mszip' | 'lzx' | 'quantum';
  /** Second byte of typeCompress, for lzx and quantum. */
  windowBits?: number;
  /** typeCompress, where it is not to follow from `method`. */
  typeCompress?: number;
  files: FilePlan[];
  /** The compressed blocks of `files`; needed for lzx and quantum, made here for none and mszip. */
  blocks?: CabinetBlock[];
  /** Bytes of output in a block made here; 32768 where absent. */
  blockSize?: number;
  /** cCFData, where it is not to be the true count modulo 65536. */
  blockCount?: number;
}

export interface CabinetReserve {
  /** abReserve of CFHEADER: its bytes, or how many zeros. */
  header?: Uint8Array | number;
  /** Bytes of reserve in each CFFOLDER. */
  folder?: number;
  /** Bytes of reserve in each CFDATA. */
  data?: number;
}

export interface CabinetPlan {
  folders: FolderPlan[];
  reserve?: CabinetReserve;
  setId?: number;
  index?: number;
  previous?: { name: string; disk?: string };
  next?: { name: string; disk?: string };
  /** `false` writes 0 ("not checked"); a function turns the right checksum into the one to write. */
  checksums?: boolean | ((right: number, block: number) => number);
  /** Bytes between the last CFFOLDER and the first CFFILE, which coffFiles skips. */
  gapBeforeFiles?: number;
  /** cbCabinet, where it is not to be the true length. */
  cabinetSize?: number;
  /** Bytes behind the cabinet that cbCabinet does not count (a signature). */
  trailer?: Uint8Array;
}

export interface CabinetPart {
  name: string;
  bytes: Uint8Array;
}

const methodNumbers = { none: 0, mszip: 1, quantum: 2, lzx: 3 } as const;
const defaultTime = new Date(Date.UTC(2008, 3, 14, 12, 0, 0));
const encoder = new TextEncoder();

/** The whole cabinet. Equal plans give equal bytes. */
export function buildCabinet(plan: CabinetPlan): Uint8Array {
  return writeCabinet(
    plan,
    plan.folders.map((folder, index) => ({
      folder,
      blocks: folder.blocks ?? compressFolder(folder),
      files: layOut(folder).map(({ file, offset }) => ({ file, offset, index: file.folderIndex ?? index })),
    })),
  );
}

/**
 * The same files as a spanning set: each cabinet takes up to `partBytes` bytes of compressed data, and a block that
 * does not fit is split between two of them (cbUncomp 0 in the first). Names come from `partName` (`part1.cab`, ...).
 */
export function buildCabinetSet(
  plan: CabinetPlan & { partBytes: number; partName?: (index: number) => string; splitBlocks?: boolean },
): CabinetPart[] {
  const { partBytes, partName = (index) => `part${index + 1}.cab`, splitBlocks = true } = plan;
  const cabinets: PlacedFolder[][] = [[]];
  let left = partBytes;
  for (const folder of plan.folders) {
    const pieces: SpanningFolder[] = [];
    const openPiece = (): void => {
      pieces.push({ folder, blocks: [], files: [], from: Number.POSITIVE_INFINITY, to: 0 });
      cabinets.at(-1)!.push(pieces.at(-1)!);
    };
    const openCabinet = (): void => {
      cabinets.push([]);
      left = partBytes;
      openPiece();
    };
    let end = 0;
    const place = (data: Uint8Array, uncompressedLength: number, start: number, stop: number): void => {
      const piece = pieces.at(-1)!;
      piece.blocks.push({ data, uncompressedLength });
      piece.from = Math.min(piece.from, start);
      piece.to = stop;
      left = Math.max(0, left - data.length);
    };
    openPiece();
    for (const { data, uncompressedLength } of folder.blocks ?? compressFolder(folder)) {
      const start = end;
      end += uncompressedLength;
      if (left === 0 || (!splitBlocks && left < data.length && left < partBytes)) openCabinet();
      let at = 0;
      while (splitBlocks && data.length - at > left) {
        const size = left;
        place(data.subarray(at, at + size), 0, start, end);
        at += size;
        openCabinet();
      }
      place(data.subarray(at), uncompressedLength, start, end);
    }
    for (const { file, offset } of layOut(folder)) {
      const stop = offset + (file.size ?? file.bytes.length);
      let homes = pieces.filter((piece) => offset < piece.to && stop > piece.from);
      if (stop === offset) homes = [pieces.find((piece) => offset < piece.to) ?? pieces.at(-1)!];
      homes.forEach((piece, number) => {
        const here = cabinets.find((folders) => folders.includes(piece))!.indexOf(piece);
        const before = number > 0;
        const after = number < homes.length - 1;
        const index = before && after ? 0xffff : before ? 0xfffd : after ? 0xfffe : here;
        piece.files.push({ file, offset, index });
      });
    }
  }
  return cabinets.map((folders, index) => {
    const part: CabinetPlan = { ...plan, index };
    if (index > 0) part.previous = { name: partName(index - 1), disk: `disk ${index}` };
    if (index < cabinets.length - 1) part.next = { name: partName(index + 1), disk: `disk ${index + 2}` };
    return { name: partName(index), bytes: writeCabinet(part, folders) };
  });
}

/** CFDATA's checksum as MS-CAB 3.1 defines it, written for clarity. */
export function cabinetChecksum(bytes: Uint8Array, seed: number): number {
  let sum = seed;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    sum ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }
  let rest = 0;
  for (; at < bytes.length; at++) rest = (rest << 8) | bytes[at]!;
  return (sum ^ rest) >>> 0;
}

interface PlacedFile {
  file: FilePlan;
  offset: number;
  /** iFolder */
  index: number;
}

interface PlacedFolder {
  folder: FolderPlan;
  blocks: CabinetBlock[];
  files: PlacedFile[];
}

interface SpanningFolder extends PlacedFolder {
  /** Range of the folder's output that the blocks here hold, a split one on both sides. */
  from: number;
  to: number;
}

function layOut(folder: FolderPlan): { file: FilePlan; offset: number }[] {
  let end = 0;
  return folder.files.map((file) => {
    if (file.offset !== undefined) return { file, offset: file.offset };
    const offset = end;
    end += file.bytes.length;
    return { file, offset };
  });
}

function compressFolder(folder: FolderPlan): CabinetBlock[] {
  if (folder.method === 'lzx' || folder.method === 'quantum') throw new Error('blocks must be given');
  const content = concat(folder.files.filter((file) => file.offset === undefined).map((file) => file.bytes));
  const blockSize = folder.blockSize ?? 32768;
  const blocks: CabinetBlock[] = [];
  for (let start = 0; start < content.length; start += blockSize) {
    const plain = content.subarray(start, start + blockSize);
    if (folder.method === 'none') {
      blocks.push({ data: plain, uncompressedLength: plain.length });
      continue;
    }
    const dictionary = content.subarray(Math.max(0, start - 32768), start);
    const deflated = deflateRawSync(plain, { level: 9, ...(dictionary.length > 0 ? { dictionary } : {}) });
    blocks.push({ data: concat([encoder.encode('CK'), deflated]), uncompressedLength: plain.length });
  }
  return blocks;
}

function writeCabinet(plan: CabinetPlan, folders: PlacedFolder[]): Uint8Array {
  const { reserve, checksums = true } = plan;
  const headerReserve =
    typeof reserve?.header === 'number'
      ? new Uint8Array(reserve.header)
      : (reserve?.header ?? new Uint8Array());
  const folderReserve = reserve?.folder ?? 0;
  const dataReserve = reserve?.data ?? 0;
  const flags = (plan.previous ? 1 : 0) | (plan.next ? 2 : 0) | (reserve ? 4 : 0);

  const links: Uint8Array[] = [];
  for (const link of [plan.previous, plan.next]) {
    if (link) links.push(encoder.encode(`${link.name}\0${link.disk ?? ''}\0`));
  }
  const beforeFolders =
    36 + (reserve ? 4 + headerReserve.length : 0) + links.reduce((sum, link) => sum + link.length, 0);
  const filesAt = beforeFolders + folders.length * (8 + folderReserve) + (plan.gapBeforeFiles ?? 0);

  const files = concat(
    folders.flatMap((folder) =>
      folder.files.map(({ file, offset, index }) => {
        const name = file.nameBytes ?? encoder.encode(file.name);
        const utf8 = file.nameBytes === undefined && name.length !== file.name.length ? 0x80 : 0;
        const time = formatDosDateTime(file.modified ?? defaultTime);
        return concat([
          u32(file.size ?? file.bytes.length),
          u32(offset),
          u16(index),
          u16(time.date),
          u16(time.time),
          u16((file.attributes ?? 0x20) | utf8),
          name,
          Uint8Array.of(0),
        ]);
      }),
    ),
  );

  const data: Uint8Array[] = [];
  const folderEntries: Uint8Array[] = [];
  let dataAt = filesAt + files.length;
  let blockNumber = 0;
  for (const { folder, blocks } of folders) {
    const type = folder.typeCompress ?? methodNumbers[folder.method] | ((folder.windowBits ?? 0) << 8);
    const count = folder.blockCount ?? blocks.length & 0xffff;
    folderEntries.push(concat([u32(dataAt), u16(count), u16(type), new Uint8Array(folderReserve)]));
    for (const block of blocks) {
      const sizes = concat([u16(block.data.length), u16(block.uncompressedLength)]);
      const right = cabinetChecksum(sizes, cabinetChecksum(block.data, 0));
      const sum = checksums === true ? right : checksums === false ? 0 : checksums(right, blockNumber);
      const bytes = concat([u32(sum), sizes, new Uint8Array(dataReserve), block.data]);
      data.push(bytes);
      dataAt += bytes.length;
      blockNumber++;
    }
  }

  return concat([
    encoder.encode('MSCF'),
    u32(0),
    u32(plan.cabinetSize ?? dataAt),
    u32(0),
    u32(filesAt),
    u32(0),
    Uint8Array.of(3, 1),
    u16(folders.length),
    u16(folders.reduce((sum, folder) => sum + folder.files.length, 0)),
    u16(flags),
    u16(plan.setId ?? 0x1234),
    u16(plan.index ?? 0),
    ...(reserve ? [u16(headerReserve.length), Uint8Array.of(folderReserve, dataReserve), headerReserve] : []),
    ...links,
    ...folderEntries,
    new Uint8Array(plan.gapBeforeFiles ?? 0),
    files,
    ...data,
    plan.trailer ?? new Uint8Array(),
  ]);
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 255, (value >> 8) & 255);
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24);
}

function concat(parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
