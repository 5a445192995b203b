/** Frequencies are halved when their sum exceeds this. */
const MAX_TOTAL = 3800;
const STEP = 8;
const HALVINGS_BEFORE_FIRST_SORT = 4;
const HALVINGS_BETWEEN_SORTS = 50;

/**
 * One of Quantum's adaptive models: symbols with their frequencies, kept as sums from the end, so that
 * `cumulative[i]` counts symbol `i` and all that follow, `cumulative[0]` everything, and the last entry is 0.
 */
export class QuantumModel {
  readonly size: number;
  readonly symbols: Uint16Array;
  readonly cumulative: Uint16Array;
  readonly #first: number;
  #halvingsLeft = 0;

  /** `size` symbols, `first` and up. */
  constructor(first: number, size: number) {
    this.#first = first;
    this.size = size;
    this.symbols = new Uint16Array(size);
    this.cumulative = new Uint16Array(size + 1);
    this.reset();
  }

  /** Resets all symbols to their order and to equal frequencies. */
  reset(): void {
    const { symbols, cumulative, size } = this;
    for (let i = 0; i < size; i++) symbols[i] = this.#first + i;
    for (let i = 0; i <= size; i++) cumulative[i] = size - i;
    this.#halvingsLeft = HALVINGS_BEFORE_FIRST_SORT;
  }

  /** Counts an occurrence of the symbol at `index`. */
  count(index: number): void {
    const { cumulative } = this;
    for (let i = index; i >= 0; i--) cumulative[i]! += STEP;
    if (cumulative[0]! <= MAX_TOTAL) return;
    this.#halvingsLeft--;
    if (this.#halvingsLeft > 0) {
      this.#halve();
    } else {
      this.#halvingsLeft = HALVINGS_BETWEEN_SORTS;
      this.#sort();
    }
  }

  /** Halves the sums; no symbol may lose its last bit of probability. */
  #halve(): void {
    const { cumulative } = this;
    for (let i = this.size - 1; i >= 0; i--) {
      cumulative[i] = Math.max(cumulative[i]! >> 1, cumulative[i + 1]! + 1);
    }
  }

  /**
   * Halves the frequencies and puts the frequent symbols first. The format defines the order of equal ones: an exchange
   * sort that swaps each place with every later, larger one.
   */
  #sort(): void {
    const { symbols, cumulative, size } = this;
    for (let i = 0; i < size; i++) cumulative[i] = (cumulative[i]! - cumulative[i + 1]! + 1) >> 1;
    for (let i = 0; i < size - 1; i++) {
      for (let j = i + 1; j < size; j++) {
        if (cumulative[i]! >= cumulative[j]!) continue;
        const frequency = cumulative[i]!;
        const symbol = symbols[i]!;
        cumulative[i] = cumulative[j]!;
        symbols[i] = symbols[j]!;
        cumulative[j] = frequency;
        symbols[j] = symbol;
      }
    }
    for (let i = size - 1; i >= 0; i--) cumulative[i]! += cumulative[i + 1]!;
  }
}
