import { CUT, INPUT } from '../../inflate-layout';

/** The next bit of the input. */
export let bit: i32 = 0;
export let inputBits: i32 = 0;
/** No more input comes. */
export let isAll: bool = false;

/** A stream starts, without input. */
export function startInput(): void {
  bit = 0;
  inputBits = 0;
  isAll = false;
}

/** Makes room: puts the input that is left to the front, and gives its length. */
export function keepInput(): i32 {
  const used = bit >> 3;
  const left = max(0, (inputBits >> 3) - used);
  memory.copy(INPUT, INPUT + used, left);
  bit -= used << 3;
  inputBits = left << 3;
  return left;
}

/** There are `length` bytes of input now, with zeros behind them. */
export function setInput(length: i32, all: bool): void {
  inputBits = length << 3;
  isAll = all;
}

/** The input is what lies from `from` to `end`; there are other bytes behind it. */
export function useInput(from: i32, end: i32): void {
  bit = from << 3;
  inputBits = end << 3;
  isAll = true;
}

/** The next 57 bits or more, from the lowest up. */
export function peek(): u64 {
  return peekAt(bit);
}

/** The same from bit `at` on. */
export function peekAt(at: i32): u64 {
  return load<u64>(at >> 3, INPUT) >> (at & 7);
}

export function take(count: i32): u32 {
  const bits = <u32>peek() & ((1 << count) - 1);
  bit += count;
  return bits;
}

/** An error that was found before bit `end`, unless it comes from bits that are not there. */
export function failure(result: i32, end: i32): i32 {
  return end > inputBits ? CUT : result;
}

/** Goes on by `count` bits. */
export function skip(count: i32): void {
  bit += count;
}

/** Goes on from bit `at`. */
export function moveTo(at: i32): void {
  bit = at;
}
