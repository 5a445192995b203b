/*
 * The memory of the MD5 kernel. AssemblyScript compiles this file too, so it has plain constants only.
 */

/** Messages that are hashed side by side: two vectors of four words. */
export const LANES = 8;

/** Bytes of a block (RFC 1321, 3.4), words of it, and bytes of a vector. */
export const BLOCK = 64;
export const WORDS = 16;
export const VECTOR = 16;

/** Most bytes of a message that lie at hand at a time. */
export const CHUNK = 65536;

/* Addresses. For each lane where its next block lies. */
export const POINTERS = 1024;
/** The first words of the digest of all lanes, then their second words, and so on. */
export const STATES = POINTERS + 4 * LANES;
/** The words of the blocks in work: the first word of the lanes of the first vector, then their second one, and so on. */
export const BLOCKS = STATES + 4 * 4 * LANES;
/** What lies at hand of each lane, with room for the end of a message. */
export const INPUT = BLOCKS + 4 * WORDS * LANES;
export const INPUT_LENGTH = CHUNK + 2 * BLOCK;
export const MEMORY_LENGTH = INPUT + INPUT_LENGTH * LANES;
