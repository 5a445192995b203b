import { describe, expect, it } from 'vitest';
import { LzxBitSource } from '../../src/codecs/lzx-bit-source.js';
import { LzxTrees, slotBase } from '../../src/codecs/lzx-trees.js';
import { caught } from '../support/caught.js';

const binary = (value: number, count: number): string => value.toString(2).padStart(count, '0');

function source(bits: string, length = 400): LzxBitSource {
  const padded = bits.replaceAll(' ', '').padEnd(length * 8, '0');
  const bytes = Uint8Array.from({ length }, (_, i) => Number.parseInt(padded.slice(i * 8, i * 8 + 8), 2));
  const opened = new LzxBitSource(length, 4000);
  opened.open(Buffer.from(bytes).swap16());
  return opened;
}

/** A pretree in which 0 to 11 have four bits and 12 to 19 five, with the codes in that order. */
const pretree = Array.from({ length: 20 }, (_, i) => binary(i < 12 ? 4 : 5, 4)).join('');
const code = (symbol: number): string => (symbol < 12 ? binary(symbol, 4) : binary(24 + symbol - 12, 5));
/** Length 1 after 0 is 16, and 0 after 1 is 1. */
const one = code(16);
const zeros = (count: number): string => code(18) + binary(count - 20, 5);
const many = (count: number): string => {
  let text = '';
  let left = count;
  for (; left >= 71; left -= 51) text += zeros(51);
  return left > 51 ? text + zeros(left - 20) + zeros(20) : text + zeros(left);
};
const slots = 34;

describe('trees', () => {
  it('have the lengths that are read, as differences to those before', () => {
    const trees = new LzxTrees(slots);
    const first = `${pretree} ${one}${one}${many(254)} ${pretree} ${many(slots * 8)} ${pretree} ${many(249)}`;
    trees.read(source(first), false);
    expect(trees.hasLengths).toBe(false);
    expect([trees.main.entries[0], trees.main.entries[2047]]).toEqual([(0 << 5) | 1, (1 << 5) | 1]);

    // The first literal goes, the first of the matches comes; and two lengths.
    const second =
      `${pretree} ${code(1)}${code(0)}${many(254)} ${pretree} ${one}${many(slots * 8 - 1)}` +
      `${pretree} ${one}${one}${many(247)}`;
    trees.read(source(second), false);
    expect(trees.hasLengths).toBe(true);
    expect([trees.main.entries[0], trees.main.entries[2047]]).toEqual([(1 << 5) | 1, (1 << 13) | 1]);

    trees.reset();
    trees.read(source(first), false);
    expect(trees.main.entries[0]).toBe(1);
  });

  it('of aligned offsets come first', () => {
    const trees = new LzxTrees(slots);
    const rest = `${pretree} ${one}${one}${many(254)} ${pretree} ${many(slots * 8)} ${pretree} ${many(249)}`;
    trees.read(source(`${'011'.repeat(8)} ${rest}`), true);
    expect(trees.aligned.entries[127]).toBe((7 << 5) | 3);
  });

  it.each([
    ['the aligned offset tree', `${'000'.repeat(8)}`, true],
    ['the pretree', '0'.repeat(80), false],
    ['the main tree', `${pretree} ${many(256)} ${pretree} ${many(slots * 8)}`, false],
    ['too long', `${pretree} ${zeros(51).repeat(6)}`, false],
    [
      'the length tree',
      `${pretree} ${one}${one}${many(254)} ${pretree} ${many(slots * 8)} ${pretree} ${one}${many(248)}`,
      false,
    ],
    // 19: four or five of the same, whose difference may be no other run.
    ['a code length', `${pretree} ${code(19)}0${code(17)}`, false],
  ])('are refused: %s', (words, bits, isAligned) => {
    const error = caught(() => new LzxTrees(slots).read(source(bits), isAligned));
    expect(error.code).toBe('LZX_CORRUPT');
    expect(error.message).toContain(words);
  });

  it('are refused where the bits end', () => {
    const error = caught(() => new LzxTrees(slots).read(source(`${pretree} ${one}${one}`, 14), false));
    expect(error.message).toContain('past its end');
  });
});

it('position slots start where the document says', () => {
  const published = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
  expect([...slotBase.subarray(0, published.length)]).toEqual(published);
  // From slot 36 on one is 2^17 long; each window ends where its last slot does.
  for (const [bits, slotsOfWindow] of [
    [17, 34],
    [18, 36],
    [19, 38],
    [20, 42],
    [21, 50],
    [22, 66],
    [23, 98],
    [24, 162],
  ] as const) {
    expect(slotBase[slotsOfWindow]).toBe(2 ** bits);
  }
});
