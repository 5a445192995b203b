/**
 * Maps addresses of the old image to the new one: pairs of relative virtual addresses, ascending by the old one. An
 * address moves by the distance of the last pair at or before it; addresses before the first pair do not move.
 */
export class RiftTable {
  readonly #from: Uint32Array;
  /** New minus old address of each pair, modulo 2^32. */
  readonly #shifts: Int32Array;
  /** The last stretch looked up: nearby addresses follow each other. */
  #index = 0;

  /** `from` must be ascending; of pairs with the same old address the last one applies. */
  constructor(from: Uint32Array, to: Uint32Array) {
    // One more stretch precedes the first pair; it does not move.
    this.#from = new Uint32Array(from.length + 1);
    this.#from.set(from, 1);
    this.#shifts = new Int32Array(from.length + 1);
    for (let i = 0; i < from.length; i++) this.#shifts[i + 1] = to[i]! - from[i]!;
  }

  get length(): number {
    return this.#from.length - 1;
  }

  /** The new address for an old one; both count modulo 2^32, the result is unsigned. */
  map(address: number): number {
    const from = this.#from;
    const wanted = address >>> 0;
    let low = this.#index;
    // Beyond the array the value is undefined and the comparison false: the last stretch has no end.
    if (wanted < from[low]! || from[low + 1]! <= wanted) {
      low = 0;
      let high = from.length;
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if (from[middle]! <= wanted) low = middle;
        else high = middle;
      }
      this.#index = low;
    }
    return (wanted + this.#shifts[low]!) >>> 0;
  }
}
