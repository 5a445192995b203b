import { describe, expect, it } from 'vitest';
import { KnownRows, type TakenRow } from '../../../src/hotfix/article/known-rows.js';
import { namesIn } from '../../../src/hotfix/article/row-facts.js';

const row = (
  name: string,
  version: string | null,
  size: number | null = null,
  platform: string | null = null,
): TakenRow => ({ name, version, size, platform });
const isKnown = (text: string, ...taken: TakenRow[]): boolean =>
  new KnownRows(taken, []).has(namesIn(text)[0]!.name, text);

describe('KnownRows', () => {
  it.each<[string, string, TakenRow]>([
    ['the same', 'b.dll 9.9.9.9 4,000 x86', row('B.DLL', '9.9.9.9', 4000, 'x86')],
    ['a size with blanks', 'b.dll 9.9.9.9 1 234 000', row('b.dll', '9.9.9.9', 1234000)],
    ['text without blanks', 'b.dll9.9.9.94,00025-Jan-201006:27', row('b.dll', '9.9.9.9', 4000)],
    ['a date that touches', 'b.dll9.9.9.925-Jan-201006:274.000', row('b.dll', '9.9.9.9', 4000)],
    ['a divided name', 'a_long_ b.dll 9.9.9.9', row('a_long_b.dll', '9.9.9.9')],
    ['a folder', 'i386\\b.dll 9.9.9.9', row('i386\\b.dll', '9.9.9.9')],
    ['commas', 'b.dll 9,9,9,9', row('b.dll', '9, 9, 9, 9')],
    [
      'a row with another version in a further column',
      'b.dll 9.9.9.9 9.9.9.8 4,000',
      row('b.dll', '9.9.9.9', 4000),
    ],
    ['a size without the version', 'b.dll 4,000 25-Jan-2010 x86', row('b.dll', '9.9.9.9', 4000, 'x86')],
    ['the same version twice', 'b.dll 9.9.9.9 (9.9.9.9)', row('b.dll', '9.9.9.9', 4000)],
    ['a processor in the name', 'b~x86~1.dll 9.9.9.9', row('b~x86~1.dll', '9.9.9.9')],
    ['decimals', 'b.dll 9.9.9.9 4,000.00', row('b.dll', '9.9.9.9', 4000)],
  ])('knows a row that was read: %s', (_, text, taken) => {
    expect(isKnown(text, taken)).toBe(true);
  });

  it.each<[string, string, TakenRow]>([
    ['version', 'b.dll 9.9.9.91', row('b.dll', '9.9.9.9')],
    ['longer version', '19.9.9.9 b.dll', row('b.dll', '9.9.9.9')],
    ['more numbers', 'b.dll 9.9.9.9', row('b.dll', '9.9.9')],
    ['size', 'b.dll 9.9.9.9 14,000', row('b.dll', '9.9.9.9', 4000)],
    ['name', 'ab.dll 9.9.9.9', row('b.dll', '9.9.9.9')],
    ['processor', 'b.dll 9.9.9.9 x64', row('b.dll', '9.9.9.9', null, 'x86')],
    ['no processor', 'b.dll 9.9.9.9 x64', row('b.dll', '9.9.9.9')],
    ['nothing', 'b.dll 9.9.9.9', row('b.dll', null, 4000)],
    ['size without the version', 'b.dll 4,001 25-Jan-2010', row('b.dll', '9.9.9.9', 4000)],
    ['date without a size', 'b.dll 25-Jan-2010', row('b.dll', '9.9.9.9', 4000)],
    ['version beside its own', 'b.dll 9.9.9.9 -> 9.9.9.10', row('b.dll', '9.9.9.9', 4000)],
    ['version in a sentence', 'b.dll has version 9.9.9.10 and not 9.9.9.9.', row('b.dll', '9.9.9.9')],
  ])('knows another row from one with another %s', (_, text, taken) => {
    expect(isKnown(text, taken)).toBe(false);
  });

  it('finds one of many rows of a name, and says of none what it has no time to compare', () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => row('b.dll', `9.9.9.${i}`, 4000 + i));
    const known = new KnownRows(rows, []);
    const has = (i: number, size: number) => known.has('b.dll', `b.dll 9.9.9.${i} ${size}`);
    expect([has(40_000, 44_000), has(40_000, 44_001)]).toEqual([true, false]);
    for (let i = 0; i < 10; i++) has(1, 1);
    expect(has(30_000, 34_000)).toBe(true);
    expect(known.has('b.dll', 'b.dll9.9.9.300004,001')).toBe(false);
  });

  it('knows texts that a warning names', () => {
    const known = new KnownRows([], ['b.dll | 9.9.9.9']);
    expect([known.has('b.dll', 'b.dll 9.9.9.9'), known.has('b.dll', 'b.dll 9.9.9.8')]).toEqual([true, false]);
  });

  it.each<[string, string, boolean]>([
    ['as they stand', 'b.dll|9.9.9.9|4,000|25-Jan-2010|x86', true],
    ['of another size', 'b.dll|9.9.9.9|4,001|25-Jan-2010|x86', false],
    ['of another version', 'b.dll|9.9.9.8|4,000|25-Jan-2010|x86', false],
    ['of another platform', 'b.dll|9.9.9.9|4,000|25-Jan-2010|x64', false],
    ['with another name', 'b.dll|9.9.9.9|4,000|c.dll|x86', false],
    ['with another version', 'b.dll|9.9.9.9|4,000|9.9.9.8|x86', false],
    ['without a size', 'b.dll|9.9.9.9|25-Jan-2010', false],
  ])('knows cells %s', (_, cells, expected) => {
    const known = new KnownRows([row('B.dll', '9.9.9.9', 4000, 'x86')], []);
    expect(known.hasCells(cells.split('|'))).toBe(expected);
  });
});
