import { BITS_TOP, INPUT } from '../../lzx-layout';

/** Bytes of the frame at INPUT. */
export let inputLength: u32 = 0;
/** Where in the input the bits start: behind a stored block, or 0. */
export let bitsStart: u32 = 0;
/** The next bit, counted from there. */
export let bit: u32 = 0;

/** The frame at INPUT has `length` bytes, with zeros behind it. */
export function startInput(length: u32): void {
  inputLength = length;
  startBits(0);
}

/**
 * Makes the input from byte `from` on the source of bits: its 16-bit words are put in front of BITS_TOP from the top down,
 * so that the 64 bits at any place are one load, a number whose highest bit is the stream's next.
 */
export function startBits(from: u32): void {
  bitsStart = from;
  bit = 0;
  let to: u32 = BITS_TOP - 16;
  for (let at = from; at < inputLength; at += 16) {
    const words = v128.load(at, INPUT);
    v128.store(to, v128.shuffle<u16>(words, words, 7, 6, 5, 4, 3, 2, 1, 0));
    to -= 16;
  }
  // What is read past the end is the same each time.
  memory.fill(to, 0, 16);
}

/** The next 57 bits or more, on top. */
export function peek(): u64 {
  return load<u64>(BITS_TOP - 8 - (bit >> 3)) << (bit & 7);
}

/** The next `count` bits, 1 to 32. */
export function take(count: u32): u32 {
  const bits = peek();
  bit += count;
  return <u32>(bits >> (64 - count));
}

export function isPastInput(): bool {
  return bit > (inputLength - bitsStart) << 3;
}

/** Next byte of the input, rounded down. */
export function inputPosition(): u32 {
  return bitsStart + (bit >> 3);
}

/** Goes on by `count` bits. */
export function skip(count: u32): void {
  bit += count;
}

/** Goes on from bit `at`, counted as {@link bit} is. */
export function moveTo(at: u32): void {
  bit = at;
}
