import { HotfixkitError } from '../../core/errors.js';
import type { Run } from './chain-source.js';
import { Sector } from './compound-file-header.js';
import { SectorSet } from './sector-set.js';

/** The next sector where its entry in the FAT is missing. */
export const UNKNOWN_SECTOR = -1;

/** Maps a sector to the next one: the FAT or the mini FAT. */
export interface AllocationTable {
  /** Number of sectors it covers. */
  readonly length: number;
  /** {@link UNKNOWN_SECTOR} where the file ends before the entry. */
  next(sector: number): number;
  /** How many sectors lie in a row from this one on, each the next of the one before it: from 1 to `most`. */
  rowFrom(sector: number, most: number): number;
}

export interface Chain {
  /** In stream order, neighbours coalesced. */
  runs: Run[];
  /** Bytes in the runs: a whole number of sectors. */
  length: number;
  /** Whether the chain ends there; otherwise it continues beyond the requested sectors. */
  ended: boolean;
  /** Whether it continues past the end of the truncated file. */
  cut: boolean;
}

type ChainFault = 'CFB_BAD_SECTOR' | 'CFB_CHAIN_LOOP' | 'CFB_CHAIN_CROSSED' | 'CFB_CHAIN_SHORT';

/**
 * Follows chains of one table and turns them into runs of the source that holds the sectors. A sector belongs to one
 * chain only: each chain claims its sectors, so the number of sectors bounds all chains together.
 */
export class SectorChains {
  readonly #table: AllocationTable;
  readonly #claimed: SectorSet;
  readonly #sectorSize: number;
  readonly #firstOffset: number;
  readonly #structure: 'FAT' | 'mini FAT';
  /** Sectors that the file would have if it were whole. */
  #wholeLength = 0;
  /** Those that {@link missingOf} has seen. */
  #measured: SectorSet | null = null;

  /** @param firstOffset place of sector 0 in the source; the others follow it */
  constructor(
    table: AllocationTable,
    sectorSize: number,
    firstOffset: number,
    structure: 'FAT' | 'mini FAT',
  ) {
    this.#table = table;
    this.#claimed = new SectorSet(table.length);
    this.#sectorSize = sectorSize;
    this.#firstOffset = firstOffset;
    this.#structure = structure;
  }

  /** Treats links to sectors past the end as the missing part of a file with this many sectors. */
  allowCuts(wholeLength: number): void {
    this.#wholeLength = wholeLength;
  }

  /**
   * Bytes of a stream past the end of the file. Sectors already counted for another stream are skipped, so the number
   * of sectors bounds the time of all calls together.
   */
  missingOf(first: number, size: number, fileSize: number): number {
    this.#measured ??= new SectorSet(this.#table.length);
    const sectors = Math.ceil(size / this.#sectorSize);
    let sector = first;
    for (let count = 0; count < sectors; count++) {
      if (sector >= this.#table.length || sector < 0) {
        return sector < this.#wholeLength ? size - count * this.#sectorSize : 0;
      }
      if (!this.#measured.add(sector)) return 0;
      const end = Math.min(this.#sectorSize, size - count * this.#sectorSize);
      const missing = this.#firstOffset + sector * this.#sectorSize + end - fileSize;
      if (missing > 0) return missing + size - count * this.#sectorSize - end;
      sector = this.#table.next(sector);
    }
    return 0;
  }

  /** Claims a sector outside of all chains. False if it is claimed already. */
  claim(sector: number): boolean {
    return this.#claimed.add(sector);
  }

  /**
   * The chain that starts at `first`: `sectors` of it, or all of them where `sectors` is null. The offset in an error
   * counts from the start of the stream. Throws `CFB_BAD_SECTOR`, `CFB_CHAIN_LOOP`, `CFB_CHAIN_CROSSED`,
   * `CFB_CHAIN_SHORT`.
   */
  follow(first: number, sectors: number | null): Chain {
    const table = this.#table;
    const size = this.#sectorSize;
    const runs: Run[] = [];
    let last: Run | null = null;
    let length = 0;
    let sector = first;
    let cut = false;
    for (let count = 0; count !== sectors; ) {
      if (sector >= table.length || sector === UNKNOWN_SECTOR) {
        if (sector === Sector.endOfChain && sectors === null) break;
        if (sector < this.#wholeLength) {
          cut = true;
          break;
        }
        throw this.#fault(sector, length, sectors);
      }
      const offset = this.#firstOffset + sector * size;
      const row = table.rowFrom(sector, Math.min(table.length - sector, (sectors ?? Infinity) - count));
      const claimed = this.#claimed.addRow(sector, row);
      if (claimed < row) throw this.#crossing(runs, sector, claimed, length);
      if (last !== null && last.offset + last.length === offset) last.length += row * size;
      else {
        last = { position: length, offset, length: row * size };
        runs.push(last);
      }
      length += row * size;
      count += row;
      sector = table.next(sector + row - 1);
    }
    return { runs, length, ended: sector === Sector.endOfChain, cut };
  }

  /** The error of a chain that leads to a sector of another one, or to one of its own: the one behind the claimed part of a row. */
  #crossing(runs: readonly Run[], first: number, claimed: number, length: number): HotfixkitError {
    const sector = first + claimed;
    const at = length + claimed * this.#sectorSize;
    const offset = this.#firstOffset + sector * this.#sectorSize;
    return runs.some((run) => offset >= run.offset && offset < run.offset + run.length)
      ? this.#error('CFB_CHAIN_LOOP', 'a chain of sectors is a loop', at, sector)
      : this.#error('CFB_CHAIN_CROSSED', 'two chains share a sector', at, sector);
  }

  /** The error of a chain whose next sector is invalid. */
  #fault(sector: number, length: number, sectors: number | null): HotfixkitError {
    if (sector === Sector.endOfChain || sector === Sector.free) {
      const expected = sectors === null ? 'an end' : `${sectors} sectors`;
      const found = sector === Sector.free ? 'a free sector' : `${length / this.#sectorSize} sectors`;
      const message = 'a chain of sectors ends before its stream does';
      return this.#error('CFB_CHAIN_SHORT', message, length, found, expected);
    }
    const message =
      'a chain leads to a sector past the end of the file; the file is damaged or the download is incomplete';
    return this.#error('CFB_BAD_SECTOR', message, length, sector, `a sector below ${this.#table.length}`);
  }

  #error(
    code: ChainFault,
    message: string,
    offset: number,
    found: number | string,
    expected = 'a sector of its own',
  ): HotfixkitError {
    return new HotfixkitError(code, message, {
      offset,
      structure: this.#structure,
      expected,
      found: typeof found === 'number' ? `sector ${found}` : found,
    });
  }
}
