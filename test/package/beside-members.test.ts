import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isLoose, membersBeside } from '../../src/package/beside-members.js';
import { openPackage } from '../../src/package/open-package.js';
import { buildPackage } from '../support/package-builder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const { msi } = buildPackage({
  files: [{ key: 'f', name: 'own.txt', bytes: new Uint8Array(9), cabinet: null }],
});

it('has what lies in the container beside the package and is no file of it', () => {
  const path = join(tempFolder(), 'p.zip');
  const names = ['own.txt', 'a.dll', 'sub/b.zip'];
  writeFileSync(
    path,
    buildZip({ files: [{ name: 'p.msi', bytes: msi }, ...names.map((name) => ({ name, bytes: 'x' }))] }),
  );
  using opened = openPackage(path);
  expect(opened.inside).toEqual(['p.msi']);
  expect(membersBeside(opened, path).map(({ member, name }) => [member.path, name])).toEqual([
    ['a.dll', 'a.dll'],
    ['sub/b.zip', 'b.zip'],
  ]);
  expect(membersBeside(opened, `${path}!p.msi`)).toEqual([]);
  expect(opened.content.files.map(isLoose)).toEqual([true]);
});
