import type { DecodedBlocks } from '../block-decoder.js';
import * as layout from './inflate-layout.js';
import { inflateWasm } from './inflate-wasm.js';
import { WasmModule } from './wasm-module.js';

/** What assembly/inflate.ts exports. */
interface InflateExports {
  start(): void;
  reset(): void;
  setDeflate64(on: boolean): void;
  keepInput(): number;
  setInput(length: number, isAll: boolean): void;
  takeOutput(): void;
  run(length: number): number;
  decodeBlocks(length: number, most: number, wanted: number): void;
  readonly blocksStart: { readonly value: number };
  readonly blocks: { readonly value: number };
  readonly blocksInput: { readonly value: number };
  readonly outputStart: { readonly value: number };
  readonly position: { readonly value: number };
}

const module = new WasmModule<InflateExports>(inflateWasm);

/**
 * Deflate and Deflate64 in WebAssembly: streams one after the other, each with the last 32 KiB of output before it (64 KiB
 * in Deflate64) in reach until {@link reset}. zlib is as fast once it runs; but it has to be started for each block of a cabinet, with its window
 * allocated, filled and thrown away, and there is none outside of Node.
 */
export class InflateKernel {
  readonly #bytes: Uint8Array;
  readonly #exports: InflateExports;

  /** Throws `WEBASSEMBLY_UNAVAILABLE`. */
  constructor() {
    const { bytes, exports } = module.instantiate(layout.MEMORY_LENGTH);
    this.#bytes = bytes;
    this.#exports = exports;
  }

  /** A stream starts, which may not refer to anything before it; of Deflate64, if that is asked for. */
  reset(isDeflate64 = false): void {
    this.#exports.setDeflate64(isDeflate64);
    this.#exports.reset();
    this.#exports.start();
  }

  /** A stream starts, which may refer to what was put out before. */
  start(): void {
    this.#exports.start();
  }

  /** Adds input, as much as there is room for, and gives how much that is, in bytes. `isAll`: the rest of the stream. */
  add(input: Uint8Array, isAll: boolean): number {
    const kept = this.#exports.keepInput();
    const taken = Math.min(input.length, layout.MAX_INPUT - kept);
    const end = layout.INPUT + kept + taken;
    this.#bytes.set(taken === input.length ? input : input.subarray(0, taken), layout.INPUT + kept);
    this.#bytes.fill(0, end, end + 16);
    this.#exports.setInput(kept + taken, isAll && taken === input.length);
    return taken;
  }

  /**
   * Goes on until {@link output} has `length` bytes, 32768 at most, or up to 257 more where a match goes past them (65537 in
   * Deflate64). Gives
   * one of the answers of inflate-layout.ts: FULL is the answer only when there is still more.
   */
  run(length: number): number {
    return this.#exports.run(length);
  }

  /**
   * Decodes CFDATA of MSZIP, each with a stream of its own, that lie one behind the other from the start of `bytes`: 8 at most, until there
   * are `wanted` bytes of output. What was put out before is taken. Null where something is not as it should be with
   * the first one, or it is not all there.
   */
  decodeBlocks(bytes: Uint8Array, most: number, wanted: number): DecodedBlocks | null {
    const length = Math.min(bytes.length, layout.MAX_INPUT);
    this.#bytes.set(length === bytes.length ? bytes : bytes.subarray(0, length), layout.INPUT);
    const exports = this.#exports;
    // A folder may have more than 32 bits with a sign can count.
    const enough = Math.min(wanted, layout.MOST_BLOCKS * layout.MAX_OUTPUT);
    exports.decodeBlocks(length, Math.min(most, layout.MOST_BLOCKS), enough);
    const blocks = exports.blocks.value;
    if (blocks === 0) return null;
    const start = layout.WINDOW + exports.blocksStart.value;
    return {
      blocks,
      inputLength: exports.blocksInput.value,
      output: this.#bytes.subarray(start, layout.WINDOW + exports.position.value),
    };
  }

  /** What has been put out since it was taken last; valid until {@link run} or {@link takeOutput} is called. */
  get output(): Uint8Array {
    const { outputStart, position } = this.#exports;
    return this.#bytes.subarray(layout.WINDOW + outputStart.value, layout.WINDOW + position.value);
  }

  /** Makes the output history. */
  takeOutput(): void {
    this.#exports.takeOutput();
  }
}
