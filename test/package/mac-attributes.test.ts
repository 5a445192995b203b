import { expect, it } from 'vitest';
import { isMacAttributes } from '../../src/package/mac-attributes.js';
import { notSearched } from '../../src/package/not-searched.js';
import { openPackage } from '../../src/package/open-package.js';
import { buildPackage } from '../support/package-builder.js';
import { text } from '../support/package-folder.js';
import { buildZip } from '../support/zip-builder.js';

/** RFC 1740: magic number, version 2, no entries. */
const attributes = Uint8Array.from([0, 5, 0x16, 7, 0, 2, 0, 0, ...new Array(18).fill(0)]);

it.each([
  ['__MACOSX/a/._b.msi', attributes, true],
  ['__MACOSX/._b.msi', attributes, true],
  ['inner.zip!__MACOSX/._b.msi', attributes, true],
  ['__MACOSX/._b.msi', text('MSCF'), false],
  ['__MACOSX/b.msi', attributes, false],
  ['a/._b.msi', attributes, false],
])('is told by place, name and content: %s', (path, bytes, is) => {
  expect(isMacAttributes({ bytes: () => bytes }, path)).toBe(is);
});

it('is nothing that has to be looked at', () => {
  const { msi } = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('a') }] });
  const zipOf = (names: readonly string[]) =>
    buildZip({
      files: names.map((name) => ({ name, bytes: name.startsWith('__MACOSX') ? attributes : msi })),
    });
  for (const names of [
    ['a/b.msi', '__MACOSX/a/._b.msi'],
    ['a.txt', '__MACOSX/._a.cab'],
  ]) {
    using opened = openPackage(zipOf(names), { name: 'p', orContainer: true });
    const named = notSearched(opened, 'p').flatMap(({ message }) => message.match(/__MACOSX\S*/g) ?? []);
    expect(named).toEqual([]);
  }
});
