import type { ByteSource } from '../../core/byte-source.js';
import type { AllocationTable } from './sector-chains.js';
import { readSectorNumbers } from './sector-numbers.js';

/** FAT sectors that lie side by side are read together, up to this many bytes. */
const READ_AHEAD = 64 * 1024;

/** The FAT (MS-CFB 2.3); its sectors are read when they are first needed. */
export class FileAllocationTable implements AllocationTable {
  readonly length: number;
  readonly #source: ByteSource;
  readonly #sectorSize: number;
  /** Numbers of the sectors that hold it. */
  readonly #sectors: readonly number[];
  readonly #loaded: (Uint32Array | undefined)[] = [];

  /** @param sectorCount sectors in the file; the last sector of the FAT describes more than there are */
  constructor(source: ByteSource, sectorSize: number, sectors: readonly number[], sectorCount: number) {
    this.#source = source;
    this.#sectorSize = sectorSize;
    this.#sectors = sectors;
    this.length = Math.min(sectorCount, sectors.length * (sectorSize / 4));
  }

  next(sector: number): number {
    const perSector = this.#sectorSize / 4;
    const index = Math.floor(sector / perSector);
    return (this.#loaded[index] ?? this.#load(index))[sector % perSector]!;
  }

  #load(index: number): Uint32Array {
    const first = this.#sectors[index]!;
    const most = READ_AHEAD / this.#sectorSize;
    let count = 1;
    while (count < most && this.#sectors[index + count] === first + count) count++;
    const perSector = this.#sectorSize / 4;
    const offset = (first + 1) * this.#sectorSize;
    const numbers = readSectorNumbers(this.#source, offset, count * this.#sectorSize);
    for (let i = 0; i < count; i++) {
      this.#loaded[index + i] ??= numbers.subarray(i * perSector, (i + 1) * perSector);
    }
    return this.#loaded[index]!;
  }
}
