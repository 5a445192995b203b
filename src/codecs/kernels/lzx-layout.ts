/*
 * The memory of the LZX kernel and what it answers. AssemblyScript compiles this file too, so it has plain constants only.
 */

/** Most output of one frame, and the length of every frame but a stream's last; in bytes. */
export const FRAME_LENGTH = 32768;

/** Most input of one frame: a delta states its size with 16 bits. */
export const FRAME_INPUT_LENGTH = 65536;

/** Position slots of the largest window, 2^25 bytes ([MS-PATCH] 2.7). */
export const MAX_SLOTS = 290;

/** Symbols of the codes. */
export const MAX_MAIN_SYMBOLS = 256 + 8 * MAX_SLOTS;
export const LENGTH_SYMBOLS = 249;
export const ALIGNED_SYMBOLS = 8;
export const PRETREE_SYMBOLS = 20;

/** Bits by which the tables are looked up first. */
export const MAIN_ROOT_BITS = 11;
export const LENGTH_ROOT_BITS = 10;
export const PRETREE_ROOT_BITS = 8;
/** No aligned code is longer. */
export const ALIGNED_ROOT_BITS = 7;

/** The longest code, in bits. */
export const MAX_CODE_LENGTH = 16;

/*
 * Addresses. The main table has 8 bytes for each entry, the others 4: a root slot that leads to longer codes holds two
 * symbols at least, so there are at most half as many of those slots as symbols.
 */
/** The last three distances, with room for one more. */
export const RECENT = 1024;
/** What a stored block's header gave as the last three distances. */
export const STORED_RECENT = RECENT + 16;
/** What the symbols of the main tree mean, without their codes, in verbatim and in aligned blocks. */
export const MAIN_PAYLOADS = STORED_RECENT + 16;
export const ALIGNED_PAYLOADS = MAIN_PAYLOADS + 8 * MAX_MAIN_SYMBOLS;
export const MAIN_LENGTHS = ALIGNED_PAYLOADS + 8 * MAX_MAIN_SYMBOLS;
export const LENGTH_LENGTHS = MAIN_LENGTHS + MAX_MAIN_SYMBOLS;
export const SHORT_LENGTHS = LENGTH_LENGTHS + LENGTH_SYMBOLS + 7;
export const COUNTS = SHORT_LENGTHS + 32;
export const SORTED = COUNTS + 16 * (MAX_CODE_LENGTH + 2);
/** Where in the main table the codes begin behind which a symbol of the length tree comes. */
export const LONG_PLACES = SORTED + 2 * MAX_MAIN_SYMBOLS;
export const ALIGNED_TABLE = LONG_PLACES + 4 * (MAX_SLOTS + 1);
/** Tables are filled in large steps, so that there is room behind each. */
export const PRETREE_TABLE = ALIGNED_TABLE + 4 * (1 << ALIGNED_ROOT_BITS) + 16;
export const LENGTH_TABLE =
  PRETREE_TABLE +
  4 * ((1 << PRETREE_ROOT_BITS) + ((PRETREE_SYMBOLS >> 1) << (MAX_CODE_LENGTH - PRETREE_ROOT_BITS))) +
  16;
export const MAIN_TABLE =
  LENGTH_TABLE +
  4 * ((1 << LENGTH_ROOT_BITS) + ((LENGTH_SYMBOLS >> 1) << (MAX_CODE_LENGTH - LENGTH_ROOT_BITS))) +
  16;
export const TRANSLATED =
  MAIN_TABLE +
  8 * ((1 << MAIN_ROOT_BITS) + ((MAX_MAIN_SYMBOLS >> 1) << (MAX_CODE_LENGTH - MAIN_ROOT_BITS))) +
  16;
/** Where the bytes 0xE8 of a frame are, 2 bytes for each. */
export const CALLS = TRANSLATED + FRAME_LENGTH + 64;
export const INPUT = CALLS + 2 * FRAME_LENGTH + 64;
export const BITS = INPUT + FRAME_INPUT_LENGTH + 64;
/**
 * The input's words from the top down end here. Whether reading has gone past the input is checked when a run is over:
 * a match takes less than nine bytes and makes two bytes at least.
 */
export const BITS_TOP = BITS + FRAME_INPUT_LENGTH + 9 * (FRAME_LENGTH / 2) + 128;
export const WINDOW = BITS_TOP;

/** The ring: a window and a frame; what a copy in large steps writes past its match is in nobody's reach. */
export const RING_EXTRA = FRAME_LENGTH;
/** Bytes behind the ring that copies in large steps may touch. */
export const OVERSHOOT = 64;
/** Behind them each byte at its own place: what literals are copied from, in large steps. */
export const LITERALS_LENGTH = 256 + OVERSHOOT;

/* What `decode` answers instead of an address. */
export const PAST_INPUT = -1;
export const NO_LENGTH_TREE = -2;
export const PAST_BLOCK = -3;
export const BEFORE_START = -4;
export const BAD_BLOCK_TYPE = -5;
export const BAD_ALIGNED_TREE = -6;
export const BAD_PRETREE = -7;
export const BAD_MAIN_TREE = -8;
export const BAD_LENGTH_TREE = -9;
export const BAD_CODE_LENGTH = -10;
export const LONG_LENGTH_RUN = -11;
export const SHORT_STORED_BLOCK = -12;
