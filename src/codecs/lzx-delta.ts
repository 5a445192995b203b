import { addFacts, HotfixkitError } from '../core/errors.js';
import { LzxKernel } from './kernels/lzx-kernel.js';

/** Output bytes of each chunk except the last. */
export const LZX_DELTA_CHUNK = 32768;

const STRUCTURE = 'LZX DELTA chunk';

const SMALLEST_WINDOW_BITS = 17;
const LARGEST_WINDOW_BITS = 25;

/**
 * All deltas share a kernel, since a patch has thousands of them and each is decoded in one call. It has room for the
 * largest window; untouched memory costs nothing.
 */
let shared: LzxKernel | undefined;

/**
 * Bytes of the chunks for `outputLength` bytes of output, from the start of `input`, sizes included. Reads only the
 * sizes: a cheap check that the stream is long enough before memory is allocated. Throws `LZX_CORRUPT`.
 */
export function lzxDeltaStreamLength(input: Uint8Array, outputLength: number): number {
  let at = 0;
  for (let done = 0; done < outputLength; done += LZX_DELTA_CHUNK) {
    const size = input[at]! | (input[at + 1]! << 8);
    // A chunk of one byte has no room for the codes that it needs; chunks consist of words.
    if (at + 2 + size > input.length || size < 2) throw cutShort(at);
    at += 2 + size;
  }
  return at;
}

/**
 * LZX DELTA ([MS-PATCH]): LZX with a reference before the output, where matches may reach, windows of 2^17 to 2^25
 * bytes and matches of up to 32768 bytes. Each chunk of 32768 bytes of output follows its size (u16) and restarts the
 * bit stream.
 */
export class LzxDeltaDecoder {
  readonly #windowBits: number;
  readonly #kernel: LzxKernel;

  /** `windowBits` is 17 to 25. Throws `LZX_BAD_WINDOW`, `WEBASSEMBLY_UNAVAILABLE`. */
  constructor(windowBits: number) {
    if (!(windowBits >= SMALLEST_WINDOW_BITS && windowBits <= LARGEST_WINDOW_BITS)) {
      throw new HotfixkitError('LZX_BAD_WINDOW', 'LZX DELTA has no window of this size', {
        expected: '17 to 25',
        found: windowBits,
      });
    }
    this.#windowBits = windowBits;
    shared ??= new LzxKernel(LARGEST_WINDOW_BITS);
    this.#kernel = shared;
  }

  /**
   * Decodes one stream from the start of `input` until `output` is full; returns the number of input bytes used. Of a
   * reference longer than the window only the first bytes are used. Throws `LZX_CORRUPT`; `offset` is that of the
   * chunk.
   */
  decode(input: Uint8Array, reference: Uint8Array, output: Uint8Array): number {
    const kernel = this.#kernel;
    // Another decoder may have used the kernel.
    kernel.configure(this.#windowBits, true);
    kernel.reset(reference);
    let at = 0;
    for (let done = 0; done < output.length; done += LZX_DELTA_CHUNK) {
      const size = input[at]! | (input[at + 1]! << 8);
      const start = at + 2;
      if (start + size > input.length) throw cutShort(at);
      try {
        const length = Math.min(LZX_DELTA_CHUNK, output.length - done);
        output.set(kernel.decode(input.subarray(start, start + size), length), done);
      } catch (error) {
        throw addFacts(error, { offset: at, structure: STRUCTURE });
      }
      at = start + size;
    }
    return at;
  }
}

function cutShort(offset: number): HotfixkitError {
  return new HotfixkitError('LZX_CORRUPT', 'the stream is cut short', { offset, structure: STRUCTURE });
}
