import { HotfixkitError } from '../../core/errors.js';
import { type FileVersion, tryParseFileVersion } from '../../core/file-version.js';
import { fileVersionSatisfies } from '../../core/file-version-range.js';
import { givenText } from '../../core/given-text.js';
import { pathFilter } from '../../core/path-filter.js';
import type { FileSignature } from '../../signature/verdict.js';
import { type FileFacts, plainVersion } from './compare-file.js';

/** A check that needs no article: files of a name, and the versions they may have. */
export interface Requirement {
  /** As it was written. */
  text: string;
  /** Name or pattern (`ccm*.exe`, `**` and folders as well); letter case is ignored. */
  name: string;
  /** Range in semver's grammar with versions of up to four numbers. */
  range: string;
}

/** A requirement with the files that it is about, and whether they meet it. */
export interface RequirementResult extends Requirement {
  status: 'match' | 'mismatch' | 'missing';
  files: RequiredFile[];
}

/** A file that a requirement is about. */
export interface RequiredFile {
  path: string;
  version: string | null;
  /** The version is in the range and, where signatures were judged, that of the file is accepted. */
  ok: boolean;
  /** SHA-256 of the content, in lower-case hexadecimal; absent where it was not asked for. */
  sha256?: string;
  /** The outer signature first; absent where signatures were not asked for. */
  signatures?: readonly FileSignature[];
}

/** Longer than any name with any range. */
const maxLength = 2000;

/**
 * Reads `ccmsetup.exe >=4.0.6487.2111 <4.0.6500`. The name ends where a blank is followed by something that is a range
 * to the end, so that it may have blanks itself. Throws `BAD_REQUIREMENT`.
 */
export function parseRequirement(text: string): Requirement {
  const trimmed = givenText(text, 'a requirement').trim();
  if (trimmed.length <= maxLength) {
    for (const blank of trimmed.matchAll(/(?<!\s)\s+(?=[<>=^~\d*])/g)) {
      const name = trimmed.slice(0, blank.index);
      const range = trimmed.slice(blank.index).trim();
      if (isRange(range)) return { text: trimmed, name, range };
    }
  }
  throw new HotfixkitError(
    'BAD_REQUIREMENT',
    'a requirement is a file name and a range of versions, as in "ccmsetup.exe >=4.0.6487.2111 <4.0.6500"',
    { found: trimmed.slice(0, 200) },
  );
}

/** Whether one of the requirements names a file. */
export function requirementFilter(requirements: readonly Requirement[]): (path: string) => boolean {
  const names = requirements.map(({ name }) => pathFilter([name]));
  return (path) => names.some((fits) => fits(path));
}

/**
 * Checks files against requirements. A requirement is met if at least one file has its name and all files of that name
 * have a version in its range. A file without a version meets no requirement, nor does one whose signature was judged and
 * is not accepted.
 */
export function checkRequirements(
  files: readonly FileFacts[],
  requirements: readonly Requirement[],
): RequirementResult[] {
  return requirements.map((requirement) => {
    const fits = pathFilter([requirement.name]);
    const found = files
      .filter(({ path, name }) => fits(path) || fits(name))
      .map(({ path, version, signature, sha256 }): RequiredFile => {
        const ok = satisfies(version, requirement.range) && (signature?.accepted ?? true);
        return {
          path,
          version,
          ok,
          ...(sha256 ? { sha256 } : {}),
          ...(signature && { signatures: signature.signatures }),
        };
      });
    const status = found.length === 0 ? 'missing' : found.every(({ ok }) => ok) ? 'match' : 'mismatch';
    return { ...requirement, status, files: found };
  });
}

function satisfies(version: string | null, range: string): boolean {
  const parsed: FileVersion | null = version === null ? null : tryParseFileVersion(plainVersion(version));
  return parsed !== null && fileVersionSatisfies(parsed, range);
}

function isRange(text: string): boolean {
  try {
    fileVersionSatisfies([0, 0, 0, 0], text);
    return true;
  } catch (error) {
    if (error instanceof HotfixkitError && error.code === 'BAD_FILE_VERSION') return false;
    throw error;
  }
}
