import { mutateText } from '../mutate/text.js';
import type { Random } from '../random.js';

/** JSON with one value exchanged, repeated or taken away, somewhere inside. */
export function mutateJson(random: Random, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || random.chance(0.1)) return otherValue(random, value);
  if (Array.isArray(value)) {
    if (value.length === 0) return [otherValue(random, null)];
    const at = random.below(value.length);
    if (random.chance(0.1)) return value.filter((_, i) => i !== at);
    if (random.chance(0.1)) {
      return [...value, ...Array.from({ length: random.pick([1, 30, 300]) }, () => value[at])];
    }
    return value.map((one, i) => (i === at ? mutateJson(random, one) : one));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return { a: otherValue(random, null) };
  const at = random.below(entries.length);
  if (random.chance(0.1)) return Object.fromEntries(entries.filter((_, i) => i !== at));
  return Object.fromEntries(
    entries.map(([key, one], i): [string, unknown] => [key, i === at ? mutateJson(random, one) : one]),
  );
}

function otherValue(random: Random, old: unknown): unknown {
  if (typeof old === 'string' && random.chance(0.7)) return mutateText(random, old);
  return random.pick<unknown>([
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 53,
    '',
    'x'.repeat(5000),
    '../x',
    '/x',
    [],
    {},
    [[[]]],
  ]);
}
