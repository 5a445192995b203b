import { expect, it } from 'vitest';
import { Claims } from '../../../src/package/node/claims.js';

it('gives each batch to one thread', () => {
  const claims = new Claims();
  const threads = [claims, new Claims(claims.memory), new Claims(claims.memory)].map((one) => one.below(7));
  const given = Array.from({ length: 12 }, (_, i) => threads[i % 3]!.next());
  expect(given.flatMap(({ done, value }) => (done ? [] : [value]))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect([...new Claims(claims.memory).below(7)]).toEqual([]);
});
