import semver from 'semver';
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

/**
 * Whether `version` lies in a range written in semver's grammar with four-part versions (`>=4.0.6487.2111 <4.0.6500`).
 *
 * semver knows three numbers: a.b.c.d becomes the prerelease a.b.c-d, which sorts the same way, and a part that is
 * left out counts as 0. `4.0.*` and `4.0.6487.x` are all versions that begin so. Throws `BAD_FILE_VERSION`
 * where the range cannot be read.
 */
export function fileVersionSatisfies(version: FileVersion, range: string): boolean {
  if (range.length > LONGEST_RANGE) {
    throw new HotfixkitError('BAD_FILE_VERSION', 'too long for a range of file versions', {
      expected: LONGEST_RANGE,
      found: range.length,
    });
  }
  const spelled = range.replace(wildcards, beginningWith).replace(/(\d+(?:\.\d+)*)/g, (text) => {
    const parsed = parseFileVersion(text);
    return toSemver(parsed);
  });
  if (semver.validRange(spelled) === null) {
    throw new HotfixkitError('BAD_FILE_VERSION', 'not a range of file versions', { found: range });
  }
  return semver.satisfies(toSemver(version), spelled, { includePrerelease: true });
}

/** Characters; no range that a person writes is longer. */
const LONGEST_RANGE = 2000;

/** `4.0.6487.x`, alone or behind `=`. */
const wildcards = /(?<![\w.<>~^])(?:=\s*)?(\d+(?:\.\d+){0,2})((?:\.[xX*])+)(?![\w.*])/g;

/** semver knows wildcards in three parts only, and takes one behind a prerelease for a part of its name. */
function beginningWith(text: string, known: string, wild: string): string {
  const parts = known.split('.');
  if (parts.length + wild.length / 2 > 4) return text;
  while (parts.length < 4) parts.push('65535');
  return `>=${known} <=${parts.join('.')}`;
}

function toSemver(version: FileVersion): string {
  return `${version[0]}.${version[1]}.${version[2]}-${version[3]}`;
}
