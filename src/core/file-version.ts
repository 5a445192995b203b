import { HotfixkitError } from './errors.js';
import { givenText, notGiven } from './given-text.js';

/** Four 16-bit numbers, as VS_FIXEDFILEINFO and the File table mean them. */
export type FileVersion = readonly [major: number, minor: number, build: number, revision: number];

/** Reads one to four dotted numbers of at most 65535; missing ones are 0, leading zeros do not count. Null if it is not one. */
export function tryParseFileVersion(text: string): FileVersion | null {
  if (!/^\s*\d{1,6}(\.\d{1,6}){0,3}\s*$/.test(text)) return null;
  const parts = text.trim().split('.').map(Number);
  if (parts.some((part) => part > 0xffff)) return null;
  return [parts[0]!, parts[1] ?? 0, parts[2] ?? 0, parts[3] ?? 0];
}

/**
 * Reads one to four dotted numbers of at most 65535. Missing numbers are 0, leading zeros are ignored.
 *
 * @throws `BAD_FILE_VERSION` where the text is not a file version, `USAGE` for anything but a string.
 * @example
 * import { parseFileVersion } from 'hotfixkit';
 *
 * console.log(parseFileVersion('4.0.6487.2111')); // [4, 0, 6487, 2111]
 */
export function parseFileVersion(text: string): FileVersion {
  const version = tryParseFileVersion(givenText(text, 'a file version'));
  if (!version) throw new HotfixkitError('BAD_FILE_VERSION', 'not a file version', { found: text });
  return version;
}

/**
 * The four numbers of a version with dots between them.
 *
 * @throws `USAGE` for anything but four numbers, such as the text of a version.
 * @example
 * import { formatFileVersion } from 'hotfixkit';
 *
 * console.log(formatFileVersion([4, 0, 6487, 2111])); // 4.0.6487.2111
 */
export function formatFileVersion(version: FileVersion): string {
  return givenVersion(version).join('.');
}

/**
 * Compares two versions number by number; for `Array.sort`. Negative: `a` is older. Positive: `a` is newer. Zero: they are
 * equal.
 *
 * @throws `USAGE` for anything but four numbers, such as the text of a version: `parseFileVersion` reads that.
 * @example
 * import { compareFileVersions, parseFileVersion } from 'hotfixkit';
 *
 * const versions = ['4.0.6487.2111', '4.0.6221.1000'].map(parseFileVersion);
 * console.log(versions.sort(compareFileVersions)[0]); // [4, 0, 6221, 1000]
 */
export function compareFileVersions(a: FileVersion, b: FileVersion): number {
  givenVersion(a);
  givenVersion(b);
  for (let i = 0; i < 4; i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return 0;
}

/** Refuses what a caller without types passed: text has letters at the places of the numbers, and would be compared by them. */
export function givenVersion(version: FileVersion): FileVersion {
  if (Array.isArray(version) && version.length === 4) return version;
  throw notGiven('a file version', 'four numbers, as parseFileVersion gives them', version);
}

/** The two dwords of VS_FIXEDFILEINFO (most significant, least significant) as four numbers. */
export function fileVersionFromDwords(ms: number, ls: number): FileVersion {
  return [ms >>> 16, ms & 0xffff, ls >>> 16, ls & 0xffff];
}
