import type { Warning } from '../../core/errors.js';
import { isSameName, nameKey } from '../../core/name-key.js';
import type { Manifest, ManifestSection } from '../manifest/manifest.js';
import type { FileFacts } from '../verify/compare-file.js';
import type { Download } from '../verify/compare-hashes.js';
import { type VerifiedFile, type VerifyResult, verifyWithSection } from '../verify/verify-files.js';
import { isOwnName } from './candidate.js';

/**
 * - `complete`: all files that belong there exist and are right;
 * - `present`: the files that exist are right, and some are missing;
 * - `damaged`: a file is altered, cut short or in the place of another;
 * - `superseded`: files of a later hotfix have taken the place of its files;
 * - `older`: only files from before the hotfix: it is not installed there;
 * - `other`: files of these names from some other product.
 */
export type PlaceStatus = 'complete' | 'present' | 'damaged' | 'superseded' | 'older' | 'other';

/**
 * The role of a place, which decides which files belong there: the hotfix's `package` and an `image` of it have all
 * files of the table, a `client` package its patch, a `utility` package its utility; `files` has some of them.
 */
export type PlaceRole = 'package' | 'image' | 'client' | 'utility' | 'files';

/** One copy of a hotfix in a tree. */
export interface Place {
  /** Folder or package, relative to the tree; empty for the tree itself. */
  path: string;
  role: PlaceRole;
  status: PlaceStatus;
  product: string | null;
  /** Number of rows that belong in a place of this role, and of those that are right. */
  expected: number;
  right: number;
  /** Rows that are not right, with the reason; a `client` package need not have the others. */
  problems: VerifiedFile[];
  counts: VerifyResult['counts'];
  /** Articles whose files have replaced these. */
  supersededBy: string[];
  /** Every file that was found, where digests were asked for. SHA-256 in lower-case hexadecimal. */
  files?: { path: string; size: number; version: string | null; sha256: string }[];
  /** Why it could not be read; null if it was read. */
  problem?: { code: string; message: string };
}

/** Compares the files in one place with the tables of an article. Pure. */
export function judgePlace(
  manifest: Manifest,
  path: string,
  files: readonly FileFacts[],
  isPackage: boolean,
  {
    product = null,
    onlyPresent = false,
    hash = false,
    download = null,
  }: { product?: string | null; onlyPresent?: boolean; hash?: boolean; download?: Download | null } = {},
  /** Takes what the verdict does not cover, and what makes it uncertain. */
  onWarning: (warning: Warning) => void = () => undefined,
): Place {
  const { result, section } = verifyWithSection(files, manifest, {
    product,
    onlyPresent,
    download,
    fileName: isPackage ? path.slice(path.lastIndexOf('/') + 1) : null,
  });
  const role = isPackage ? 'package' : roleOf(manifest, section, result);
  const belongs = (file: VerifiedFile): boolean => {
    if (role === 'client') return isPatch(manifest, file.name);
    if (role === 'utility') return isUtility(manifest, file.name);
    return true;
  };
  for (const warning of result.warnings) {
    // A few files fit the tables of several products.
    if (warning.code !== 'VERIFY_PRODUCT_UNCERTAIN' || role === 'package' || role === 'image')
      onWarning(warning);
  }
  const rows = result.files.filter(belongs);
  const right = rows.filter(({ status }) => status === 'match').length;
  const beside = result.files.filter((file) => !belongs(file));
  const problems = result.files.filter((file) =>
    belongs(file)
      ? file.status !== 'match'
      : file.status !== 'match' && file.status !== 'missing' && !isBefore(file),
  );
  const supersededBy = [
    ...new Set(result.files.flatMap(({ explanation }) => explanation?.supersededBy ?? [])),
  ];
  return {
    path,
    role,
    status: statusOf(manifest, role, rows, beside, supersededBy),
    product: result.manifest.product,
    expected: rows.length,
    right,
    problems,
    counts: result.counts,
    supersededBy,
    ...(hash ? { files: foundFiles(result) } : {}),
  };
}

