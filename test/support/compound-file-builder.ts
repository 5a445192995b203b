/*
 * Lays out compound files (MS-CFB) for tests of the reader: either version, sectors in any order, and a map of where
 * everything lies, so that a test can damage exactly one thing. Nothing here is shared with reader or writer of the
 * product. Directory trees are plain lists.
 */

export interface StreamPlan {
  name: string;
  bytes: Uint8Array;
}

export interface StoragePlan {
  name?: string;
  /** 16 bytes as stored. */
  clsid?: Uint8Array;
  /** FILETIME */
  modified?: bigint;
  streams?: StreamPlan[];
  storages?: StoragePlan[];
}

export interface CompoundFilePlan extends StoragePlan {
  version?: 3 | 4;
  /** Scatters the sectors and mini sectors; absent = in order. */
  shuffle?: number;
  /** Leaves out what the last sector does not need. */
  cutEnd?: boolean;
}

export const END_OF_CHAIN = 0xfffffffe;
export const FREE = 0xffffffff;
export const NOBODY = 0xffffffff;

interface Entry {
  name: string;
  type: number;
  storage: StoragePlan | null;
  bytes: Uint8Array | null;
  right: number;
  child: number;
  start: number;
  size: number;
  chain: number[];
}

/** A built file and where its parts lie. */
export class CompoundFileImage {
  bytes: Uint8Array;
  readonly sectorSize: number;
  readonly entries: Entry[];
  readonly fatSectors: number[];
  readonly miniFatSectors: number[];
  readonly directorySectors: number[];
  readonly miniStreamSectors: number[];

  constructor(parts: {
    bytes: Uint8Array;
    sectorSize: number;
    entries: Entry[];
    fatSectors: number[];
    miniFatSectors: number[];
    directorySectors: number[];
    miniStreamSectors: number[];
  }) {
    this.bytes = parts.bytes;
    this.sectorSize = parts.sectorSize;
    this.entries = parts.entries;
    this.fatSectors = parts.fatSectors;
    this.miniFatSectors = parts.miniFatSectors;
    this.directorySectors = parts.directorySectors;
    this.miniStreamSectors = parts.miniStreamSectors;
  }

  setU32(offset: number, value: number): this {
    new DataView(this.bytes.buffer, this.bytes.byteOffset).setUint32(offset, value >>> 0, true);
    return this;
  }

  setU16(offset: number, value: number): this {
    new DataView(this.bytes.buffer, this.bytes.byteOffset).setUint16(offset, value, true);
    return this;
  }

  sector(number: number): number {
    return (number + 1) * this.sectorSize;
  }

  /** Place of the FAT's word on a sector. */
  fat(sector: number): number {
    const perSector = this.sectorSize / 4;
    return this.sector(this.fatSectors[Math.floor(sector / perSector)]!) + 4 * (sector % perSector);
  }

  miniFat(miniSector: number): number {
    const perSector = this.sectorSize / 4;
    return (
      this.sector(this.miniFatSectors[Math.floor(miniSector / perSector)]!) + 4 * (miniSector % perSector)
    );
  }

  index(name: string): number {
    return this.entries.findIndex((entry) => entry.name === name);
  }

  /** Place of the directory entry of a stream or storage. */
  entry(name: string): number {
    const offset = this.index(name) * 128;
    const sector = this.directorySectors[Math.floor(offset / this.sectorSize)]!;
    return this.sector(sector) + (offset % this.sectorSize);
  }

  /** Sectors, or mini sectors, of a stream. */
  chain(name: string): number[] {
    return this.entries[this.index(name)]!.chain;
  }
}

