/** A set of sectors, a bit for each. */
export class SectorSet {
  readonly #bits: Uint8Array;

  /** For sectors below `length`. */
  constructor(length: number) {
    this.#bits = new Uint8Array(Math.ceil(length / 8));
  }

  /** Whether it was not there before. */
  add(sector: number): boolean {
    const bit = 1 << (sector & 7);
    const byte = this.#bits[sector >>> 3]!;
    if ((byte & bit) !== 0) return false;
    this.#bits[sector >>> 3] = byte | bit;
    return true;
  }

  /** Adds `count` neighbours up to the first that is there already; returns how many were added. */
  addRow(first: number, count: number): number {
    const end = first + count;
    let sector = first;
    while (sector < end) {
      const isWholeByte = (sector & 7) === 0 && end - sector >= 8 && this.#bits[sector >>> 3] === 0;
      if (isWholeByte) {
        this.#bits[sector >>> 3] = 0xff;
        sector += 8;
      } else if (this.add(sector)) sector++;
      else break;
    }
    return sector - first;
  }
}
