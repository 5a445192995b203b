import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { incompleteFiles } from '../../src/package/incomplete-files.js';

describe('the error for files that are cut', () => {
  const cause = new HotfixkitError('CAB_TRUNCATED', 'the cabinet ends 9 bytes too early', {
    stream: 'x.cab',
  });
  const names = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ key: `f${i}`, name: `${i}.dll` }));

  it.each([
    [1, 1, 'this file is not complete: 0.dll; the cabinet ends 9 bytes too early; download it again'],
    [
      1,
      3,
      '1 of 3 files is not complete: 0.dll; the cabinet ends 9 bytes too early; download it again, or take only files that are whole (--only)',
    ],
    [
      7,
      7,
      '7 of 7 files are not complete: 0.dll, 1.dll, 2.dll, 3.dll, 4.dll and 2 more; the cabinet ends 9 bytes too early; download it again',
    ],
  ])('names %d of %d', (cut, asked, message) => {
    const error = incompleteFiles(names(cut), asked, cause);
    expect(error).toMatchObject({
      code: 'PACKAGE_INCOMPLETE',
      message,
      cause,
      facts: { stream: 'x.cab', entry: 'f0' },
    });
  });
});
