import { HotfixkitError } from './errors.js';

/** Four 16-bit numbers, as VS_FIXEDFILEINFO and the File table mean them. */
export type FileVersion = readonly [major: number, minor: number, build: number, revision: number];

/** Reads one to four dotted numbers of at most 65535; missing ones are 0, leading zeros do not count. Null if it is not one. */
export function tryParseFileVersion(text: string): FileVersion | null {
  if (!/^\s*\d{1,6}(\.\d{1,6}){0,3}\s*$/.test(text)) return null;
  const parts = text.trim().split('.').map(Number);
  if (parts.some((part) => part > 0xffff)) return null;
  return [parts[0]!, parts[1] ?? 0, parts[2] ?? 0, parts[3] ?? 0];
}

/** {@link tryParseFileVersion}, throwing `BAD_FILE_VERSION` instead of giving null. */
export function parseFileVersion(text: string): FileVersion {
  const version = tryParseFileVersion(text);
  if (!version) throw new HotfixkitError('BAD_FILE_VERSION', 'not a file version', { found: text });
  return version;
}

export function formatFileVersion(version: FileVersion): string {
  return version.join('.');
}

/** Negative, zero or positive, like any comparator. */
export function compareFileVersions(a: FileVersion, b: FileVersion): number {
  for (let i = 0; i < 4; i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return 0;
}

/** The two dwords of VS_FIXEDFILEINFO (most significant, least significant) as four numbers. */
export function fileVersionFromDwords(ms: number, ls: number): FileVersion {
  return [ms >>> 16, ms & 0xffff, ls >>> 16, ls & 0xffff];
}
