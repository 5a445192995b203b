import { HotfixkitError } from '../../core/errors.js';
import { pathFilter } from '../../core/path-filter.js';
import { Hasher } from '../../node/hash.js';
import { type ContentInput, contentOf } from '../content-of.js';
import type { PackageContent, PackageFile } from '../package-content.js';

/**
 * One file of a package in memory, checked against the size and hash that the package states. It is named by its path as
 * installed, by its File key, or by a pattern that fits one file; letter case does not matter.
 *
 * Throws `PACKAGE_NO_FILE` where no file fits, `USAGE` where several do, `PACKAGE_FILE_SIZE` and `PACKAGE_FILE_HASH` for
 * another content than stated, and what decoding throws.
 *
 * @example
 * const bytes = readPackageFile(pkg, 'ccmcertfix.exe');
 */
export function readPackageFile(pkg: ContentInput, path: string): Uint8Array {
  const content = contentOf(pkg);
  const file = findFile(content, path);
  content.check([file]);
  const pieces: Uint8Array[] = [];
  let size = 0;
  let isUnchecked = false;
  const md5 = file.md5 === null ? null : new Hasher('md5');
  for (const part of content.decode([file])) {
    if (!('chunk' in part)) {
      isUnchecked = part.isUnchecked ?? false;
      continue;
    }
    pieces.push(part.chunk.slice());
    size += part.chunk.length;
    md5?.update(part.chunk);
  }
  if (!isUnchecked) checkFile(file, size, md5?.hex() ?? null);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function findFile(content: PackageContent, path: string): PackageFile {
  const wanted = path.replaceAll('\\', '/').toLowerCase();
  const pathOf = (file: PackageFile): string => (file.targetPath ?? file.key).replaceAll('\\', '/');
  let found = content.files.filter((file) => pathOf(file).toLowerCase() === wanted || file.key === path);
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

function checkFile(file: PackageFile, size: number, md5: string | null): void {
  if (size !== file.size) {
    throw new HotfixkitError('PACKAGE_FILE_SIZE', 'the file does not have the size that the package states', {
      entry: file.key,
      expected: file.size,
      found: size,
    });
  }
  if (md5 !== file.md5) {
    throw new HotfixkitError('PACKAGE_FILE_HASH', 'the file does not have the hash that the package states', {
      entry: file.key,
      structure: 'MsiFileHash',
      expected: file.md5 ?? '',
      found: md5 ?? '',
    });
  }
}
