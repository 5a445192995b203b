import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AllocationTable, SectorChains } from '../../../src/formats/cfb/sector-chains.js';
import { caught } from '../../support/caught.js';
import { END_OF_CHAIN as END, FREE } from '../../support/compound-file-builder.js';
import { itThorough } from '../../support/thorough.js';

function table(next: ArrayLike<number>): AllocationTable {
  return {
    length: next.length,
    next: (sector) => next[sector]!,
    rowFrom: (sector, most) => {
      let row = 1;
      while (row < most && next[sector + row - 1] === sector + row) row++;
      return row;
    },
  };
}

const outcome = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

const chainsOf = (...next: number[]): SectorChains => new SectorChains(table(next), 512, 512, 'FAT');

describe('following a chain', () => {
  it('joins neighbours to runs', () => {
    const chain = chainsOf(1, 2, 5, END, FREE, 6, 3).follow(0, null);
    expect(chain).toEqual({
      runs: [
        { position: 0, offset: 512, length: 1536 },
        { position: 1536, offset: 6 * 512, length: 1024 },
        { position: 2560, offset: 4 * 512, length: 512 },
      ],
      length: 3072,
      ended: true,
      cut: false,
    });
  });

  it('takes as many sectors as are wanted and says whether there are more', () => {
    expect(chainsOf(1, 2, END).follow(0, 2)).toMatchObject({ length: 1024, ended: false });
    expect(chainsOf(1, 2, END).follow(0, 3)).toMatchObject({ length: 1536, ended: true });
    expect(chainsOf(1, 2, END).follow(END, 0)).toEqual({ runs: [], length: 0, ended: true, cut: false });
    expect(chainsOf(1, 2, END).follow(END, null)).toEqual({ runs: [], length: 0, ended: true, cut: false });
  });

  it('does not look behind the sectors that are wanted', () => {
    expect(chainsOf(1, 99, END).follow(0, 2)).toMatchObject({ length: 1024, ended: false });
  });

  it.each<[string, number[], number, number | null, object]>([
    ['a loop of one', [0], 0, 9, { code: 'CFB_CHAIN_LOOP', facts: { offset: 512, found: 'sector 0' } }],
    ['a loop to the start', [1, 2, 0], 0, null, { code: 'CFB_CHAIN_LOOP', facts: { offset: 1536 } }],
    ['a loop to the middle', [3, 2, 1, 1], 0, 100, { code: 'CFB_CHAIN_LOOP', facts: { offset: 2048 } }],
    [
      'an early end',
      [1, END],
      0,
      3,
      { code: 'CFB_CHAIN_SHORT', facts: { offset: 1024, expected: '3 sectors' } },
    ],
    ['no start', [END], END, 1, { code: 'CFB_CHAIN_SHORT', facts: { offset: 0, found: '0 sectors' } }],
    ['a free sector', [1, FREE], 0, null, { code: 'CFB_CHAIN_SHORT', facts: { found: 'a free sector' } }],
    ['a sector beyond the file', [1, 7], 0, 5, { code: 'CFB_BAD_SECTOR', facts: { found: 'sector 7' } }],
    ['a start beyond the file', [END], 1, 1, { code: 'CFB_BAD_SECTOR', facts: { offset: 0 } }],
    ['a sector of the FAT', [0xfffffffd], 0, 2, { code: 'CFB_BAD_SECTOR', facts: {} }],
    ['no sectors at all', [], 0, 1, { code: 'CFB_BAD_SECTOR', facts: {} }],
  ])('refuses %s', (_name, next, first, sectors, error) => {
    const thrown = caught(() => chainsOf(...next).follow(first, sectors));
    expect(thrown).toMatchObject(error);
    expect(thrown.facts.structure).toBe('FAT');
  });

  it('finds in rows what one finds sector by sector', () => {
    // Mostly rows; now and then an end, a jump, a loop or a sector that does not exist.
    const jump = fc.oneof(fc.constantFrom(END, FREE), fc.nat(70));
    const tables = fc.array(fc.option(jump, { nil: null, freq: 1 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(tables, fc.option(fc.nat(70)), fc.nat(20), (jumps, wanted, second) => {
        const next = jumps.map((to, i) => to ?? i + 1);
        const [inRows, stepwise] = [table(next), { ...table(next), rowFrom: () => 1 }].map((one) => {
          const chains = new SectorChains(one, 512, 512, 'FAT');
          return [0, second].map((first) => outcome(() => chains.follow(first, wanted)));
        });
        expect(inRows).toEqual(stepwise);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('refuses two chains that share a sector', () => {
    const chains = chainsOf(2, 2, 3, END);
    chains.follow(0, null);
    expect(caught(() => chains.follow(1, null))).toMatchObject({
      code: 'CFB_CHAIN_CROSSED',
      facts: { offset: 512, found: 'sector 2' },
    });
  });

  it('refuses a chain through a sector that something else has claimed', () => {
    const chains = chainsOf(1, 2, END);
    expect(chains.claim(1)).toBe(true);
    expect(chains.claim(1)).toBe(false);
    expect(caught(() => chains.follow(0, null)).code).toBe('CFB_CHAIN_CROSSED');
  });
});

itThorough('a long chain takes time in proportion', () => {
  const length = 2_000_000;
  // The worst order: no two neighbours in a run.
  const next = Uint32Array.from({ length }, (_, i) => (i + 2 < length ? i + 2 : i % 2 === 0 ? 1 : END));
  const chains = new SectorChains(table(next), 512, 512, 'FAT');
  const start = performance.now();
  expect(chains.follow(0, null).runs).toHaveLength(length);
  expect(performance.now() - start).toBeLessThan(15_000);
});
