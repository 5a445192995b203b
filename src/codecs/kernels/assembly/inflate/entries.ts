/*
 * Entries of the literal table, above the code's length in bits 0-4: a literal has its byte in bits 5-12; other symbols
 * have bit 13 set, extra bits in bits 14-16 and the length's base in bits 17-25, which is END for the end of a block,
 * INVALID for what does not exist and LONG for Deflate64's length with 16 extra bits. Entries of the distance table have extra bits in bits 5-8 and the base above, 0 for
 * what does not exist. Entries of the table for code lengths have the symbol in bits 5 and up.
 */
export const MATCH: u32 = 1 << 13;
export const END: u32 = 0;
export const INVALID: u32 = 1;
export const LONG: u32 = 2;

/** Set in an entry that leads to a second table: its place in bits 5 and up. */
export const LINK: u32 = 0x8000_0000;
