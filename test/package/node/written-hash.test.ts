import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { WrittenDigests } from '../../../src/node/written-digests.js';
import { WrittenHash } from '../../../src/package/node/written-hash.js';

const digest = (name: string) => createHash(name).update('first and second').digest('hex');

it.each([
  ['an MD5 to compare', true, false, digest('md5'), {}],
  [
    'an MD5 to compare, and digests',
    true,
    true,
    digest('md5'),
    { md5: digest('md5'), sha256: digest('sha256') },
  ],
  ['digests', false, true, null, { sha256: digest('sha256') }],
])('calculates what is asked for: %s', (_, hasMd5, isNoted, md5, noted) => {
  const digests = new WrittenDigests({ files: 2 });
  const hash = new WrittenHash(1, hasMd5, isNoted ? digests : null);
  for (const text of ['first', '', ' and second']) hash.update(Buffer.from(text));
  expect(hash.end()).toBe(md5);
  expect([digests.of(0), digests.of(1)]).toEqual([{}, noted]);
});
