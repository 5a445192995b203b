import { HotfixkitError } from '../core/errors.js';
import { nameKey } from '../core/name-key.js';
import { pathFilter } from '../core/path-filter.js';
import { type ContentInput, contentOf } from './content-of.js';
import type { PackageContent, PackageFile } from './package-content.js';

/**
 * One file of a package, in memory, checked against the size and hash that the package states. `path` is the path as
 * installed, the File key, or a pattern that fits one file. Letter case is ignored.
 *
 * @throws `PACKAGE_NO_FILE` where no file fits, `USAGE` where several do, `PACKAGE_FILE_SIZE` and `PACKAGE_FILE_HASH` where
 * the content differs from what the package states, and what decoding throws.
 * @example
 * import { openPackage, readPackageFile } from 'hotfixkit';
 *
 * const pkg = openPackage('SCCM2007-SP2-KB977203-ENU.msi');
 * const bytes = readPackageFile(pkg, 'ccmcertfix.exe');
 * console.log(bytes.length);
 * pkg.close();
 */
export function readPackageFile(pkg: ContentInput, path: string): Uint8Array {
  return findFile(contentOf(pkg), path).bytes();
}

function findFile(content: PackageContent, path: string): PackageFile {
  const wanted = nameKey(path.replaceAll('\\', '/'));
  const pathOf = (file: PackageFile): string => (file.targetPath ?? file.key).replaceAll('\\', '/');
  let found = content.files.filter((file) => nameKey(pathOf(file)) === wanted || file.key === path);
  if (found.length === 0) {
    const fits = pathFilter([path]);
    found = content.files.filter((file) => fits(pathOf(file)));
  }
  const [file] = found;
  if (!file) {
    throw new HotfixkitError('PACKAGE_NO_FILE', 'the package has no such file', {
      expected: path,
      found: `${content.files.length} other files`,
    });
  }
  if (found.length > 1) {
    throw new HotfixkitError(
      'USAGE',
      `${found.length} files fit ${path}; name one: ${found.slice(0, 8).map(pathOf).join(', ')}`,
      { entry: file.key },
    );
  }
  return file;
}
