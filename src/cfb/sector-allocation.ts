import type { ByteSource } from '../bytes/byte-source.js';
import { HotfixkitError } from '../errors.js';
import type { Run } from './chain-source.js';
import { type CompoundFileHeader, Sector } from './compound-file-header.js';

/** Looks up which sector follows another. */
interface AllocationTable {
  /** How many sectors it speaks of. */
  readonly length: number;
  next(sector: number): number;
}

/** Sectors that a chain has claimed; no sector belongs to two chains. */
class Claims {
  readonly #bits: Uint8Array;

  constructor(length: number) {
    this.#bits = new Uint8Array(Math.ceil(length / 8));
  }

  /** False where the sector was claimed before. */
  claim(sector: number): boolean {
    const bit = 1 << (sector & 7);
    const byte = this.#bits[sector >> 3]!;
    if ((byte & bit) !== 0) return false;
    this.#bits[sector >> 3] = byte | bit;
    return true;
  }
}

/** Follows chains of one table and turns them into runs of the source that holds the sectors. */
export class SectorChains {
  readonly #table: AllocationTable;
  readonly #claims: Claims;
  readonly #sectorSize: number;
  readonly #firstOffset: number;
  readonly #name: string;

  /** @param firstOffset place of sector 0 in the source; sectors follow one another from there */
  constructor(table: AllocationTable, sectorSize: number, firstOffset: number, name: 'FAT' | 'mini FAT') {
    this.#table = table;
    this.#claims = new Claims(table.length);
    this.#sectorSize = sectorSize;
    this.#firstOffset = firstOffset;
    this.#name = name;
  }

  offsetOf(sector: number): number {
    return this.#firstOffset + sector * this.#sectorSize;
  }

