import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashStagedFiles, refuseChanged } from '../../../src/hotfix/stage/staged-hashes.js';
import { caught } from '../../support/caught.js';
import { sha256, text, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

function written() {
  const folder = tempFolder();
  writeTree(folder, { same: 'same', other: 'other' });
  return hashStagedFiles(
    ['same', 'other'].map((path) => ({ path, staged: join(folder, path), sha256: null })),
  );
}

it('takes what was calculated while a file was written', () => {
  const files = [{ path: 'a', staged: join(tempFolder(), 'is not read'), sha256: 'ab' }];
  expect(hashStagedFiles(files)).toEqual(new Map([['a', 'ab']]));
});

it('lets pass what has the bytes that were verified, and what nothing is expected of', () => {
  refuseChanged(new Map([['same', sha256(text('same'))]]), written());
});

it('names the file that has changed', () => {
  const error = caught(() => refuseChanged(new Map([['other', sha256(text('same'))]]), written()));
  expect(error).toMatchObject({
    code: 'FILE_CHANGED',
    facts: { entry: 'other', expected: sha256(text('same')), found: sha256(text('other')) },
  });
});
