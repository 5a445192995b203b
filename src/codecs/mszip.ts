import { constants, inflateRawSync } from 'node:zlib';
import { HotfixkitError } from '../core/errors.js';
import type { BlockDecoder } from './block-decoder.js';
import { InflateKernel } from './kernels/inflate-kernel.js';

/** "CK", before the deflate stream of each block. */
const SIGNATURE_LENGTH = 2;

/** How far back deflate reaches. */
const HISTORY_LENGTH = 32768;

/** Inflates streams of which each may refer to the last 32 KiB of output before it. */
export interface BlockInflater {
  /** The output, valid until the next call; null where `stream` does not give exactly `outputLength` bytes. */
  inflate(stream: Uint8Array, outputLength: number): Uint8Array | null;
  reset(): void;
}

/**
 * MSZIP ([MS-MCI]): each block is "CK" and a deflate stream of its own, which may refer to the 32 KiB of output before
 * it.
 *
 * What counts is that a block yields its cbUncomp bytes, no more and no fewer. A stream that goes on after them is
 * refused; one that stops after them without having said that it ends is not, nor are bytes that follow its end.
 */
export class MszipDecoder implements BlockDecoder {
  readonly #inflater: BlockInflater;

  constructor(createInflater = createBlockInflater) {
    this.#inflater = createInflater();
  }

  reset(): void {
    this.#inflater.reset();
  }

  /** Throws `MSZIP_CORRUPT`. */
  decode(input: Uint8Array, outputLength: number): Uint8Array {
    if (input.length < SIGNATURE_LENGTH || input[0] !== 0x43 || input[1] !== 0x4b) {
      throw new HotfixkitError('MSZIP_CORRUPT', 'a block does not start with CK', { structure: 'CFDATA' });
    }
    const output = this.#inflater.inflate(input.subarray(SIGNATURE_LENGTH), outputLength);
    if (output === null) {
      throw new HotfixkitError('MSZIP_CORRUPT', 'a block is no deflate stream of its length', {
        structure: 'CFDATA',
        expected: outputLength,
      });
    }
    return output;
  }
}

/** WebAssembly where it can be had, zlib else: see `createLzxKernel`. */
function createBlockInflater(): BlockInflater {
  try {
    return new InflateKernel();
  } catch {
    return new ZlibInflater();
  }
}

/** zlib, once for each block, with the history as its dictionary. */
export class ZlibInflater implements BlockInflater {
  #history: Uint8Array = new Uint8Array();

  reset(): void {
    this.#history = new Uint8Array();
  }

  inflate(stream: Uint8Array, outputLength: number): Uint8Array | null {
    const history = this.#history;
    let output: Uint8Array;
    try {
      output = inflateRawSync(stream, {
        // One more than is needed, so that zlib sees the end of the stream without a second buffer.
        chunkSize: Math.max(64, outputLength + 1),
        maxOutputLength: Math.max(1, outputLength),
        // Hands out what there is even if the stream has not ended.
        finishFlush: constants.Z_SYNC_FLUSH,
        ...(history.length > 0 ? { dictionary: history } : {}),
      });
    } catch {
      return null;
    }
    if (output.length !== outputLength) return null;
    this.#remember(output);
    return output;
  }

  #remember(output: Uint8Array): void {
    if (output.length >= HISTORY_LENGTH) {
      this.#history = output;
      return;
    }
    const kept = Math.min(this.#history.length, HISTORY_LENGTH - output.length);
    const history = new Uint8Array(kept + output.length);
    history.set(this.#history.subarray(this.#history.length - kept));
    history.set(output, kept);
    this.#history = history;
  }
}
