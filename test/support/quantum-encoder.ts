import type { CabinetBlock } from './cabinet-builder.js';

/*
 * A small Quantum encoder: greedy matches, adaptive models and an arithmetic coder as the format's decoders imply them.
 * Shares no code with the decoder; tests hold its output against cabextract and 7z where they are installed.
 */

const FRAME = 32768;

export interface QuantumOptions {
  windowBits: number;
  /** Bytes of output in a block, default 32768. */
  frameLength?: number;
}

interface Entry {
  symbol: number;
  /** Counts this symbol and all that follow. */
  sum: number;
}

class Model {
  entries: Entry[];
  #untilSort = 4;

  constructor(first: number, size: number) {
    this.entries = Array.from({ length: size }, (_, i) => ({ symbol: first + i, sum: size - i }));
  }

  sumAt(index: number): number {
    return this.entries[index]?.sum ?? 0;
  }

  update(index: number): void {
    for (let i = 0; i <= index; i++) this.entries[i]!.sum += 8;
    if (this.sumAt(0) <= 3800) return;
    if (--this.#untilSort > 0) {
      for (let i = this.entries.length - 1; i >= 0; i--) {
        const half = this.entries[i]!.sum >> 1;
        this.entries[i]!.sum = half > this.sumAt(i + 1) ? half : this.sumAt(i + 1) + 1;
      }
      return;
    }
    this.#untilSort = 50;
    const counted = this.entries.map((entry, i) => ({
      symbol: entry.symbol,
      sum: (entry.sum - this.sumAt(i + 1) + 1) >> 1,
    }));
    for (let i = 0; i < counted.length; i++) {
      for (let j = i + 1; j < counted.length; j++) {
        if (counted[j]!.sum > counted[i]!.sum) [counted[i], counted[j]] = [counted[j]!, counted[i]!];
      }
    }
    for (let i = counted.length - 2; i >= 0; i--) counted[i]!.sum += counted[i + 1]!.sum;
    this.entries = counted;
  }
}

class Coder {
  readonly #bits: number[] = [];
  #low = 0;
  #high = 0xffff;
  #pending = 0;

  symbol(model: Model, symbol: number): void {
    const index = model.entries.findIndex((entry) => entry.symbol === symbol);
    const total = model.sumAt(0);
    const range = this.#high - this.#low + 1;
    this.#high = this.#low + Math.floor((model.sumAt(index) * range) / total) - 1;
    this.#low += Math.floor((model.sumAt(index + 1) * range) / total);
    model.update(index);
    this.#shift();
  }

  /** Plain bits are not coded: the decoder takes them from behind the 16 bits that it has looked ahead. */
  raw(value: number, count: number): void {
    this.#queue.push({ at: this.#shifts, value, count });
  }

  readonly #queue: { at: number; value: number; count: number }[] = [];
  #shifts = 0;

  #shift(): void {
    for (;;) {
      if ((this.#low & 0x8000) === (this.#high & 0x8000)) {
        this.#emit(this.#low >> 15);
      } else if ((this.#low & 0x4000) !== 0 && (this.#high & 0x4000) === 0) {
        this.#pending++;
        this.#low &= 0x3fff;
        this.#high |= 0x4000;
      } else {
        return;
      }
      this.#low = (this.#low << 1) & 0xffff;
      this.#high = ((this.#high << 1) | 1) & 0xffff;
      this.#shifts++;
    }
  }

  #emit(bit: number): void {
    this.#bits.push(bit);
    for (; this.#pending > 0; this.#pending--) this.#bits.push(1 - bit);
  }

  /** Coded bit number n is read when n - 16 shifts have been made: raw bits go before it. */
  finish(): Uint8Array {
    this.#pending++;
    this.#emit(this.#low < 0x4000 ? 0 : 1);
    const stream: number[] = [];
    let coded = 0;
    const takeCoded = (until: number): void => {
      for (; coded < until; coded++) stream.push(this.#bits[coded] ?? 0);
    };
    for (const { at, value, count } of this.#queue) {
      takeCoded(at + 16);
      for (let i = count - 1; i >= 0; i--) stream.push((value >> i) & 1);
    }
    takeCoded(Math.max(this.#bits.length, this.#shifts + 16));
    const bytes = new Uint8Array(Math.ceil(stream.length / 8));
    stream.forEach((bit, i) => {
      bytes[i >> 3]! |= bit << (7 - (i & 7));
    });
    return bytes;
  }
}

const positionExtra = Array.from({ length: 42 }, (_, slot) => (slot < 2 ? 0 : (slot >> 1) - 1));
const lengthExtra = [...'000000111122223333444455550'].map(Number);
const positionBase = sums(positionExtra);
const lengthBase = sums(lengthExtra);

function sums(extra: number[]): number[] {
  const result = [0];
  for (let i = 1; i < extra.length; i++) result.push(result[i - 1]! + 2 ** extra[i - 1]!);
  return result;
}

/** The frames of `content`, one CFDATA each. */
export function encodeQuantum(content: Uint8Array, options: QuantumOptions): CabinetBlock[] {
  const windowSize = 2 ** options.windowBits;
  const slots = options.windowBits * 2;
  const selector = new Model(0, 7);
  const literals = [0, 64, 128, 192].map((first) => new Model(first, 64));
  const positions = [24, 36, 42].map((most) => new Model(0, Math.min(slots, most)));
  const lengths = new Model(0, 27);
  const farthest = positions.map((model) => {
    const last = model.entries.length - 1;
    return Math.min(windowSize, positionBase[last]! + 2 ** positionExtra[last]!);
  });
  const heads = new Map<number, number>();
  const prefix = (at: number): number => (content[at]! << 16) | (content[at + 1]! << 8) | content[at + 2]!;
  const frameLength = options.frameLength ?? FRAME;
  const frames: CabinetBlock[] = [];

  for (let start = 0; start < content.length; start += frameLength) {
    const end = Math.min(content.length, start + frameLength);
    const coder = new Coder();
    let at = start;
    while (at < end) {
      const head = heads.get(prefix(at));
      let length = 0;
      if (head !== undefined) {
        while (at + length < end && length < 259 && content[head + length] === content[at + length]) length++;
      }
      const kind = length > 4 ? 2 : length - 3;
      const distance = head === undefined ? 0 : at - head;
      if (length < 3 || distance > farthest[kind]!) {
        coder.symbol(selector, content[at]! >> 6);
        coder.symbol(literals[content[at]! >> 6]!, content[at]!);
        length = 1;
      } else {
        coder.symbol(selector, 4 + kind);
        if (kind === 2) {
          const slot = slotOf(length - 5, lengthBase);
          coder.symbol(lengths, slot);
          coder.raw(length - 5 - lengthBase[slot]!, lengthExtra[slot]!);
        }
        const slot = slotOf(distance - 1, positionBase);
        coder.symbol(positions[kind]!, slot);
        coder.raw(distance - 1 - positionBase[slot]!, positionExtra[slot]!);
      }
      for (const stop = at + length; at < stop; at++) heads.set(prefix(at), at);
    }
    frames.push({ data: coder.finish(), uncompressedLength: end - start });
  }
  return frames;
}

function slotOf(value: number, base: number[]): number {
  let slot = base.length - 1;
  while (base[slot]! > value) slot--;
  return slot;
}
