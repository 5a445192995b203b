import { type ErrorFacts, HotfixkitError } from '../../core/errors.js';
import * as layout from './lzx-layout.js';
import { lzxWasm } from './lzx-wasm.js';
import { WasmModule } from './wasm-module.js';

/** What assembly/lzx.ts exports. */
interface LzxExports {
  configure(windowSize: number, slots: number, isDelta: boolean): void;
  reset(reference: number): void;
  decode(length: number, outputLength: number): number;
  translate(start: number, length: number, frameOffset: number, size: number): void;
  readonly expected: { readonly value: number };
  readonly found: { readonly value: number };
}

const module = new WasmModule<LzxExports>(lzxWasm);

/** Position slots by window size 2^15 to 2^25 ([MS-PATCH] 2.7). MS-CAB's document is wrong about 2^20 and 2^21. */
const slotsByWindow = [30, 32, 34, 36, 38, 42, 50, 66, 98, 162, 290] as const;

const SMALLEST_WINDOW = 15;

/** LZX in WebAssembly: the whole decoder, a frame at a time. A cabinet's folder and a delta's stream are its two forms. */
export class LzxKernel {
  readonly #bytes: Uint8Array;
  readonly #exports: LzxExports;
  #ringSize = 0;
  #windowSize = 0;
  #isDelta = false;

  /** For windows of up to 2^`windowBits` bytes, 15 to 25. Throws `WEBASSEMBLY_UNAVAILABLE`. */
  constructor(windowBits: number) {
    const ring = 2 ** windowBits + layout.RING_EXTRA;
    const length = layout.WINDOW + ring + layout.OVERSHOOT + layout.LITERALS_LENGTH;
    const { bytes, exports } = module.instantiate(length);
    this.#bytes = bytes;
    this.#exports = exports;
  }

  /** For streams with a window of 2^`windowBits` bytes; {@link reset} comes next. */
  configure(windowBits: number, isDelta: boolean): void {
    this.#windowSize = 2 ** windowBits;
    this.#ringSize = this.#windowSize + layout.RING_EXTRA;
    this.#isDelta = isDelta;
    this.#exports.configure(this.#windowSize, slotsByWindow[windowBits - SMALLEST_WINDOW]!, isDelta);
  }

  /** To the start of a stream. What lies before its output is the start of `reference`, as much as the window holds. */
  reset(reference: Uint8Array = new Uint8Array()): void {
    const kept = reference.subarray(0, this.#windowSize);
    this.#bytes.set(kept, layout.WINDOW + this.#ringSize - kept.length);
    this.#exports.reset(kept.length);
  }

  /**
   * The output of the next frame, valid until the next call. `input` has at most 65535 bytes, the output 32768, and
   * fewer only at the end of the stream. Throws `LZX_CORRUPT`.
   */
  decode(input: Uint8Array, outputLength: number): Uint8Array {
    const { INPUT } = layout;
    this.#bytes.set(input, INPUT);
    this.#bytes.fill(0, INPUT + input.length, INPUT + input.length + 16);
    const at = this.#exports.decode(input.length, outputLength);
    if (at < 0) throw this.#corrupt(at);
    return this.#bytes.subarray(at, at + outputLength);
  }

  #corrupt(status: number): HotfixkitError {
    const expected = this.#exports.expected.value;
    const found = this.#exports.found.value >>> 0;
    const of = (message: string, facts: ErrorFacts = {}): HotfixkitError =>
      new HotfixkitError('LZX_CORRUPT', message, facts);
    switch (status) {
      case layout.PAST_INPUT:
        return of('a frame reads past its end');
      case layout.NO_LENGTH_TREE:
        return of('a match has a length, but there is no length tree');
      case layout.PAST_BLOCK:
        return of('a match runs past the end of its block or frame');
      case layout.BEFORE_START:
        return this.#isDelta
          ? of('a match reaches back further than the window', { expected, found })
          : of('a match reaches back before the start');
      case layout.BAD_BLOCK_TYPE:
        return of('a block has an invalid type', { expected: '1 to 3', found });
      case layout.BAD_ALIGNED_TREE:
        return of('the aligned offset tree is invalid');
      case layout.BAD_PRETREE:
        return of('the pretree is invalid');
      case layout.BAD_MAIN_TREE:
        return of('the main tree is invalid');
      case layout.BAD_LENGTH_TREE:
        return of('the length tree is invalid');
      case layout.BAD_CODE_LENGTH:
        return of('a code length is invalid', { expected: '0 to 16', found });
      case layout.LONG_LENGTH_RUN:
        return of('a run of code lengths is too long', { expected, found });
      case layout.SHORT_STORED_BLOCK:
        return of('a stored block is cut short');
      default:
        throw new HotfixkitError('INTERNAL', 'the LZX kernel returned an unknown code', {
          found: status,
        });
    }
  }
}
