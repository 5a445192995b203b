import { expect, it } from 'vitest';
import type { PublishedHash } from '../../../src/hotfix/manifest/manifest.js';
import { downloadWith } from '../../../src/hotfix/verify/compare-hashes.js';
import { compareUnnamed } from '../../../src/hotfix/verify/unnamed-hashes.js';

const [sha256, sha1, other] = ['ab'.repeat(32), 'cd'.repeat(20), 'ef'.repeat(32)];
const hash = (algorithm: PublishedHash['algorithm'], digest: string, file: string | null = null) => ({
  file,
  algorithm,
  digest,
});
const download = downloadWith({
  name: 'kb1.exe',
  size: 1,
  digests: { 'SHA-256': sha256, 'SHA-1': sha1 },
});

it.each<[string, PublishedHash[], typeof download | null, number, string | null]>([
  ['the right one', [hash('SHA-256', sha256)], download, 1, null],
  [
    'one of several, which may be of another download',
    [hash('SHA-256', other), hash('SHA-256', sha256)],
    download,
    1,
    'several hashes (SHA-256) beside no name of a file, and kb1.exe has one of each',
  ],
  ['the same one twice', [hash('SHA-256', sha256), hash('SHA-256', sha256)], download, 1, null],
  [
    'one of several, and the only one of another algorithm',
    [hash('SHA-256', other), hash('SHA-256', sha256), hash('SHA-1', sha1)],
    download,
    2,
    null,
  ],
  ['one of each algorithm', [hash('SHA-256', sha256), hash('SHA-1', sha1)], download, 2, null],
  [
    'another one',
    [hash('SHA-256', other)],
    download,
    0,
    '(SHA-256) beside no name of a file, and kb1.exe has none',
  ],
  [
    'a right one beside a wrong one',
    [hash('SHA-256', other), hash('SHA-1', sha1)],
    download,
    1,
    '(SHA-256) beside',
  ],
  [
    'no download',
    [hash('SHA-1', sha1)],
    null,
    0,
    '(SHA-1) beside no name of a file, and they were not compared',
  ],
  ['a name', [hash('SHA-256', other, 'a.exe')], download, 0, null],
])('compares the download with hashes beside no name: %s', (_, hashes, file, right, message) => {
  const found = compareUnnamed(hashes, file);
  expect(found.right).toHaveLength(right);
  expect(found.warnings.map((one) => one.message)).toEqual(
    message === null ? [] : [expect.stringContaining(message)],
  );
});
