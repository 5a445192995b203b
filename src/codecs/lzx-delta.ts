import { addFacts, HotfixkitError } from '../core/errors.js';
import { LzxKernel } from './kernels/lzx-kernel.js';

/** Output bytes of each chunk but the last. */
export const LZX_DELTA_CHUNK = 32768;

const STRUCTURE = 'LZX DELTA chunk';

/** Windows of up to 2^22 bytes share a kernel: a patch has thousands of small deltas, decoded one after the other. */
const SHARED_WINDOW_BITS = 22;
let shared: LzxKernel | undefined;

/**
 * Bytes that the chunks for `outputLength` bytes of output take, from the start of `input`, sizes included. Only the
 * sizes are looked at: this is the cheap way to learn that a stream is too short before memory is asked for.
 * Throws `LZX_CORRUPT`.
 */
export function lzxDeltaStreamLength(input: Uint8Array, outputLength: number): number {
  let at = 0;
  for (let done = 0; done < outputLength; done += LZX_DELTA_CHUNK) {
    const size = input[at]! | (input[at + 1]! << 8);
    // A chunk of one byte would have no room for a code of each kind that it needs; words are the unit anyway.
    if (at + 2 + size > input.length || size < 2) throw cutShort(at);
    at += 2 + size;
  }
  return at;
}

/**
 * LZX DELTA ([MS-PATCH]): LZX with a reference before the output, where matches may reach, windows of 2^17 to 2^25
 * bytes and matches of up to 32768 bytes. Each chunk of 32768 bytes of output has its size in front (u16) and starts
 * on a bit boundary of its own.
 */
export class LzxDeltaDecoder {
  readonly #windowBits: number;
  readonly #kernel: LzxKernel;

  /** `windowBits` is 17 to 25. Throws `LZX_BAD_WINDOW`, `WEBASSEMBLY_UNAVAILABLE`. */
  constructor(windowBits: number) {
    if (!(windowBits >= 17 && windowBits <= 25)) {
      throw new HotfixkitError('LZX_BAD_WINDOW', 'LZX DELTA has no window of this size', {
        expected: '17 to 25',
        found: windowBits,
      });
    }
    this.#windowBits = windowBits;
    if (windowBits > SHARED_WINDOW_BITS) this.#kernel = new LzxKernel(windowBits);
    else {
      shared ??= new LzxKernel(SHARED_WINDOW_BITS);
      this.#kernel = shared;
    }
  }

  /**
   * Decodes one stream from the start of `input` until `output` is full; gives the number of bytes it took. Of a
   * reference longer than the window only the first bytes count. Throws `LZX_CORRUPT`; `offset` is that of the chunk.
   */
  decode(input: Uint8Array, reference: Uint8Array, output: Uint8Array): number {
    const kernel = this.#kernel;
    // Another decoder may have used it.
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
