import { without } from './mutate/bytes.js';

export interface MinimiseOptions {
  /** Whether an input still shows the finding. */
  shows: (bytes: Uint8Array) => Promise<boolean>;
  /** Milliseconds. */
  time: number;
  /** Steps that know the format, largest first. */
  reduce?: (bytes: Uint8Array) => Iterable<Uint8Array>;
  /** Puts right what taking bytes away breaks (checksums). */
  repair?: (bytes: Uint8Array) => Uint8Array;
  now?: () => number;
}

export interface Minimised {
  bytes: Uint8Array;
  /** Inputs that were tried. */
  tried: number;
  /** Nothing smaller was found by the steps there are; false: time was up. */
  isComplete: boolean;
}

/** Bytes that a byte is replaced by where taking it away does not do. */
const PLAIN = 0;

/**
 * Makes an input smaller as long as it shows the same finding: first by what the format consists of, then by runs of
 * bytes, halved until they are single ones (as delta debugging does), and in the end by making bytes plain that do not
 * matter. The result shows the finding; where nothing smaller does it is the input itself.
 */
export async function minimise(input: Uint8Array, options: MinimiseOptions): Promise<Minimised> {
  return await new Minimiser(input, options).run();
}

class Minimiser {
  #best: Uint8Array;
  #tried = 0;
  readonly #options: MinimiseOptions;
  readonly #now: () => number;
  readonly #deadline: number;
  readonly #known = new Set<string>();

  constructor(input: Uint8Array, options: MinimiseOptions) {
    this.#best = input;
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#deadline = this.#now() + options.time;
  }

  async run(): Promise<Minimised> {
    let before: Uint8Array;
    do {
      before = this.#best;
      await this.#byFormat();
      await this.#byRuns();
    } while (this.#best.length < before.length && !this.#isLate);
    await this.#byPlainBytes();
    return { bytes: this.#best, tried: this.#tried, isComplete: !this.#isLate };
  }

  get #isLate(): boolean {
    return this.#now() >= this.#deadline;
  }

  /** Takes the first smaller input that shows the finding, and looks for the next one from there. */
  async #byFormat(): Promise<void> {
    const { reduce } = this.#options;
    if (!reduce) return;
    for (let found = true; found && !this.#isLate; ) {
      found = false;
      for (const smaller of reduce(this.#best)) {
        if (this.#isLate) return;
        if (smaller.length >= this.#best.length || !(await this.#shows(smaller))) continue;
        this.#best = smaller;
        found = true;
        break;
      }
    }
  }

  async #byRuns(): Promise<void> {
    for (
      let size = Math.ceil(this.#best.length / 2);
      size >= 1;
      size = size === 1 ? 0 : Math.ceil(size / 2)
    ) {
      // From the end: what stands in front often decides whether the rest is looked at.
      for (let at = this.#best.length - size; at > -size && !this.#isLate; ) {
        const from = Math.max(0, at);
        const smaller = this.#repaired(without(this.#best, from, size));
        if (smaller.length < this.#best.length && (await this.#shows(smaller))) this.#best = smaller;
        at = Math.min(at - size, this.#best.length - size);
      }
      if (this.#isLate) return;
    }
  }

  async #byPlainBytes(): Promise<void> {
    for (let size = 256; size >= 16; size /= 4) {
      for (let at = 0; at < this.#best.length && !this.#isLate; at += size) {
        const part = this.#best.subarray(at, at + size);
        if (part.every((byte) => byte === PLAIN)) continue;
        const plain = this.#best.slice();
        plain.fill(PLAIN, at, at + size);
        const repaired = this.#repaired(plain);
        if (await this.#shows(repaired)) this.#best = repaired;
      }
    }
  }

  #repaired(bytes: Uint8Array): Uint8Array {
    return this.#options.repair ? this.#options.repair(bytes) : bytes;
  }

  async #shows(bytes: Uint8Array): Promise<boolean> {
    // Large inputs are not remembered: the key would cost more than the try.
    const key = bytes.length <= 4096 ? Buffer.from(bytes).toString('latin1') : null;
    if (key !== null && this.#known.has(key)) return false;
    this.#tried++;
    const shows = await this.#options.shows(bytes);
    if (!shows && key !== null) this.#known.add(key);
    return shows;
  }
}
