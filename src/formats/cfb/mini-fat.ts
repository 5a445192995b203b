import type { ByteSource } from '../../core/byte-source.js';
import type { AllocationTable } from './sector-chains.js';
import { readSectorNumbers, rowOf } from './sector-numbers.js';

/**
 * The mini FAT (MS-CFB 2.4), read at once: it has one byte for sixteen of the mini stream. Real ones describe more
 * sectors than the mini stream has, or fewer; only sectors in both count.
 */
export class MiniFat implements AllocationTable {
  readonly length: number;
  readonly #numbers: Uint32Array;

  constructor(table: ByteSource, miniStreamSize: number, miniSectorSize: number) {
    this.#numbers = readSectorNumbers(table, 0, table.size - (table.size % 4));
    this.length = Math.min(this.#numbers.length, Math.ceil(miniStreamSize / miniSectorSize));
  }

  next(sector: number): number {
    return this.#numbers[sector]!;
  }

  rowFrom(sector: number, most: number): number {
    return Math.min(most, 1 + rowOf(this.#numbers, sector, sector));
  }
}
