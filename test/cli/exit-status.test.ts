import { describe, expect, it } from 'vitest';
import { errorJson, statusOf, statusWithoutReader } from '../../src/cli/exit-status.js';
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

describe('the status of a run without a reader', () => {
  it.each([
    { what: 'a good verdict', status: 0, closed: 0, expected: 0 },
    { what: 'a bad verdict', status: 1, closed: 0, expected: 1 },
    { what: 'damaged input', status: 3, closed: 0, expected: 3 },
    { what: 'a run that was ended for that', status: 4, closed: 0, expected: 0 },
    { what: 'msiexec, ended for that', status: 1602, closed: 0, expected: 0 },
    { what: 'a full disk', status: 0, closed: 4, expected: 4 },
    { what: 'a reader that is there', status: 1, closed: null, expected: 1 },
  ])('$what: $expected', ({ status, closed, expected }) => {
    expect(statusWithoutReader(status, closed)).toBe(expected);
  });
});
