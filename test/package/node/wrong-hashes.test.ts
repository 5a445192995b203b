import { expect, it } from 'vitest';
import { WrongHashes } from '../../../src/package/node/wrong-hashes.js';
import { packageFile } from '../../support/package-file.js';

it('tells of files with another hash in the order of their numbers', () => {
  const wrong = new WrongHashes();
  const right = 'a'.repeat(32);
  for (const number of [3, 1, 2]) {
    const file = packageFile({ key: `k${number}`, md5: right });
    wrong.expect({ file, staged: '', label: `label${number}`, target: '', number });
  }
  const other = 'b'.repeat(32);
  expect(wrong.compare(3, other)).toMatchObject({ code: 'PACKAGE_FILE_HASH', facts: { entry: 'k3' } });
  expect(wrong.compare(2, right)).toBeNull();
  wrong.compare(1, other);
  expect(wrong.problems.map(({ facts }) => facts.entry)).toEqual(['k1', 'k3']);
});
