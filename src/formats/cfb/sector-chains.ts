import { HotfixkitError } from '../../core/errors.js';
import type { Run } from './chain-source.js';
import { Sector } from './compound-file-header.js';

/** Says which sector follows another: the FAT or the mini FAT. */
export interface AllocationTable {
  /** How many sectors it covers. */
  readonly length: number;
  next(sector: number): number;
}

export interface Chain {
  /** In stream order, neighbours coalesced. */
  runs: Run[];
  /** Bytes in the runs: a whole number of sectors. */
  length: number;
  /** Whether the chain ends there; otherwise it goes on beyond the sectors that were wanted. */
  ended: boolean;
}

type ChainFault = 'CFB_BAD_SECTOR' | 'CFB_CHAIN_LOOP' | 'CFB_CHAIN_CROSSED' | 'CFB_CHAIN_SHORT';

/**
 * Follows chains of one table and turns them into runs of the source that holds the sectors. A sector belongs to one
 * chain only: each chain claims what it passes, which also bounds all chains together by the number of sectors.
 */
export class SectorChains {
  readonly #table: AllocationTable;
  /** A bit for each sector. */
  readonly #claimed: Uint8Array;
  readonly #sectorSize: number;
  readonly #firstOffset: number;
  readonly #structure: 'FAT' | 'mini FAT';

  /** @param firstOffset place of sector 0 in the source; the others follow it */
  constructor(
    table: AllocationTable,
    sectorSize: number,
    firstOffset: number,
    structure: 'FAT' | 'mini FAT',
  ) {
    this.#table = table;
    this.#claimed = new Uint8Array(Math.ceil(table.length / 8));
    this.#sectorSize = sectorSize;
    this.#firstOffset = firstOffset;
    this.#structure = structure;
  }

  /** Claims a sector that lies outside of all chains. False where it was claimed before. */
  claim(sector: number): boolean {
    const bit = 1 << (sector & 7);
    const byte = this.#claimed[sector >>> 3]!;
    if ((byte & bit) !== 0) return false;
    this.#claimed[sector >>> 3] = byte | bit;
    return true;
  }

  /**
   * The chain that starts at `first`: `sectors` of it, or all up to its end where that is null. The offset in an error
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
    for (let count = 0; count !== sectors; count++) {
      if (sector >= table.length) {
        if (sector === Sector.endOfChain && sectors === null) break;
        throw this.#fault(sector, length, sectors);
      }
      const offset = this.#firstOffset + sector * size;
      if (!this.claim(sector)) {
        const own = runs.some((run) => offset >= run.offset && offset < run.offset + run.length);
        throw own
          ? this.#error('CFB_CHAIN_LOOP', 'a chain of sectors is a loop', length, sector)
          : this.#error('CFB_CHAIN_CROSSED', 'two chains share a sector', length, sector);
      }
      if (last !== null && last.offset + last.length === offset) last.length += size;
      else {
        last = { position: length, offset, length: size };
        runs.push(last);
      }
      length += size;
      sector = table.next(sector);
    }
    return { runs, length, ended: sector === Sector.endOfChain };
  }

  /** The chain goes on where no sector is. */
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
