import { HotfixkitError } from '../core/errors.js';
import { compareFileVersions, tryParseFileVersion } from '../core/file-version.js';
import type { PackageFileFacts } from './package-content.js';

/** `PACKAGE_FILE_SIZE` if the size differs from the package's. `label` names the file in the message. */
export function checkSize(file: PackageFileFacts, label: string, size: number): HotfixkitError | null {
  if (size === file.size) return null;
  return new HotfixkitError('PACKAGE_FILE_SIZE', `${label} does not have the size that the package states`, {
    entry: file.key,
    expected: file.size,
    found: size,
  });
}

/** `PACKAGE_FILE_HASH` if the digest differs from MsiFileHash. */
export function checkHash(file: PackageFileFacts, label: string, md5: string): HotfixkitError | null {
  if (file.md5 === null || md5 === file.md5) return null;
  return new HotfixkitError('PACKAGE_FILE_HASH', `${label} does not have the hash that the package states`, {
    entry: file.key,
    structure: 'MsiFileHash',
    expected: file.md5,
    found: md5,
  });
}

/**
 * `PACKAGE_FILE_VERSION` if an executable has another version than File.Version. Null where one of them is not a version:
 * File.Version may name another file.
 */
export function checkVersion(
  file: PackageFileFacts,
  label: string,
  version: string | null,
): HotfixkitError | null {
  const stated = file.version === null ? null : tryParseFileVersion(file.version);
  const found = version === null ? null : tryParseFileVersion(version);
  if (!stated || !found || compareFileVersions(stated, found) === 0) return null;
  return new HotfixkitError(
    'PACKAGE_FILE_VERSION',
    `${label} does not have the version that the package states`,
    { entry: file.key, expected: file.version!, found: version! },
  );
}
