import { HotfixkitError } from '../core/errors.js';
import type { BlockDecoder } from './block-decoder.js';

/** Folders that are not compressed (MS-CAB 2.2, tcompTYPE_NONE): the output equals the block. */
export class StoredDecoder implements BlockDecoder {
  /** Throws `CAB_BAD_DATA` where the two lengths differ. */
  decode(input: Uint8Array, outputLength: number): Uint8Array {
    if (input.length !== outputLength) {
      throw new HotfixkitError('CAB_BAD_DATA', 'a stored block changes its length', {
        structure: 'CFDATA',
        expected: outputLength,
        found: input.length,
      });
    }
    return input;
  }

  reset(): void {}
}
