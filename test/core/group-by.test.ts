import { expect, it } from 'vitest';
import { groupBy } from '../../src/core/group-by.js';

it('groupBy keeps the order of keys and of the items of each', () => {
  const groups = groupBy(['beta', 'alpha', 'bravo', 'apple'], (word) => word[0]!);
  expect([...groups]).toEqual([
    ['b', ['beta', 'bravo']],
    ['a', ['alpha', 'apple']],
  ]);
  expect(groupBy([], String).size).toBe(0);
});
