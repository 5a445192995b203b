import { describe, expect, it } from 'vitest';
import { SectorSet } from '../../../src/formats/cfb/sector-set.js';

describe('a set of sectors', () => {
  it('takes each sector once', () => {
    const set = new SectorSet(20);
    expect([3, 19, 3, 0, 19].map((sector) => set.add(sector))).toEqual([true, true, false, true, false]);
  });

  it.each([
    ['within a byte', 1, 5],
    ['of whole bytes', 8, 24],
    ['that begins and ends within bytes', 5, 30],
    ['of nothing', 7, 0],
  ])('takes a row %s', (_name, first, count) => {
    const set = new SectorSet(64);
    expect(set.addRow(first, count)).toBe(count);
    const there = Array.from({ length: 64 }, (_, sector) => !set.add(sector));
    expect(there).toEqual(there.map((_, sector) => sector >= first && sector < first + count));
  });

  it('takes a row up to the first sector that is there', () => {
    for (let taken = 3; taken < 30; taken++) {
      const set = new SectorSet(64);
      set.add(taken);
      expect(set.addRow(3, 30), `sector ${taken}`).toBe(taken - 3);
      expect(set.add(taken + 1), 'what follows is not taken').toBe(true);
    }
  });
});
