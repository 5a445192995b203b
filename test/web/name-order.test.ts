import { expect, it } from 'vitest';
import { placesOf } from '../../web/name-order.js';

it('gives places by numbers and in no letter case', () => {
  expect(placesOf(['b10', 'a', 'B9', 'A', 'b10'])).toEqual([3, 0, 2, 0, 3]);
  expect(placesOf([])).toEqual([]);
});
