import { expect, it } from 'vitest';
import { errorJson, statusOf } from '../../src/cli/exit-status.js';
import { type ErrorCode, HotfixkitError } from '../../src/core/errors.js';

it.each([
  ['USAGE', 2],
  ['CAB_CHECKSUM', 3],
  ['FOLDER_BUSY', 4],
  ['ABORTED', 4],
  ['INTERNAL', 70],
] as [ErrorCode, number][])('%s ends with %i, and its JSON says so', (code, status) => {
  const error = new HotfixkitError(code, 'what is wrong', { file: 'a.cab', offset: 7 });
  expect(statusOf(error)).toBe(status);
  expect(errorJson(error)).toEqual({
    code,
    message: 'what is wrong',
    exitCode: status,
    file: 'a.cab',
    offset: 7,
  });
});
