/**
 * Where the parts of the old image lie in the new one: pairs of relative virtual addresses, ascending by the old one.
 * An address moves as far as the last pair at or before it says; addresses before the first pair stay.
 */
export class RiftTable {
  readonly #from: Uint32Array;
  /** New minus old address of each pair, modulo 2^32. */
  readonly #shifts: Int32Array;
  /** The stretch that was asked for last; neighbours are asked for together. */
  #index = 0;

  /** `from` must be ascending; of pairs with the same old address the last one counts. */
  constructor(from: Uint32Array, to: Uint32Array) {
    // The stretch before the first pair is one more, which goes nowhere.
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
    // Off the end is undefined, and the comparison with it is false: the last stretch has no end.
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