export function buildCompoundFile(plan: CompoundFilePlan): CompoundFileImage {
  const version = plan.version ?? 3;
  const sectorSize = version === 3 ? 512 : 4096;
  const perSector = sectorSize / 4;
  const entries: Entry[] = [];
  addEntry(entries, 'Root Entry', 5, plan, null);
  addMembers(entries, 0, plan);

  const random = plan.shuffle === undefined ? null : generator(plan.shuffle);
  const order = (count: number): number[] => {
    const numbers = Array.from({ length: count }, (_, i) => i);
    if (random) for (let i = count - 1; i > 0; i--) swap(numbers, i, random(i + 1));
    return numbers;
  };

  const small = entries.filter((e) => e.bytes && e.size > 0 && e.size < 4096);
  const large = entries.filter((e) => e.bytes && e.size >= 4096);
  const miniCount = small.reduce((sum, e) => sum + Math.ceil(e.size / 64), 0);
  const miniStream = new Uint8Array(miniCount * 64);
  const miniFat: number[] = new Array<number>(Math.ceil(miniCount / perSector) * perSector).fill(FREE);
  const minis = order(miniCount);
  for (const entry of small) {
    entry.chain = minis.splice(0, Math.ceil(entry.size / 64));
    entry.start = entry.chain[0]!;
    place(entry.bytes!, entry.chain, 64, miniStream, 0);
    link(miniFat, entry.chain);
  }

  const counts = [
    ...large.map((e) => Math.ceil(e.size / sectorSize)),
    Math.ceil(miniStream.length / sectorSize),
    Math.ceil((miniFat.length * 4) / sectorSize),
    Math.ceil((entries.length * 128) / sectorSize),
  ];
  const content = counts.reduce((sum, count) => sum + count, 0);
  let fatCount = 0;
  while (fatCount * perSector < content + fatCount) fatCount++;
  if (fatCount > 109) throw new Error('too large for this builder');
  const total = content + fatCount;
  const free = order(total);
  const chains = counts.map((count) => free.splice(0, count));
  const fatSectors = free;
  const fat: number[] = new Array<number>(fatCount * perSector).fill(FREE);
  for (const sector of fatSectors) fat[sector] = 0xfffffffd;
  for (const chain of chains) link(fat, chain);

  const bytes = new Uint8Array((total + 1) * sectorSize);
  const view = new DataView(bytes.buffer);
  large.forEach((entry, i) => {
    entry.chain = chains[i]!;
    entry.start = entry.chain[0]!;
    place(entry.bytes!, entry.chain, sectorSize, bytes, sectorSize);
  });
  const [miniStreamSectors, miniFatSectors, directorySectors] = chains.slice(-3) as [
    number[],
    number[],
    number[],
  ];
  entries[0]!.start = miniStreamSectors[0] ?? END_OF_CHAIN;
  entries[0]!.size = miniStream.length;
  place(miniStream, miniStreamSectors, sectorSize, bytes, sectorSize);
  place(words(miniFat), miniFatSectors, sectorSize, bytes, sectorSize);
  place(
    directory(entries, directorySectors.length * sectorSize),
    directorySectors,
    sectorSize,
    bytes,
    sectorSize,
  );
  place(words(fat), fatSectors, sectorSize, bytes, sectorSize);

  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(0x18, 0x3e, true);
  view.setUint16(0x1a, version, true);
  view.setUint16(0x1c, 0xfffe, true);
  view.setUint16(0x1e, version === 3 ? 9 : 12, true);
  view.setUint16(0x20, 6, true);
  view.setUint32(0x28, version === 3 ? 0 : directorySectors.length, true);
  view.setUint32(0x2c, fatCount, true);
  view.setUint32(0x30, directorySectors[0]!, true);
  view.setUint32(0x38, 4096, true);
  view.setUint32(0x3c, miniFatSectors[0] ?? END_OF_CHAIN, true);
  view.setUint32(0x40, miniFatSectors.length, true);
  view.setUint32(0x44, END_OF_CHAIN, true);
  for (let i = 0; i < 109; i++) view.setUint32(0x4c + 4 * i, fatSectors[i] ?? FREE, true);

  const image = new CompoundFileImage({
    bytes,
    sectorSize,
    entries,
    fatSectors,
    miniFatSectors,
    directorySectors,
    miniStreamSectors,
  });
  if (plan.cutEnd) {
    const last = large.find((e) => e.chain.at(-1) === total - 1);
    if (!last) throw new Error('the last sector is not the end of a stream');
    image.bytes = bytes.slice(0, bytes.length - sectorSize + (last.size % sectorSize || sectorSize));
  }
  return image;
}

/** Bytes that differ from their neighbours and from those of other seeds. */
export function pattern(length: number, seed = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8) * 13 + seed * 101) & 255);
}

function addEntry(
  entries: Entry[],
  name: string,
  type: number,
  storage: StoragePlan | null,
  bytes: Uint8Array | null,
): number {
  const links = { right: NOBODY, child: NOBODY, start: END_OF_CHAIN };
  entries.push({ name, type, storage, bytes, ...links, size: bytes?.length ?? 0, chain: [] });
  return entries.length - 1;
}

function addMembers(entries: Entry[], parent: number, plan: StoragePlan): void {
  let previous = -1;
  const join = (index: number): void => {
    if (previous < 0) entries[parent]!.child = index;
    else entries[previous]!.right = index;
    previous = index;
  };
  for (const { name, bytes } of plan.streams ?? []) join(addEntry(entries, name, 2, null, bytes));
  for (const storage of plan.storages ?? []) {
    const index = addEntry(entries, storage.name!, 1, storage, null);
    join(index);
    addMembers(entries, index, storage);
  }
}

function directory(entries: Entry[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < length; at += 128) {
    const entry = entries[at / 128];
    view.setUint32(at + 0x44, NOBODY, true);
    view.setUint32(at + 0x48, entry?.right ?? NOBODY, true);
    view.setUint32(at + 0x4c, entry?.child ?? NOBODY, true);
    if (!entry) continue;
    for (let i = 0; i < entry.name.length; i++) view.setUint16(at + 2 * i, entry.name.charCodeAt(i), true);
    view.setUint16(at + 0x40, 2 * entry.name.length + 2, true);
    view.setUint8(at + 0x42, entry.type);
    view.setUint8(at + 0x43, 1);
    if (entry.storage?.clsid) bytes.set(entry.storage.clsid, at + 0x50);
    view.setBigUint64(at + 0x6c, entry.storage?.modified ?? 0n, true);
    view.setUint32(at + 0x74, entry.start, true);
    view.setUint32(at + 0x78, entry.size, true);
  }
  return bytes;
}

function place(content: Uint8Array, chain: number[], size: number, target: Uint8Array, base: number): void {
  chain.forEach((sector, i) => {
    target.set(content.subarray(i * size, (i + 1) * size), base + sector * size);
  });
}

function link(table: number[], chain: number[]): void {
  chain.forEach((sector, i) => {
    table[sector] = chain[i + 1] ?? END_OF_CHAIN;
  });
}

function words(numbers: number[]): Uint8Array {
  const bytes = new Uint8Array(4 * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, i) => {
    view.setUint32(4 * i, number, true);
  });
  return bytes;
}

function swap(numbers: number[], a: number, b: number): void {
  [numbers[a], numbers[b]] = [numbers[b]!, numbers[a]!];
}

function generator(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
