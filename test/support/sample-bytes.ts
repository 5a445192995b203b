/** Bytes from a fixed seed that compress about as well as program code: runs, repeats near and far, noise, calls. */
export function sampleBytes(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed >>> 0 || 1;
  const random = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  let at = 0;
  while (at < length) {
    const kind = random(8);
    const run = Math.min(length - at, 1 + random(kind === 0 ? 600 : 24));
    if (kind === 0) bytes.fill(random(256), at, at + run);
    else if (kind < 4 && at > 0) {
      const distance = 1 + random(Math.min(at, kind === 1 ? 16 : kind === 2 ? 4000 : at));
      for (let i = 0; i < run; i++) bytes[at + i] = bytes[at + i - distance]!;
    } else if (kind === 4 && run >= 5) {
      // A call: 0xE8 and a near target.
      bytes.set([0xe8, random(256), random(256), 0, 0], at);
      at += 5;
      continue;
    } else for (let i = 0; i < run; i++) bytes[at + i] = kind === 5 ? random(256) : 32 + random(40);
    at += run;
  }
  return bytes;
}

/** For each period from 1 to 70 a repetition of noise, of many lengths, so that matches overlap themselves in all ways. */
export function repetitions(): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let period = 1; period <= 70; period++) {
    const pattern = sampleBytes(period, period).map((byte, i) => byte ^ Math.imul(i + period, 0x9e3779b1));
    for (const length of [3, 15, 16, 17, 31, 33, 47, 48, 49, 64, 65, 258, 300]) {
      parts.push(Uint8Array.from({ length: period + length }, (_, i) => pattern[i % period]!));
    }
  }
  return Buffer.concat(parts);
}

/** Equal or not, without the cost of a test library comparing element by element. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
