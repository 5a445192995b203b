import { expect, it, vi } from 'vitest';
import { remembered } from '../../src/core/remembered.js';

it.each([
  ['answers once for each text', { most: 10 }, ['a', 'b', 'a', 'b'], ['a', 'b']],
  [
    'forgets all answers when it has as many as it may',
    { most: 2 },
    ['a', 'b', 'c', 'c', 'a'],
    ['a', 'b', 'c', 'a'],
  ],
  [
    'does not hold long texts',
    { most: 10, longest: 3 },
    ['abc', 'abc', 'abcd', 'abcd'],
    ['abc', 'abcd', 'abcd'],
  ],
])('a remembered function %s', (_, memory, texts, asked) => {
  const answer = vi.fn((text: string) => text.length);
  const length = remembered(answer, memory);
  expect(texts.map(length)).toEqual(texts.map((text) => text.length));
  expect(answer.mock.calls.map(([text]) => text)).toEqual(asked);
});

it.each([[null], [undefined], [false], [0]])('the answer %s is remembered too', (nothing) => {
  const answer = vi.fn(() => nothing);
  const ask = remembered(answer, { most: 10 });
  expect([ask('a'), ask('a')]).toEqual([nothing, nothing]);
  expect(answer).toHaveBeenCalledTimes(1);
});
