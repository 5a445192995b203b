/**
 * Turns the compressed blocks of one cabinet folder into output, one CFDATA after the other. A decoder keeps the
 * folder's history: it takes all blocks of a folder in order, and {@link reset} before another folder.
 */
export interface BlockDecoder {
  /**
   * Decodes the next block into exactly `outputLength` bytes. The result is valid until the next call and must not be
   * written to. Throws the coded error of its format; reset the decoder before further use.
   */
  decode(input: Uint8Array, outputLength: number): Uint8Array;

  /** Clears the history: the next block is the first of a folder. Also makes a decoder usable after an error. */
  reset(): void;
}

/** Most output of one block (MS-CAB 2.4, cbUncomp), and the length of all frames except a folder's last. */
export const BLOCK_LENGTH = 32768;

/** Most input of one block: a frame of LZX or Quantum may grow by this much over its output. */
export const BLOCK_INPUT_LENGTH = BLOCK_LENGTH + 6144;
