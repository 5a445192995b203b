import { describe, expect, it } from 'vitest';
import { type ErrorCode, HotfixkitError } from '../../src/core/errors.js';
import { isAbsence } from '../../src/package/absence.js';

describe('isAbsence', () => {
  it.each<[ErrorCode, boolean]>([
    ['PACKAGE_NO_CABINET', true],
    ['PACKAGE_NO_FILE', true],
    ['PACKAGE_NOT_IN_CABINET', true],
    ['CAB_MISSING_PART', true],
    ['CAB_BAD_HEADER', false],
    ['PACKAGE_FILE_HASH', false],
  ])('of %s is %s', (code, expected) => {
    expect(isAbsence(new HotfixkitError(code, 'x'))).toBe(expected);
  });
});
