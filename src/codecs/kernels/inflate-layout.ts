/*
 * The memory of the inflate kernel and what it answers. AssemblyScript compiles this file too, so it has plain constants
 * only.
 */

/** How far back a match may reach at most, in bytes: half of it in deflate, all in Deflate64. */
export const HISTORY = 65536;

/** Most output of one call; a match may go past it by its length less one: 258 in deflate. */
export const MAX_OUTPUT = 32768;
export const LONGEST_MATCH = 65538;

/** Most input of a block of a cabinet. */
export const MAX_BLOCK_INPUT = MAX_OUTPUT + 6144;
/** Most blocks of a cabinet that are decoded at once. */
export const MOST_BLOCKS = 8;

/** Where output may start at most in the window. */
export const LAST_START = HISTORY + 98304;

/** Most input that can lie at hand. */
export const MAX_INPUT = 131072;

export const LITERAL_SYMBOLS = 288;
export const DISTANCE_SYMBOLS = 32;
export const LENGTH_SYMBOLS = 19;

/** Bits by which the tables are looked up first. */
export const LITERAL_ROOT_BITS = 11;
export const DISTANCE_ROOT_BITS = 9;
/** No code for code lengths is longer. */
export const LENGTH_ROOT_BITS = 7;

/** The longest code, in bits. */
export const MAX_CODE_LENGTH = 15;

/* Addresses. A table has 4 bytes for each entry, and a second table for each symbol at most. */
export const CODE_LENGTHS = 1024;
/** Runs of lengths are written in large steps. */
export const SHORT_LENGTHS = CODE_LENGTHS + LITERAL_SYMBOLS + DISTANCE_SYMBOLS + 16;
export const COUNTS = SHORT_LENGTHS + 32;
export const SORTED = COUNTS + 16 * (MAX_CODE_LENGTH + 1);
/** What a symbol means, without its code: of the literals and lengths, then of the distances and of the code lengths. */
export const LITERAL_PAYLOADS = SORTED + 2 * LITERAL_SYMBOLS;
export const DISTANCE_PAYLOADS = LITERAL_PAYLOADS + 4 * LITERAL_SYMBOLS;
export const LENGTH_PAYLOADS = DISTANCE_PAYLOADS + 4 * DISTANCE_SYMBOLS;
/** The tables start at multiples of 16, since they are written in steps of that. */
export const LENGTH_TABLE = LENGTH_PAYLOADS + 4 * (LENGTH_SYMBOLS + 1);
export const LITERAL_TABLE = LENGTH_TABLE + 4 * (1 << LENGTH_ROOT_BITS);
export const DISTANCE_TABLE =
  LITERAL_TABLE + 4 * ((1 << LITERAL_ROOT_BITS) + (LITERAL_SYMBOLS << (MAX_CODE_LENGTH - LITERAL_ROOT_BITS)));
export const INPUT =
  DISTANCE_TABLE +
  4 * ((1 << DISTANCE_ROOT_BITS) + (DISTANCE_SYMBOLS << (MAX_CODE_LENGTH - DISTANCE_ROOT_BITS)));
/** A header that is cut is read to its end before that is found out. */
export const WINDOW = INPUT + MAX_INPUT + 1024;
/** The last of them are for copies in large steps. */
export const MEMORY_LENGTH = WINDOW + LAST_START + MOST_BLOCKS * MAX_OUTPUT + LONGEST_MATCH + 64;

/* What `run` answers. */
/** The stream has come to its end. */
export const DONE = 0;
/** There is more output. */
export const FULL = 1;
/** There is not enough input to go on, and more may come. */
export const HUNGRY = 2;
/** The input ends before the stream does, with whole symbols. */
export const CUT = 3;
/** The input ends inside of a symbol or a stored block. */
export const CUT_INSIDE = 4;
export const BAD_BLOCK = 5;
export const BAD_STORED_BLOCK = 6;
export const BAD_SYMBOL = 7;
export const BAD_DISTANCE = 8;
