import { expect, it } from 'vitest';
import { errorDocument, worstStatus } from '../../src/cli/outcomes.js';
import { HotfixkitError } from '../../src/core/errors.js';

const failed = (code: 'CAB_TRUNCATED' | 'FILE_NOT_FOUND') => ({
  path: 'x',
  result: null,
  error: new HotfixkitError(code, 'text', { offset: 3 }),
});
const done = { path: 'x', result: 1, error: null };

it.each([
  [[], 0],
  [[done], 0],
  [[done, failed('CAB_TRUNCATED'), done], 3],
  [[failed('FILE_NOT_FOUND'), failed('CAB_TRUNCATED')], 4],
])('the worst status counts', (outcomes, status) => {
  expect(worstStatus(outcomes)).toBe(status);
});

it('an error keeps its code and facts in JSON', () => {
  expect(errorDocument('x', failed('CAB_TRUNCATED').error)).toEqual({
    file: 'x',
    error: { code: 'CAB_TRUNCATED', message: 'text', exitCode: 3, offset: 3 },
  });
});
