/*
 * Writes PE32 images section by section, with every directory where the test wants it: for what changes executables,
 * where the plainer builder is for what reads them. Nothing here is ever started.
 */

export interface Pe32Plan {
  sections: Pe32SectionPlan[];
  /** Address and size of data directories by index. */
  directories?: Readonly<Record<number, readonly [address: number, size: number]>>;
  /** Default 0x400000. */
  imageBase?: number;
  /** Default 0x14C, i386. */
  machine?: number;
  timestamp?: number;
  checksum?: number;
  /** Default: up to the end of the last section, in whole pages. */
  sizeOfImage?: number;
  numberOfDirectories?: number;
  /** What is attached behind the image. */
  overlay?: Uint8Array;
  /** Magic of the optional header, default 0x10B. */
  magic?: number;
}

export interface Pe32SectionPlan {
  name?: string;
  address: number;
  data: Uint8Array;
  /** Default: the length of the data. */
  virtualSize?: number;
  /** Default: the length of the data. */
  rawSize?: number;
  /** Default 0x60000020 (code). */
  characteristics?: number;
}

export const CODE = 0x60000020;
export const DATA = 0xc0000040;

/** Where the first section's data starts; the others follow, each on a multiple of {@link FILE_ALIGNMENT}. */
export const HEADERS_SIZE = 0x400;
export const FILE_ALIGNMENT = 0x200;

const HEADER_AT = 0x80;
const OPTIONAL_AT = HEADER_AT + 24;

/** Offsets in the file of fields that tests look at. */
export const Pe32Fields = {
  timestamp: HEADER_AT + 8,
  imageBase: OPTIONAL_AT + 28,
  checksum: OPTIONAL_AT + 64,
  directories: OPTIONAL_AT + 96,
  sections: OPTIONAL_AT + 224,
} as const;

export function buildPe32(plan: Pe32Plan): Uint8Array {
  const offsets: number[] = [];
  let end = HEADERS_SIZE;
  for (const { data } of plan.sections) {
    offsets.push(end);
    end = roundUp(end + data.length, FILE_ALIGNMENT);
  }
  const last = plan.sections.at(-1);
  const imageEnd = last ? last.address + Math.max(last.virtualSize ?? 0, last.data.length) : HEADERS_SIZE;
  const bytes = new Uint8Array(end + (plan.overlay?.length ?? 0));
  const view = new DataView(bytes.buffer);
  const u16 = (at: number, value: number): void => view.setUint16(at, value, true);
  const u32 = (at: number, value: number): void => view.setUint32(at, value, true);

  bytes.set(Buffer.from('MZ'), 0);
  u32(0x3c, HEADER_AT);
  bytes.set(Buffer.from('PE\0\0'), HEADER_AT);
  u16(HEADER_AT + 4, plan.machine ?? 0x14c);
  u16(HEADER_AT + 6, plan.sections.length);
  u32(HEADER_AT + 8, plan.timestamp ?? 0);
  u16(HEADER_AT + 20, 224);
  u16(HEADER_AT + 22, 0x102);
  u16(OPTIONAL_AT, plan.magic ?? 0x10b);
  u32(OPTIONAL_AT + 28, plan.imageBase ?? 0x400000);
  u32(OPTIONAL_AT + 32, 0x1000);
  u32(OPTIONAL_AT + 36, FILE_ALIGNMENT);
  u32(OPTIONAL_AT + 56, plan.sizeOfImage ?? roundUp(imageEnd, 0x1000));
  u32(OPTIONAL_AT + 60, HEADERS_SIZE);
  u32(OPTIONAL_AT + 64, plan.checksum ?? 0);
  u32(OPTIONAL_AT + 92, plan.numberOfDirectories ?? 16);
  for (const [index, [address, size]] of Object.entries(plan.directories ?? {})) {
    u32(Pe32Fields.directories + 8 * Number(index), address);
    u32(Pe32Fields.directories + 8 * Number(index) + 4, size);
  }
  plan.sections.forEach((section, i) => {
    const at = Pe32Fields.sections + 40 * i;
    bytes.set(Buffer.from(section.name ?? `.s${i}`), at);
    u32(at + 8, section.virtualSize ?? section.data.length);
    u32(at + 12, section.address);
    u32(at + 16, section.rawSize ?? section.data.length);
    u32(at + 20, offsets[i]!);
    u32(at + 36, section.characteristics ?? CODE);
    bytes.set(section.data, offsets[i]);
  });
  if (plan.overlay) bytes.set(plan.overlay, end);
  return bytes;
}

/** Bytes of little-endian dwords. */
export function dwords(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setUint32(4 * i, value, true);
  });
  return bytes;
}

/** The little-endian dwords in bytes. */
export function readDwords(bytes: Uint8Array, offset = 0, count = (bytes.length - offset) >> 2): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, i) => view.getUint32(offset + 4 * i, true));
}

/** Zeros with pieces at offsets. */
export function pieces(
  length: number,
  at: Readonly<Record<number, Uint8Array | readonly number[]>>,
): Uint8Array {
  const bytes = new Uint8Array(length);
  for (const [offset, piece] of Object.entries(at)) bytes.set(piece, Number(offset));
  return bytes;
}

/** Base relocation blocks: a page and its entries of type and offset, filled up to an even number. */
export function relocationBlocks(
  ...blocks: [page: number, entries: readonly [type: number, offset: number][]][]
): Uint8Array {
  const bytes: number[] = [];
  for (const [page, entries] of blocks) {
    const words = entries.map(([type, offset]) => (type << 12) | offset);
    if (words.length % 2 === 1) words.push(0);
    bytes.push(...dwords(page, 8 + 2 * words.length));
    for (const word of words) bytes.push(word & 255, word >> 8);
  }
  return Uint8Array.from(bytes);
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
