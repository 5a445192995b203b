import { expect, it } from 'vitest';
import { checkHash, checkSize } from '../../src/package/file-check.js';
import { packageFile } from '../support/package-file.js';

it('checkHash knows a wrong hash and one that is not there', () => {
  const file = (md5: string | null) => packageFile({ key: 'k', md5 });
  expect(checkHash(file('aa'), 'k', 'aa')).toBeNull();
  expect(checkHash(file(null), 'k', 'aa')).toBeNull();
  expect(checkHash(file('bb'), 'k', 'aa')).toMatchObject({
    code: 'PACKAGE_FILE_HASH',
    facts: { entry: 'k' },
  });
});

it('checkSize compares with what the package states', () => {
  const file = packageFile({ key: 'k', size: 5 });
  expect(checkSize(file, 'k', 5)).toBeNull();
  expect(checkSize(file, 'dir/k', 4)).toMatchObject({
    code: 'PACKAGE_FILE_SIZE',
    message: expect.stringContaining('dir/k'),
    facts: { entry: 'k', expected: 5, found: 4 },
  });
});
