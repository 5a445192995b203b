/*
 * MD5 (RFC 1321) of eight messages side by side, in AssemblyScript. Each step of the digest needs the one before it, so that a processor is
 * mostly waiting in a single message; in vectors it has the same step of four messages to do at once, and another four while
 * those wait. The memory is laid out in md5-layout.ts; nothing here allocates.
 */
import { BLOCK, BLOCKS, POINTERS, STATES, VECTOR, WORDS } from '../md5-layout';

/* Of the second four messages. */
const SECOND_POINTERS = POINTERS + 16;
const SECOND_STATES = STATES + 16;
const SECOND_BLOCKS = BLOCKS + WORDS * VECTOR;
/* From one word of the states to the next. */
const STATE = 2 * VECTOR;
/* Places in the words of a block, in bytes of their vectors, modulo its length. */
const LAST_PLACE = WORDS * VECTOR - 1;

/** The integer part of 4294967296 times abs(sin(i)), i from 1 to 64 in radians (RFC 1321, 3.4). */
const SINES: i32 = memory.data<u32>([
  0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8,
  0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
  0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87,
  0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
  0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039,
  0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
  0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb,
  0xeb86d391,
]);

/** Takes `count` blocks of each message, and moves its pointer behind them. */
export function run(count: i32): void {
  let a = v128.load(STATES);
  let b = v128.load(STATES, STATE);
  let c = v128.load(STATES, 2 * STATE);
  let d = v128.load(STATES, 3 * STATE);
  let a2 = v128.load(SECOND_STATES);
  let b2 = v128.load(SECOND_STATES, STATE);
  let c2 = v128.load(SECOND_STATES, 2 * STATE);
  let d2 = v128.load(SECOND_STATES, 3 * STATE);
  let sine: v128;
  for (; count > 0; count--) {
    gather(POINTERS, BLOCKS);
    gather(SECOND_POINTERS, SECOND_BLOCKS);
    const oldA = a;
    const oldB = b;
    const oldC = c;
    const oldD = d;
    const oldA2 = a2;
    const oldB2 = b2;
    const oldC2 = c2;
    const oldD2 = d2;
    // Four steps a turn: without turns, V8 puts all steps of one vector before all of the other.
    for (let step = 0, place = 0; step < WORDS; step += 4) {
      sine = sineOf(step);
      a = turned(sum(a, word(place), sine, f(b, c, d)), b, 7);
      a2 = turned(sum(a2, word2(place), sine, f(b2, c2, d2)), b2, 7);
      place = ahead(place, 1);
      sine = sineOf(step + 1);
      d = turned(sum(d, word(place), sine, f(a, b, c)), a, 12);
      d2 = turned(sum(d2, word2(place), sine, f(a2, b2, c2)), a2, 12);
      place = ahead(place, 1);
      sine = sineOf(step + 2);
      c = turned(sum(c, word(place), sine, f(d, a, b)), d, 17);
      c2 = turned(sum(c2, word2(place), sine, f(d2, a2, b2)), d2, 17);
      place = ahead(place, 1);
      sine = sineOf(step + 3);
      b = turned(sum(b, word(place), sine, f(c, d, a)), c, 22);
      b2 = turned(sum(b2, word2(place), sine, f(c2, d2, a2)), c2, 22);
      place = ahead(place, 1);
    }
    for (let step = 0, place = VECTOR; step < WORDS; step += 4) {
      sine = sineOf(16 + step);
      a = turned(sum(a, word(place), sine, g(b, c, d)), b, 5);
      a2 = turned(sum(a2, word2(place), sine, g(b2, c2, d2)), b2, 5);
      place = ahead(place, 5);
      sine = sineOf(16 + step + 1);
      d = turned(sum(d, word(place), sine, g(a, b, c)), a, 9);
      d2 = turned(sum(d2, word2(place), sine, g(a2, b2, c2)), a2, 9);
      place = ahead(place, 5);
      sine = sineOf(16 + step + 2);
      c = turned(sum(c, word(place), sine, g(d, a, b)), d, 14);
      c2 = turned(sum(c2, word2(place), sine, g(d2, a2, b2)), d2, 14);
      place = ahead(place, 5);
      sine = sineOf(16 + step + 3);
      b = turned(sum(b, word(place), sine, g(c, d, a)), c, 20);
      b2 = turned(sum(b2, word2(place), sine, g(c2, d2, a2)), c2, 20);
      place = ahead(place, 5);
    }
    for (let step = 0, place = 5 * VECTOR; step < WORDS; step += 4) {
      sine = sineOf(32 + step);
      a = turned(sum(a, word(place), sine, h(b, c, d)), b, 4);
      a2 = turned(sum(a2, word2(place), sine, h(b2, c2, d2)), b2, 4);
      place = ahead(place, 3);
      sine = sineOf(32 + step + 1);
      d = turned(sum(d, word(place), sine, h(a, b, c)), a, 11);
      d2 = turned(sum(d2, word2(place), sine, h(a2, b2, c2)), a2, 11);
      place = ahead(place, 3);
      sine = sineOf(32 + step + 2);
      c = turned(sum(c, word(place), sine, h(d, a, b)), d, 16);
      c2 = turned(sum(c2, word2(place), sine, h(d2, a2, b2)), d2, 16);
      place = ahead(place, 3);
      sine = sineOf(32 + step + 3);
      b = turned(sum(b, word(place), sine, h(c, d, a)), c, 23);
      b2 = turned(sum(b2, word2(place), sine, h(c2, d2, a2)), c2, 23);
      place = ahead(place, 3);
    }
    for (let step = 0, place = 0; step < WORDS; step += 4) {
      sine = sineOf(48 + step);
      a = turned(sum(a, word(place), sine, i(b, c, d)), b, 6);
      a2 = turned(sum(a2, word2(place), sine, i(b2, c2, d2)), b2, 6);
      place = ahead(place, 7);
      sine = sineOf(48 + step + 1);
      d = turned(sum(d, word(place), sine, i(a, b, c)), a, 10);
      d2 = turned(sum(d2, word2(place), sine, i(a2, b2, c2)), a2, 10);
      place = ahead(place, 7);
      sine = sineOf(48 + step + 2);
      c = turned(sum(c, word(place), sine, i(d, a, b)), d, 15);
      c2 = turned(sum(c2, word2(place), sine, i(d2, a2, b2)), d2, 15);
      place = ahead(place, 7);
      sine = sineOf(48 + step + 3);
      b = turned(sum(b, word(place), sine, i(c, d, a)), c, 21);
      b2 = turned(sum(b2, word2(place), sine, i(c2, d2, a2)), c2, 21);
      place = ahead(place, 7);
    }
    a = i32x4.add(a, oldA);
    b = i32x4.add(b, oldB);
    c = i32x4.add(c, oldC);
    d = i32x4.add(d, oldD);
    a2 = i32x4.add(a2, oldA2);
    b2 = i32x4.add(b2, oldB2);
    c2 = i32x4.add(c2, oldC2);
    d2 = i32x4.add(d2, oldD2);
  }
  v128.store(STATES, a);
  v128.store(STATES, b, STATE);
  v128.store(STATES, c, 2 * STATE);
  v128.store(STATES, d, 3 * STATE);
  v128.store(SECOND_STATES, a2);
  v128.store(SECOND_STATES, b2, STATE);
  v128.store(SECOND_STATES, c2, 2 * STATE);
  v128.store(SECOND_STATES, d2, 3 * STATE);
}

