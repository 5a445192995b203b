import type { ByteSource } from '../../core/byte-source.js';
import { Sector } from './compound-file-header.js';
import { type AllocationTable, UNKNOWN_SECTOR } from './sector-chains.js';
import { readSectorNumbers, rowOf } from './sector-numbers.js';

/** Adjacent FAT sectors are read together, up to this many bytes. */
const READ_AHEAD = 64 * 1024;

const none = new Uint32Array();

/** The FAT (MS-CFB 2.3); its sectors are read when they are first needed. */
export class FileAllocationTable implements AllocationTable {
  readonly length: number;
  readonly #source: ByteSource;
  readonly #sectorSize: number;
  /** Numbers of the sectors that hold it. */
  readonly #sectors: readonly number[];
  readonly #sectorCount: number;
  readonly #loaded: (Uint32Array | undefined)[] = [];
  /** The same, without the entries that are missing where the file ends. */
  readonly #known: (Uint32Array | undefined)[] = [];

  /** @param sectorCount sectors in the file; the last sector of the FAT may describe more */
  constructor(source: ByteSource, sectorSize: number, sectors: readonly number[], sectorCount: number) {
    this.#source = source;
    this.#sectorSize = sectorSize;
    this.#sectors = sectors;
    this.#sectorCount = sectorCount;
    this.length = Math.min(sectorCount, sectors.length * (sectorSize / 4));
  }

  next(sector: number): number {
    const perSector = this.#sectorSize / 4;
    const index = Math.floor(sector / perSector);
    const entry = sector - index * perSector;
    const known = this.#known[index] ?? this.#knownOf(index);
    return entry < known.length ? known[entry]! : UNKNOWN_SECTOR;
  }

  rowFrom(sector: number, most: number): number {
    const perSector = this.#sectorSize / 4;
    let row = 1;
    while (row < most) {
      const last = sector + row - 1;
      const index = Math.floor(last / perSector);
      const known = this.#known[index] ?? this.#knownOf(index);
      const entry = last - index * perSector;
      const more = rowOf(known, entry, last);
      row += more;
      // The row goes on in the next sector of the table where it reaches its end.
      if (entry + more < perSector) break;
    }
    return Math.min(row, most);
  }

  #knownOf(index: number): Uint32Array {
    const sector = this.#sectors[index]!;
    const perSector = this.#sectorSize / 4;
    const bytes = this.#source.size - (sector + 1) * this.#sectorSize;
    const count = sector >= this.#sectorCount ? 0 : Math.min(Math.max(0, Math.floor(bytes / 4)), perSector);
    const known = count === 0 ? none : (this.#loaded[index] ?? this.#load(index)).subarray(0, count);
    this.#known[index] = known;
    return known;
  }

  /** Whether the file ends before the FAT entry of one of its sectors. */
  get isCut(): boolean {
    const perSector = this.#sectorSize / 4;
    return this.#sectors.some((_, index) => {
      const last = Math.min(this.length - index * perSector, perSector) - 1;
      return last >= 0 && !this.#isThere(index, last);
    });
  }

  #isThere(index: number, entry: number): boolean {
    return (this.#sectors[index]! + 1) * this.#sectorSize + 4 * (entry + 1) <= this.#source.size;
  }

  /**
   * The highest used sector past the end of the file, according to the FAT; null without one.
   *
   * @param beyond FAT sectors after those that the file has room for
   */
  highestBeyond(beyond: readonly number[]): number | null {
    const perSector = this.#sectorSize / 4;
    const first = Math.floor(this.#sectorCount / perSector);
    const all = [...this.#sectors.slice(first), ...beyond];
    for (let i = all.length - 1; i >= 0; i--) {
      if (all[i]! >= this.#sectorCount) continue;
      // Not cached: no other code reads them.
      const numbers =
        first + i < this.#sectors.length
          ? (this.#loaded[first + i] ?? this.#load(first + i))
          : readSectorNumbers(this.#source, (all[i]! + 1) * this.#sectorSize, this.#sectorSize);
      const lowest = Math.max(0, this.#sectorCount - (first + i) * perSector);
      for (let at = perSector - 1; at >= lowest; at--) {
        if (numbers[at] !== Sector.free) return (first + i) * perSector + at;
      }
    }
    return null;
  }

  #load(index: number): Uint32Array {
    const first = this.#sectors[index]!;
    const most = READ_AHEAD / this.#sectorSize;
    let count = 1;
    while (
      count < most &&
      this.#sectors[index + count] === first + count &&
      first + count < this.#sectorCount
    ) {
      count++;
    }
    const perSector = this.#sectorSize / 4;
    const offset = (first + 1) * this.#sectorSize;
    const numbers = readSectorNumbers(this.#source, offset, count * this.#sectorSize);
    for (let i = 0; i < count; i++) {
      this.#loaded[index + i] ??= numbers.subarray(i * perSector, (i + 1) * perSector);
    }
    return this.#loaded[index]!;
  }
}