  /** Claims a sector that lies outside of chains (those of the FAT itself). */
  claim(sector: number): void {
    if (sector < this.#table.length) this.#claims.claim(sector);
  }

  /**
   * The runs of the chain that starts at `first`, coalesced; `sectors` of them, or all up to the end of the chain where
   * that is null. `ended` says whether the chain ends there. Throws `CFB_BAD_SECTOR`, `CFB_CHAIN_LOOP`,
   * `CFB_CHAIN_CROSSED`, `CFB_CHAIN_SHORT`.
   */
  follow(first: number, sectors: number | null): { runs: Run[]; ended: boolean } {
    const runs: Run[] = [];
    let position = 0;
    let sector = first;
    for (let count = 0; sectors === null || count < sectors; count++) {
      if (sector === Sector.endOfChain && sectors === null) break;
      if (sector === Sector.endOfChain || sector === Sector.free) {
        throw this.#error('CFB_CHAIN_SHORT', 'a chain of sectors ends before its stream does', first, {
          expected: `${sectors} sectors`,
          found: `${count} sectors`,
        });
      }
      if (sector >= this.#table.length) {
        throw this.#error('CFB_BAD_SECTOR', 'a chain leads to a sector that is not in the file', first, {
          expected: `a sector below ${this.#table.length}`,
          found: sector,
        });
      }
      const offset = this.offsetOf(sector);
      if (!this.#claims.claim(sector)) {
        const own = runs.some((run) => offset >= run.offset && offset < run.offset + run.length);
        throw own
          ? this.#error('CFB_CHAIN_LOOP', 'a chain of sectors leads back to itself', first, {
              offset,
              found: sector,
            })
          : this.#error('CFB_CHAIN_CROSSED', 'two chains share a sector', first, { offset, found: sector });
      }
      const last = runs[runs.length - 1];
      if (last && last.offset + last.length === offset) last.length += this.#sectorSize;
      else runs.push({ position, offset, length: this.#sectorSize });
      position += this.#sectorSize;
      sector = this.#table.next(sector);
    }
    return { runs, ended: sector === Sector.endOfChain };
  }

  #error(
    code: 'CFB_BAD_SECTOR' | 'CFB_CHAIN_LOOP' | 'CFB_CHAIN_CROSSED' | 'CFB_CHAIN_SHORT',
    message: string,
    first: number,
    facts: { offset?: number; expected?: string; found?: number | string },
  ): HotfixkitError {
    const offset = first < this.#table.length ? this.offsetOf(first) : 0;
    return new HotfixkitError(code, message, { offset, structure: this.#name, ...facts });
  }
}

/** The FAT (MS-CFB 2.3), its sectors read when they are first needed. */
export class FileAllocationTable implements AllocationTable {
  readonly length: number;
  /** Numbers of the sectors that hold the FAT. */
  readonly sectors: readonly number[];
  readonly #source: ByteSource;
  readonly #sectorSize: number;
  readonly #loaded: (Uint32Array | undefined)[] = [];

  constructor(source: ByteSource, header: CompoundFileHeader) {
    this.#source = source;
    this.#sectorSize = header.sectorSize;
    // The last sector may be cut: writers leave out what no stream uses.
    const sectorsInFile = Math.max(0, Math.ceil(source.size / header.sectorSize) - 1);
    this.sectors = readDifat(source, header, sectorsInFile);
    this.length = Math.min(sectorsInFile, this.sectors.length * (header.sectorSize / 4));
  }

  next(sector: number): number {
    const perSector = this.#sectorSize / 4;
    const index = Math.floor(sector / perSector);
    return (this.#loaded[index] ?? this.#load(index))[sector % perSector]!;
  }

  #load(index: number): Uint32Array {
    const table = readU32s(this.#source, (this.sectors[index]! + 1) * this.#sectorSize, this.#sectorSize);
    this.#loaded[index] = table;
    return table;
  }
}

/** The mini FAT (MS-CFB 2.4), read whole: it describes at most as many sectors as the mini stream has. */
export class MiniFat implements AllocationTable {
  readonly length: number;
  readonly #table: Uint32Array;

  constructor(bytes: ByteSource, miniStreamSize: number, miniSectorSize: number) {
    this.#table = readU32s(bytes, 0, bytes.size);
    this.length = Math.min(this.#table.length, Math.ceil(miniStreamSize / miniSectorSize));
  }

  next(sector: number): number {
    return this.#table[sector]!;
  }
}

/** Which sectors hold the FAT: 109 of them are named in the header, the rest in the chain of DIFAT sectors (2.5). */
function readDifat(source: ByteSource, header: CompoundFileHeader, sectorsInFile: number): number[] {
  const perSector = header.sectorSize / 4 - 1;
  const wanted = Math.min(header.fatSectorCount, Math.ceil(sectorsInFile / (header.sectorSize / 4)) + 1);
  const sectors: number[] = [];
  const add = (sector: number, offset: number): void => {
    if (sector === Sector.free || sectors.length >= wanted) return;
    if (sector >= sectorsInFile) {
      throw new HotfixkitError('CFB_BAD_SECTOR', 'a sector of the FAT is not in the file', {
        offset,
        structure: 'DIFAT',
        expected: `a sector below ${sectorsInFile}`,
        found: sector,
      });
    }
    sectors.push(sector);
  };
  for (const [i, sector] of header.difat.entries()) add(sector, 0x4c + 4 * i);
  const visited = new Set<number>();
  let next = header.firstDifatSector;
  while (sectors.length < wanted && next <= Sector.max) {
    const offset = (next + 1) * header.sectorSize;
    if (next >= sectorsInFile) {
      throw new HotfixkitError('CFB_BAD_SECTOR', 'a sector of the DIFAT is not in the file', {
        structure: 'DIFAT',
        expected: `a sector below ${sectorsInFile}`,
        found: next,
      });
    }
    if (visited.has(next)) {
      throw new HotfixkitError('CFB_CHAIN_LOOP', 'the chain of the DIFAT leads back to itself', {
        offset,
        structure: 'DIFAT',
        found: next,
      });
    }
    visited.add(next);
    const entries = readU32s(source, offset, header.sectorSize);
    for (let i = 0; i < perSector; i++) add(entries[i]!, offset + 4 * i);
    next = entries[perSector]!;
  }
  return sectors;
}

/** Little-endian dwords; what lies beyond the end of the source reads as free sectors. */
function readU32s(source: ByteSource, offset: number, length: number): Uint32Array {
  const available = Math.max(0, Math.min(length, source.size - offset));
  const bytes = source.read(Math.min(offset, source.size), available - (available % 4));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Uint32Array(length / 4).fill(Sector.free);
  for (let i = 0; i < bytes.length / 4; i++) values[i] = view.getUint32(4 * i, true);
  return values;
}
