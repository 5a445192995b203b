import { HotfixkitError } from '../core/errors.js';
import { BLOCK_INPUT_LENGTH, BLOCK_LENGTH, type BlockDecoder, type DecodedBlocks } from './block-decoder.js';
import { InflateKernel } from './kernels/inflate-kernel.js';
import { CUT, DONE } from './kernels/inflate-layout.js';

/** "CK", before the deflate stream of each block. */
const SIGNATURE_LENGTH = 2;

/**
 * MSZIP ([MS-MCI]): each block is "CK" and a separate deflate stream, which may refer to the previous 32 KiB of output.
 *
 * A block must yield exactly its cbUncomp bytes. A stream that continues after them is refused; one without an end
 * marker after them is accepted, and so are bytes after its end.
 */
export class MszipDecoder implements BlockDecoder {
  readonly #kernel: InflateKernel;

  /** Throws `WEBASSEMBLY_UNAVAILABLE`. */
  constructor() {
    this.#kernel = new InflateKernel();
  }

  reset(): void {
    this.#kernel.reset();
  }

  /** Throws `MSZIP_CORRUPT`. */
  decode(input: Uint8Array, outputLength: number): Uint8Array {
    return this.#decode(input, outputLength);
  }

  decodeBlocks(bytes: Uint8Array, most: number, wanted: number): DecodedBlocks | null {
    return this.#kernel.decodeBlocks(bytes, most, wanted);
  }

  /** What {@link decode} does, for a block without a stated output length. */
  decodeAny(input: Uint8Array): Uint8Array {
    return this.#decode(input, null);
  }

  #decode(input: Uint8Array, outputLength: number | null): Uint8Array {
    if (input.length < SIGNATURE_LENGTH || input[0] !== 0x43 || input[1] !== 0x4b) {
      throw new HotfixkitError('MSZIP_CORRUPT', 'a block does not start with CK', { structure: 'CFDATA' });
    }
    const output = this.#inflate(input.subarray(SIGNATURE_LENGTH), outputLength);
    if (output === null) {
      throw new HotfixkitError('MSZIP_CORRUPT', 'a block does not inflate to its length', {
        structure: 'CFDATA',
        expected: outputLength ?? `${BLOCK_LENGTH} at most`,
      });
    }
    return output;
  }

  #inflate(stream: Uint8Array, outputLength: number | null): Uint8Array | null {
    if (stream.length > BLOCK_INPUT_LENGTH || (outputLength ?? 0) > BLOCK_LENGTH) return null;
    const kernel = this.#kernel;
    kernel.takeOutput();
    kernel.start();
    kernel.add(stream, true);
    const result = kernel.run(outputLength ?? BLOCK_LENGTH);
    const { output } = kernel;
    const isWhole = outputLength === null ? output.length <= BLOCK_LENGTH : output.length === outputLength;
    return (result === DONE || result === CUT) && isWhole ? output : null;
  }
}
