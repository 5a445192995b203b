import type { Random } from '../random.js';

/** Numbers at which things break: around powers of two, and the markers of the formats. */
export const edges: readonly number[] = [
  0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 100, 127, 128, 254, 255, 256, 257, 511, 512, 1023, 1024, 4095,
  4096, 32767, 32768, 32769, 38912, 65534, 65535, 65536, 0xffffff, 0x1000000, 0x7fffffff, 0x80000000,
  0x80000001, 0xfffffffa, 0xfffffffc, 0xfffffffd, 0xfffffffe, 0xffffffff,
];

/** No mutation makes more than this of its input. */
const LIMIT = 1 << 20;

export interface ByteMutation {
  /** Inputs of the same kind, to splice from. */
  others?: readonly Uint8Array[];
  /** Offsets of fields that matter; most changes go there. */
  hot?: readonly number[];
}

/** Writes a number little-endian, as much of it as there is room for. */
export function put(bytes: Uint8Array, at: number, value: number, size: number): void {
  for (let i = 0; i < size && at + i < bytes.length; i++)
    bytes[at + i] = Math.floor(value / 2 ** (8 * i)) & 255;
}

export function get(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

/** One change, or a few of them one after the other. */
export function mutateBytes(random: Random, source: Uint8Array, how: ByteMutation = {}): Uint8Array {
  let bytes: Uint8Array = source.slice();
  const rounds = 1 + (random.chance(0.4) ? random.below(6) : 0);
  for (let i = 0; i < rounds; i++) {
    if (bytes.length === 0) bytes = new Uint8Array(1 + random.below(63));
    bytes = change(random, bytes, how);
    if (bytes.length > LIMIT) bytes = bytes.slice(0, LIMIT);
  }
  return bytes;
}

function change(random: Random, bytes: Uint8Array, { others = [], hot = [] }: ByteMutation): Uint8Array {
  const { length } = bytes;
  const place = (): number =>
    hot.length > 0 && random.chance(0.6)
      ? Math.min(length - 1, random.pick(hot) + (random.chance(0.2) ? random.below(4) : 0))
      : random.below(length);
  const run = (at: number, often: number, seldom: number): number =>
    Math.min(length - at, 1 + random.below(random.chance(0.2) ? seldom : often));
  const at = place();
  switch (random.below(13)) {
    case 0:
    case 1:
      bytes[at]! ^= 1 << random.below(8);
      return bytes;
    case 2:
      bytes[at] = random.below(256);
      return bytes;
    case 3:
      put(bytes, at, random.pick(edges), 2);
      return bytes;
    case 4:
    case 5:
      put(bytes, at & ~3, random.pick(edges), 4);
      return bytes;
    case 6:
      bytes[at] = bytes[at]! + random.below(33) - 16;
      return bytes;
    case 7:
      return bytes.slice(0, random.below(length + 1));
    case 8: {
      const from = random.below(length);
      bytes.copyWithin(random.below(length), from, from + run(from, 64, 4096));
      return bytes;
    }
    case 9: {
      const from = random.below(length);
      return without(bytes, from, run(from, 32, 2048));
    }
    case 10: {
      const added = new Uint8Array(1 + random.below(random.chance(0.2) ? 1024 : 32));
      if (random.chance(0.5)) for (let i = 0; i < added.length; i++) added[i] = random.below(256);
      return concat(bytes.subarray(0, at), added, bytes.subarray(at));
    }
    case 11: {
      if (others.length === 0) return bytes;
      const other = random.pick(others);
      return concat(bytes.subarray(0, random.below(length)), other.subarray(random.below(other.length + 1)));
    }
    default:
      bytes.fill(random.pick([0, 0xff, 0x41, 0x20]), at, at + 1 + random.below(64));
      return bytes;
  }
}

export function without(bytes: Uint8Array, from: number, count: number): Uint8Array {
  return concat(bytes.subarray(0, from), bytes.subarray(from + count));
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Every offset of a range, for formats whose first bytes are all fields. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}
