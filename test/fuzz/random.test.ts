import { describe, expect, it } from 'vitest';
import { Random, randomOfCase } from '../../fuzz/random.js';

const some = (random: Random): number[] => Array.from({ length: 20 }, () => random.below(1000));

describe('Random', () => {
  it('follows from its seed', () => {
    expect(some(new Random(5))).toEqual(some(new Random(5)));
    expect(some(new Random(5))).not.toEqual(some(new Random(6)));
  });

  it('stays within its limits', () => {
    const random = new Random(1);
    for (let i = 0; i < 1000; i++) {
      expect(random.below(3)).toBeLessThan(3);
      expect([4, 5]).toContain(random.pick([4, 5]));
    }
    expect(random.below(0)).toBe(0);
  });
});

describe('randomOfCase', () => {
  it('differs by target, seed and index', () => {
    const cases = [
      randomOfCase('cab', 1, 0),
      randomOfCase('cab', 1, 1),
      randomOfCase('cab', 2, 0),
      randomOfCase('zip', 1, 0),
    ].map((random) => some(random).join());
    expect(new Set(cases).size).toBe(4);
    expect(cases[0]).toBe(some(randomOfCase('cab', 1, 0)).join());
  });
});