function foundFiles({ files }: VerifyResult): NonNullable<Place['files']> {
  return files.flatMap(({ path, actual }) =>
    path !== null && actual?.sha256 !== undefined
      ? [{ path, size: actual.size, version: actual.version, sha256: actual.sha256 }]
      : [],
  );
}

function statusOf(
  manifest: Manifest,
  role: PlaceRole,
  rows: readonly VerifiedFile[],
  beside: readonly VerifiedFile[],
  supersededBy: readonly string[],
): PlaceStatus {
  const there = [...rows, ...beside].filter(({ path }) => path !== null);
  const right = there.filter(({ status }) => status === 'match');
  const own = there.some(({ name, path }) => isOwnName(manifest, name) || isOwnFolder(manifest, path));
  const wrong = there.filter((file) => file.status !== 'match');
  if (supersededBy.length > 0) {
    const isDamaged =
      rows.some((file) => isThere(file) && file.status !== 'match' && !isAfter(file)) ||
      beside.some((file) => isThere(file) && file.status !== 'match' && !isAfter(file) && !isBefore(file));
    return isDamaged ? 'damaged' : 'superseded';
  }
  if (right.length === 0 && !own && role !== 'package') {
    return wrong.every(isBefore) ? 'older' : wrong.some(isDamage) ? 'damaged' : 'other';
  }
  // A client package into which the patch was copied by hand still has its older files.
  if (rows.some((file) => file.path !== null && file.status !== 'match')) return 'damaged';
  if (beside.some((file) => file.path !== null && file.status !== 'match' && !isBefore(file)))
    return 'damaged';
  return rows.every(({ status }) => status === 'match') ? 'complete' : 'present';
}

const isThere = ({ path }: VerifiedFile): boolean => path !== null;

/** A file of a later hotfix, and no other of its name beside it. */
function isAfter({ explanation, status }: VerifiedFile): boolean {
  return explanation?.kind === 'newer' && status === 'mismatch';
}

function isBefore({ explanation }: VerifiedFile): boolean {
  return explanation?.kind === 'older';
}

/** A file that is evidently meant to be the right one: it has the version that the table states, and another size, or is empty. */
function isDamage({ explanation, expected, differences }: VerifiedFile): boolean {
  if (explanation?.kind === 'empty') return true;
  return (
    explanation?.kind === 'size' &&
    expected.version !== null &&
    differences.length > 0 &&
    differences.every(({ field }) => field !== 'version')
  );
}

function roleOf(manifest: Manifest, section: ManifestSection, { files, counts }: VerifyResult): PlaceRole {
  const there = files.filter(({ path }) => path !== null);
  if (there.length * 2 > section.files.length) return 'image';
  const patch = there.find(({ name }) => isPatch(manifest, name));
  if (there.length === 1 && isUtility(manifest, there[0]!.name)) return 'utility';
  if (patch && (isOwnFolder(manifest, patch.path) || there.length === 1)) return 'client';
  return counts.match + counts.mismatch > section.files.length / 2 ? 'image' : 'files';
}

function isPatch(manifest: Manifest, name: string): boolean {
  if (!nameKey(name).endsWith('.MSP')) return false;
  const known = manifest.facts?.clientPatch?.files ?? [];
  return known.length === 0 || known.some((file) => isSameName(file.name, name));
}

function isUtility(manifest: Manifest, name: string): boolean {
  return isSameName(manifest.facts?.utility?.file ?? '', name);
}

/** `i386/hotfix/KB977203/…`, in any letter case. */
function isOwnFolder(manifest: Manifest, path: string | null): boolean {
  const folder = manifest.facts?.clientPatch?.folder ?? null;
  return folder !== null && path !== null && nameKey(`/${path}`).includes(nameKey(`/${folder}/`));
}
