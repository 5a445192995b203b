import { expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { forEachPath } from '../../src/core/for-each-path.js';

it('gives the result or the error of each path, in their order', async () => {
  const error = new HotfixkitError('FILE_NOT_FOUND', 'x');
  const outcomes = await forEachPath(['a', 'b', 'c'], (path) => {
    if (path === 'b') throw error;
    return path.toUpperCase();
  });
  expect(outcomes).toEqual([
    { path: 'a', result: 'A', error: null },
    { path: 'b', result: null, error },
    { path: 'c', result: 'C', error: null },
  ]);
});

it.each([
  ['a stop', new HotfixkitError('ABORTED', 'x')],
  ['what cannot be meant', new HotfixkitError('USAGE', 'x')],
  ['a bug', new TypeError('x')],
])('ends with %s', async (_, error) => {
  const seen: string[] = [];
  const run = forEachPath(['a', 'b'], (path) => {
    seen.push(path);
    throw error;
  });
  await expect(run).rejects.toBe(error);
  expect(seen).toEqual(['a']);
});
