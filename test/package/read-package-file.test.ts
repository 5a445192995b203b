import { describe, expect, it } from 'vitest';
import { openPackage } from '../../src/package/open-package.js';
import { readPackageFile } from '../../src/package/read-package-file.js';
import { caught } from '../support/caught.js';
import { text, withInstallPackage, writePackage } from '../support/package-folder.js';

const plan = {
  files: [
    { key: 'a', name: 'a.txt', bytes: text('first') },
    { key: 'b', name: 'b.txt', bytes: text('second') },
  ],
};

describe('readPackageFile', () => {
  it.each(['a.txt', 'A.TXT', 'a', '**/a.*'])('takes %s', (name) =>
    withInstallPackage(writePackage(plan), (content, opened) => {
      expect(readPackageFile(opened, name)).toEqual(text('first'));
      expect(readPackageFile(content, name)).toEqual(text('first'));
    }),
  );

  it('takes a whole path, with either separator', () =>
    withInstallPackage(writePackage(plan), (content) => {
      const path = content.files[1]!.targetPath!;
      expect(readPackageFile(content, path)).toEqual(text('second'));
      expect(readPackageFile(content, path.replaceAll('/', '\\').toUpperCase())).toEqual(text('second'));
    }));

  it('refuses what is not there, and what is there twice', () =>
    withInstallPackage(writePackage(plan), (content) => {
      expect(caught(() => readPackageFile(content, 'c.txt'))).toMatchObject({
        code: 'PACKAGE_NO_FILE',
        facts: { expected: 'c.txt' },
      });
      expect(caught(() => readPackageFile(content, '*.txt')).code).toBe('USAGE');
    }));

  it('refuses a file of another hash than the package states', () => {
    const hash: [number, number, number, number] = [1, 2, 3, 4];
    const pkg = openPackage(writePackage({ files: [{ ...plan.files[0]!, hash }] }));
    expect(caught(() => readPackageFile(pkg, 'a.txt')).code).toBe('PACKAGE_FILE_HASH');
    pkg.close();
  });
});
