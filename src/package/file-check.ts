import { HotfixkitError } from '../core/errors.js';
import type { PackageFileFacts } from './package-content.js';

/** Throws `PACKAGE_FILE_SIZE` if the size differs from the package's. `label` names the file in the message. */
export function checkSize(file: PackageFileFacts, label: string, size: number): HotfixkitError | null {
  if (size === file.size) return null;
  return new HotfixkitError('PACKAGE_FILE_SIZE', `${label} does not have the size that the package states`, {
    entry: file.key,
    expected: file.size,
    found: size,
  });
}

/** Throws `PACKAGE_FILE_HASH` if the digest differs from MsiFileHash. */
export function checkHash(file: PackageFileFacts, label: string, md5: string): HotfixkitError | null {
  if (file.md5 === null || md5 === file.md5) return null;
  return new HotfixkitError('PACKAGE_FILE_HASH', `${label} does not have the hash that the package states`, {
    entry: file.key,
    structure: 'MsiFileHash',
    expected: file.md5,
    found: md5,
  });
}
