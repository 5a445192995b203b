import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { WrittenDigests } from '../../../src/node/written-digests.js';
import { WrittenHash, wantedDigests } from '../../../src/package/node/written-hash.js';

const digest = (name: string) => createHash(name).update('first and second').digest('hex');

it.each([
  ['an MD5 to compare', ['md5'], false, digest('md5'), {}],
  ['an MD5 that is noted', ['md5'], true, digest('md5'), { md5: digest('md5') }],
  ['both', ['md5', 'sha256'], true, digest('md5'), { md5: digest('md5'), sha256: digest('sha256') }],
  ['a SHA-256', ['sha256'], true, null, { sha256: digest('sha256') }],
] as const)('calculates what is asked for: %s', (_, names, isNoted, md5, noted) => {
  const digests = new WrittenDigests({ files: 2 });
  const hash = new WrittenHash(1, names, isNoted ? digests : null);
  for (const text of ['first', '', ' and second']) hash.update(Buffer.from(text));
  expect(hash.end()).toBe(md5);
  expect([digests.of(0), digests.of(1)]).toEqual([{}, noted]);
});

it.each([
  [null, false, []],
  ['00', false, ['md5']],
  [null, true, ['sha256']],
  ['00', true, ['md5', 'sha256']],
])('wants the MD5 that is stated and the SHA-256 that is noted: %s, %s', (md5, isNoted, wanted) => {
  expect(wantedDigests({ md5 }, isNoted ? new WrittenDigests({ files: 1 }) : null)).toEqual(wanted);
});
