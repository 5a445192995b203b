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

  /**
   * Decodes blocks that lie one behind the other from the start of `bytes`, as CFDATA (MS-CAB 2.4) without a reserve, checksums
   * verified: at most `most`, until there are `wanted` bytes of output. The result is valid until the next call. Stops
   * before a block that is not all there, is continued in another cabinet, or is not as it should be: {@link decode} says what is wrong with it. Null
   * where that is the first one. Only of decoders for which this is faster than one after the other.
   */
  decodeBlocks?(bytes: Uint8Array, most: number, wanted: number): DecodedBlocks | null;

  /** Clears the history: the next block is the first of a folder. Also makes a decoder usable after an error. */
  reset(): void;
}

/** What several blocks decode to. */
export interface DecodedBlocks {
  blocks: number;
  /** Bytes that they take, with their headers. */
  inputLength: number;
  output: Uint8Array;
}

/** Most output of one block (MS-CAB 2.4, cbUncomp), and the length of all frames except a folder's last. */
export const BLOCK_LENGTH = 32768;

/** Most input of one block: a frame of LZX or Quantum may grow by this much over its output. */
export const BLOCK_INPUT_LENGTH = BLOCK_LENGTH + 6144;
