const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Uint32Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))));
const BLOCK = 64;

/**
 * MD5 (RFC 1321) for files that are read without Node: File tables state it, and the Web Cryptography API does not have
 * it. It detects damage and does not protect against an attacker. On Node, `node/hash.ts` is faster.
 */
export class Md5 {
  readonly #state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  readonly #pending = new Uint8Array(BLOCK);
  readonly #words = new Uint32Array(16);
  #length = 0;

  update(bytes: Uint8Array): this {
    let at = 0;
    const filled = this.#length % BLOCK;
    this.#length += bytes.length;
    if (filled > 0) {
      at = Math.min(BLOCK - filled, bytes.length);
      this.#pending.set(bytes.subarray(0, at), filled);
      if (filled + at < BLOCK) return this;
      this.#block(this.#pending, 0);
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.#block(bytes, at);
    this.#pending.set(bytes.subarray(at));
    return this;
  }

  /** The digest as lower-case hexadecimal digits; nothing can be added afterwards. */
  hex(): string {
    const length = this.#length;
    const padding = new Uint8Array((length % BLOCK < 56 ? 56 : 56 + BLOCK) - (length % BLOCK) + 8);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    // The length in bits, 64 of them; the lower half first.
    view.setUint32(padding.length - 8, length * 8, true);
    view.setUint32(padding.length - 4, Math.floor(length / 2 ** 29), true);
    this.update(padding);
    const digest = new DataView(new ArrayBuffer(16));
    for (const [i, word] of this.#state.entries()) digest.setUint32(4 * i, word, true);
    return Array.from({ length: 16 }, (_, i) => digest.getUint8(i).toString(16).padStart(2, '0')).join('');
  }

  #block(bytes: Uint8Array, at: number): void {
    const words = this.#words;
    for (let i = 0, p = at; i < 16; i++, p += 4) {
      words[i] = bytes[p]! | (bytes[p + 1]! << 8) | (bytes[p + 2]! << 16) | (bytes[p + 3]! << 24);
    }
    const state = this.#state;
    let [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      let mixed: number;
      let word: number;
      if (round === 0) {
        mixed = (b & c) | (~b & d);
        word = i;
      } else if (round === 1) {
        mixed = (d & b) | (~d & c);
        word = 5 * i + 1;
      } else if (round === 2) {
        mixed = b ^ c ^ d;
        word = 3 * i + 5;
      } else {
        mixed = c ^ (b | ~d);
        word = 7 * i;
      }
      const sum = (a + mixed + sines[i]! + words[word & 15]!) | 0;
      const shift = shifts[4 * round + (i & 3)]!;
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    state[0]! += a;
    state[1]! += b;
    state[2]! += c;
    state[3]! += d;
  }
}
