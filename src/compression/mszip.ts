import { constants, inflateRawSync } from 'node:zlib';
import { HotfixkitError } from '../errors.js';
import type { BlockDecoder } from './block-decoder.js';

/** "CK", before the deflate stream of each block. */
const SIGNATURE_LENGTH = 2;

/** How far back deflate reaches. */
const HISTORY_LENGTH = 32768;

/**
 * MSZIP ([MS-MCI]): each block is "CK" and a deflate stream of its own, which may refer to the 32 KiB of output before
 * it. zlib gets those as its dictionary.
 *
 * What counts is that a block yields its cbUncomp bytes, no more and no fewer. A stream that goes on after them is
 * refused; one that stops after them without having said that it ends is not, nor are bytes that follow its end.
 */
export class MszipDecoder implements BlockDecoder {
  /** The output before the next block, at most the last 32 KiB of it. */
  #history: Uint8Array = new Uint8Array();

  reset(): void {
    this.#history = new Uint8Array();
  }

  /** Throws `MSZIP_CORRUPT`. */
  decode(input: Uint8Array, outputLength: number): Uint8Array {
    if (input.length < SIGNATURE_LENGTH || input[0] !== 0x43 || input[1] !== 0x4b) {
      throw new HotfixkitError('MSZIP_CORRUPT', 'a block does not start with CK', { structure: 'CFDATA' });
    }
    const output = inflate(input.subarray(SIGNATURE_LENGTH), outputLength, this.#history);
    if (output.length !== outputLength) {
      throw new HotfixkitError('MSZIP_CORRUPT', 'a block ends too early', {
        structure: 'CFDATA',
        expected: outputLength,
        found: output.length,
      });
    }
    this.#remember(output);
    return output;
  }

  #remember(output: Uint8Array): void {
    if (output.length >= HISTORY_LENGTH) {
      this.#history = output.length === HISTORY_LENGTH ? output : output.slice(-HISTORY_LENGTH);
      return;
    }
    const kept = Math.min(this.#history.length, HISTORY_LENGTH - output.length);
    const history = new Uint8Array(kept + output.length);
    history.set(this.#history.subarray(this.#history.length - kept));
    history.set(output, kept);
    this.#history = history;
  }
}

function inflate(stream: Uint8Array, outputLength: number, history: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(stream, {
      // One more than is needed, so that zlib sees the end of the stream without a second buffer.
      chunkSize: Math.max(64, outputLength + 1),
      maxOutputLength: Math.max(1, outputLength),
      finishFlush: constants.Z_SYNC_FLUSH,
      ...(history.length > 0 ? { dictionary: history } : {}),
    });
  } catch (error) {
    throw new HotfixkitError(
      'MSZIP_CORRUPT',
      'a block is no deflate stream of its length',
      { structure: 'CFDATA', expected: outputLength },
      { cause: error },
    );
  }
}
