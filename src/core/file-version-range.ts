import semver from 'semver';
import { HotfixkitError } from './errors.js';
import { type FileVersion, givenVersion, parseFileVersion } from './file-version.js';

/**
 * Whether a version lies in a range. Ranges have the grammar of semver, with four numbers: `>=4.0.6487.2111 <4.0.6500`,
 * `4.0.*`, `4.0.6487.x`.
 *
 * semver knows three numbers, so a.b.c.d becomes the prerelease a.b.c-d, which sorts the same way. A number that is left out
 * counts as 0.
 *
 * @throws `BAD_FILE_VERSION` where the range cannot be read, `USAGE` where the version is a text: `parseFileVersion` reads that.
 * @example
 * import { fileVersionSatisfies, parseFileVersion } from 'hotfixkit';
 *
 * console.log(fileVersionSatisfies(parseFileVersion('4.0.6487.2111'), '>=4.0.6487')); // true
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
  return semver.satisfies(toSemver(givenVersion(version)), spelled, { includePrerelease: true });
}

/** Longest range, in characters. */
const LONGEST_RANGE = 2000;

/** `4.0.6487.x`, alone or behind `=`. */
const wildcards = /(?<![\w.<>~^])(?:=\s*)?(\d+(?:\.\d+){0,2})((?:\.[xX*])+)(?![\w.*])/g;

/** semver has wildcards in three parts only, and reads one after a prerelease as part of its name. */
function beginningWith(text: string, known: string, wild: string): string {
  const parts = known.split('.');
  if (parts.length + wild.length / 2 > 4) return text;
  while (parts.length < 4) parts.push('65535');
  return `>=${known} <=${parts.join('.')}`;
}

function toSemver(version: FileVersion): string {
  return `${version[0]}.${version[1]}.${version[2]}-${version[3]}`;
}
