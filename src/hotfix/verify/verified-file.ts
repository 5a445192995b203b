import type { FileSignature } from '../../signature/verdict.js';
import type { Manifest, ManifestSection } from '../manifest/manifest.js';
import type { Difference, FileFacts } from './compare-file.js';
import type { RowMatch } from './match-files.js';
import { explainNearMiss, findRenamed, type NearMiss } from './near-miss.js';

/**
 * The result for a row of the file table. `ambiguous`: several files have its name and none, or more than one, fits.
 */
export type VerifyStatus = 'match' | 'mismatch' | 'missing' | 'ambiguous';

/** One row of the table and what was found for it. */
export interface VerifiedFile {
  /** As the table writes it. */
  name: string;
  platform: string | null;
  status: VerifyStatus;
  /** Path of the file that the row is compared with. */
  path: string | null;
  expected: { version: string | null; size: number | null; date: string | null; time: string | null };
  /** `date` and `time` in UTC, as in the table. */
  actual: {
    version: string | null;
    size: number;
    platform: string | null;
    date: string | null;
    time: string | null;
    /** SHA-256 of the content, in lower-case hexadecimal; absent where it was not asked for. */
    sha256?: string;
  } | null;
  differences: Difference[];
  /** The signatures of the file, the outer one first; absent where signatures are not asked for, and for missing rows. */
  signatures?: readonly FileSignature[];
  /** What a wrong file is instead, if known. */
  explanation?: NearMiss;
  /** For a missing row: a file with another name that could be it, if there is one. */
  renamed?: string;
  /** Paths of further files that match as well, if there are any. */
  copies?: string[];
  /** Paths of the other files of an ambiguous row, if there are any. */
  rivals?: string[];
}

/**
 * What was found for a row, as the answer has it.
 *
 * @param section the table of the row
 * @param unlisted the files that no row of the table is about
 */
export function verifiedFile(
  match: RowMatch,
  manifest: Manifest,
  section: ManifestSection,
  unlisted: readonly FileFacts[],
): VerifiedFile {
  const { row, file, differences, copies, rivals, isContradicted = false } = match;
  const wrong = differences.length > 0 ? file : (rivals[0] ?? null);
  const explanation = isContradicted
    ? { kind: 'other' as const, text: 'the file of another row with this name, which contradicts this row' }
    : wrong && !isOnlyHash(differences) && explainNearMiss(manifest, section, row, wrong);
  const renamed = file === null ? findRenamed(row, unlisted) : null;
  const status =
    file === null
      ? 'missing'
      : rivals.length > 0
        ? 'ambiguous'
        : differences.length > 0
          ? 'mismatch'
          : 'match';
  return {
    name: row.name,
    platform: row.platform,
    status,
    path: file?.path ?? null,
    expected: { version: row.version, size: row.size, date: row.date, time: row.time },
    actual: file && {
      version: file.version,
      size: file.size,
      platform: file.platform,
      ...dateAndTime(file.modified),
      ...(file.sha256 ? { sha256: file.sha256 } : {}),
    },
    differences,
    ...(file?.signature && { signatures: file.signature.signatures }),
    ...(explanation && { explanation }),
    ...(renamed && { renamed: renamed.path }),
    ...(copies.length > 0 && { copies: copies.map(({ path }) => path) }),
    ...(rivals.length > 0 && { rivals: rivals.map(({ path }) => path) }),
  };
}

/** The difference says all then: the bytes are others. */
const isOnlyHash = (differences: readonly Difference[]): boolean =>
  differences.length > 0 && differences.every(({ field }) => field === 'hash');

function dateAndTime(modified: Date | string | null | undefined): {
  date: string | null;
  time: string | null;
} {
  const none = { date: null, time: null };
  if (modified === null || modified === undefined) return none;
  const hasZone =
    typeof modified !== 'string' || /(Z|[+-]\d\d:?\d\d)$/i.test(modified) || !/[T ]/.test(modified);
  const date = new Date(typeof modified === 'string' && !hasZone ? `${modified}Z` : modified);
  if (Number.isNaN(date.getTime())) return none;
  const iso = date.toISOString();
  const at = iso.indexOf('T');
  return { date: iso.slice(0, at), time: iso.slice(at + 1, at + 6) };
}
