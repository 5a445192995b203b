import { mutateBytes } from '../mutate/bytes.js';
import { mutateText } from '../mutate/text.js';
import type { Random } from '../random.js';
import type { Seed } from '../seeds.js';
import { bytesOf, type FuzzCase, textOf } from '../target.js';

export const textSeed = (name: string, text: string): Seed => ({ name, bytes: bytesOf(text) });

/** Text of a seed, altered, in one of the encodings that such files come in, now and then with damaged bytes. */
export function mutatedFile(
  random: Random,
  seeds: readonly Seed[],
  encodings: readonly ('utf16le' | 'utf8')[],
): FuzzCase {
  const from = random.pick(seeds);
  const other = textOf(random.pick(seeds).bytes);
  const text = mutateText(random, textOf(from.bytes), [textOf(from.bytes), other]);
  const encoding = random.chance(0.2) ? random.pick(encodings) : 'utf8';
  const encoded = encoding === 'utf16le' ? Buffer.from(`\ufeff${text}`, 'utf16le') : bytesOf(text);
  const bytes = random.chance(0.15) ? mutateBytes(random, encoded) : new Uint8Array(encoded);
  return { bytes, seed: from.name, choice: random.word() };
}
