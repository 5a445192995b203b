/*
 * Entries of the literal and the distance table: what to read next, in one number.
 *
 * Bits 0-5: bits to skip, of the code and the extra bits behind it. Bits 8-13: of these, the bits of the code. A length or
 * a distance has its base in bits 16-31 (the base of what does not exist is 0); a literal has its byte in bits 16-23 and
 * bit 31 set. With EXCEPTION set, bits 16-30 are END for the end of a block and INVALID for what does not exist; or, with
 * LINK set too, the place of a second table, whose entries count bits from behind the first table's.
 */
export const LITERAL: u32 = 0x8000_0000;
export const EXCEPTION: u32 = 0x8000;
export const LINK: u32 = 0x4000;

export const END: u32 = EXCEPTION;
export const INVALID: u32 = EXCEPTION | (1 << 16);

/** What a code of one bit adds to the payload of its symbol. */
export const CODE_BIT: u32 = 0x101;

/*
 * Entries of the table for code lengths: bits 0-5 and 8-13 as above. Bits 16-19: how many lengths at least; bits 20-23: which; or,
 * with REPEATS set, that of the one before.
 */
export const REPEATS: u32 = 1 << 24;
