import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { notSearched } from '../../src/package/not-searched.js';
import { openPackage } from '../../src/package/open-package.js';
import { text, writePackage } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const zipOf = (files: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  buildZip({ files: Object.entries(files).map(([name, bytes]) => ({ name, bytes })) });

const files = [{ key: 'a', name: 'a.dll', bytes: text('a') }];
const path = writePackage({ files, cabinets: 'external' });
const own = Object.fromEntries(
  [basename(path), 'files.cab'].map((name) => [
    name,
    new Uint8Array(readFileSync(join(dirname(path), name))),
  ]),
);

function messages(others: Readonly<Record<string, Uint8Array>>, isCompared = (_: string) => false): string[] {
  const download = join(tempFolder(), 'download.zip');
  writeFileSync(download, zipOf({ ...own, ...others }));
  const opened = openPackage(download);
  try {
    return notSearched(opened, 'download.zip', isCompared).map(({ message }) => message);
  } finally {
    opened.close();
  }
}

const archive = zipOf({ 'b.dll': text('b') });

it.each(['more.zip', 'more.7z', 'late.msu', 'sub/more.cab', 'fix.msp'])(
  'says that %s beside the package that was opened was not looked at',
  (name) => {
    expect(messages({ [name]: archive })).toEqual([
      expect.stringMatching(new RegExp(`^1 file beside package\\.msi was not looked at: ${name};`)),
    ]);
  },
);

it('says nothing of the cabinets of the package, of other files, and of what is compared', () => {
  expect(messages({ 'readme.txt': text('x'), 'setup.exe': text('x') })).toEqual([]);
  expect(messages({ 'more.zip': archive }, (file) => file === 'more.zip')).toEqual([]);
});