/** Puts the blocks of four messages side by side, word by word, and moves their pointers. */
function gather(pointers: i32, to: i32): void {
  const first = next(pointers);
  const second = next(pointers + 4);
  const third = next(pointers + 8);
  const fourth = next(pointers + 12);
  for (let at: i32 = 0; at < BLOCK; at += VECTOR) {
    const one = v128.load(first + at);
    const two = v128.load(second + at);
    const three = v128.load(third + at);
    const four = v128.load(fourth + at);
    const low = v128.shuffle<u32>(one, two, 0, 4, 1, 5);
    const high = v128.shuffle<u32>(one, two, 2, 6, 3, 7);
    const low2 = v128.shuffle<u32>(three, four, 0, 4, 1, 5);
    const high2 = v128.shuffle<u32>(three, four, 2, 6, 3, 7);
    const place = to + 4 * at;
    v128.store(place, v128.shuffle<u64>(low, low2, 0, 2));
    v128.store(place, v128.shuffle<u64>(low, low2, 1, 3), VECTOR);
    v128.store(place, v128.shuffle<u64>(high, high2, 0, 2), 2 * VECTOR);
    v128.store(place, v128.shuffle<u64>(high, high2, 1, 3), 3 * VECTOR);
  }
}

function next(pointer: i32): i32 {
  const block = load<i32>(pointer);
  store<i32>(pointer, block + BLOCK);
  return block;
}

/* The functions of the four rounds (RFC 1321, 3.4). */
function f(x: v128, y: v128, z: v128): v128 {
  return v128.xor(v128.and(v128.xor(y, z), x), z);
}

function g(x: v128, y: v128, z: v128): v128 {
  return v128.xor(v128.and(v128.xor(x, y), z), y);
}

function h(x: v128, y: v128, z: v128): v128 {
  return v128.xor(v128.xor(y, z), x);
}

function i(x: v128, y: v128, z: v128): v128 {
  return v128.xor(v128.or(v128.not(z), x), y);
}

function sum(a: v128, word: v128, sine: v128, mixed: v128): v128 {
  return i32x4.add(i32x4.add(i32x4.add(a, sine), word), mixed);
}

/** Turned left by so many bits, and added. */
function turned(sum: v128, b: v128, bits: i32): v128 {
  return i32x4.add(v128.or(i32x4.shl(sum, bits), i32x4.shr_u(sum, 32 - bits)), b);
}

function sineOf(step: i32): v128 {
  return v128.load32_splat(SINES + 4 * step);
}

function word(place: i32): v128 {
  return v128.load(place, BLOCKS);
}

function word2(place: i32): v128 {
  return v128.load(place, SECOND_BLOCKS);
}

/** So many words further on in the block, from its start again behind its end. */
function ahead(place: i32, words: i32): i32 {
  return (place + words * VECTOR) & LAST_PLACE;
}
