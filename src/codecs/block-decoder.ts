/**
 * Turns the compressed blocks of one cabinet folder into output, one CFDATA after the other. A decoder carries the
 * folder's history: it is fed every block from the folder's first, in order, and {@link reset} before another folder's.
 */
export interface BlockDecoder {
  /**
   * Decodes the next block into exactly `outputLength` bytes. The result is valid until the next call and must not
   * be written to. Throws the coded error of its format; after that the decoder is of no further use.
   */
  decode(input: Uint8Array, outputLength: number): Uint8Array;

  /** Forgets the folder: the next block is another one's first. Also mends a decoder that has thrown. */
  reset(): void;
}

/** Most output of one block (MS-CAB 2.4, cbUncomp), and the length of every frame but a folder's last. */
export const BLOCK_LENGTH = 32768;

/** Most input of one block: a frame of LZX or Quantum may grow by this much over its output. */
export const BLOCK_INPUT_LENGTH = BLOCK_LENGTH + 6144;
