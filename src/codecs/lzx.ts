import { addFacts, HotfixkitError } from '../core/errors.js';
import { BLOCK_INPUT_LENGTH, BLOCK_LENGTH, type BlockDecoder } from './block-decoder.js';
import { LzxKernel } from './kernels/lzx-kernel.js';

/**
 * LZX in cabinets (MS-CAB and [MS-PATCH] 2): a window of 2^15 to 2^21 bytes, one frame of 32768 bytes of output in each
 * CFDATA, Huffman codes and repeated offsets carried from frame to frame.
 */
export class LzxDecoder implements BlockDecoder {
  readonly #kernel: LzxKernel;
  /** Only a folder's last frame may be shorter than the others. */
  #ended = false;

  /** `windowBits` is 15 to 21. Throws `LZX_BAD_WINDOW`, `WEBASSEMBLY_UNAVAILABLE`. */
  constructor(windowBits: number) {
    if (!(windowBits >= 15 && windowBits <= 21)) {
      throw new HotfixkitError('LZX_BAD_WINDOW', 'LZX does not have a window of this size', {
        structure: 'CFFOLDER',
        expected: '15 to 21',
        found: windowBits,
      });
    }
    this.#kernel = new LzxKernel(windowBits);
    this.#kernel.configure(windowBits, false);
    this.reset();
  }

  reset(): void {
    this.#kernel.reset();
    this.#ended = false;
  }

  /** Throws `LZX_CORRUPT`. */
  decode(input: Uint8Array, outputLength: number): Uint8Array {
    if (input.length > BLOCK_INPUT_LENGTH || outputLength > BLOCK_LENGTH) {
      throw corrupt('a frame is too long', outputLength);
    }
    if (this.#ended) throw corrupt('a frame that is not the last is short');
    this.#ended = outputLength < BLOCK_LENGTH;
    try {
      return this.#kernel.decode(input, outputLength);
    } catch (error) {
      throw addFacts(error, { structure: 'CFDATA' });
    }
  }
}

function corrupt(message: string, found?: number): HotfixkitError {
  const facts = { structure: 'CFDATA', expected: BLOCK_LENGTH };
  return new HotfixkitError('LZX_CORRUPT', message, found === undefined ? facts : { ...facts, found });
}
