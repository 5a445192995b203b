import type { Warning } from '../../core/errors.js';
import {
  compareFileVersions,
  type FileVersion,
  formatFileVersion,
  tryParseFileVersion,
} from '../../core/file-version.js';
import type { JudgedSignature } from '../../package/signature/judged-signature.js';
import { isSignedName } from '../../signature/signed-kinds.js';
import type { ManifestFile, PublishedHash } from '../manifest/manifest.js';
import { canonicalPlatform } from './platform.js';

/** The facts of one file of a folder or package that verifying needs. */
export interface FileFacts {
  /** As the answer is to name it, with `/`. */
  path: string;
  /** Last part of the name, by which the table is searched. */
  name: string;
  /** Bytes. */
  size: number;
  /** Fixed file version `a.b.c.d`; null for what has none. */
  version: string | null;
  /** Read from the executable's header; null for other files. */
  platform: string | null;
  /** What its header says; null for what is no executable, absent where that is not known. */
  kind?: 'PE32' | 'PE32+' | 'NE' | null;
  /** What it is by its name and not by its first bytes: `compound file`, `cabinet`; absent where it is that. */
  missingKind?: string;
  /** A Date, or ISO 8601 text; text without a zone is taken as UTC. */
  modified?: Date | string | null;
  languages?: readonly number[];
  /** Lower-case hexadecimal digits; null or absent where it was not asked for. */
  sha256?: string | null;
  /** Its further digests of the algorithms that the article publishes for files of the table, in the same form. */
  digests?: Readonly<Partial<Record<PublishedHash['algorithm'], string>>>;
  /** What its signature is judged to be; absent where signatures are not asked for. */
  signature?: JudgedSignature;
  /** The content is a delta for a file of a product, so that nothing of the file itself is known. */
  isDelta?: boolean;
  /** What was odd where these facts were read; passed on where the file is one that is judged. */
  warnings?: readonly Warning[];
}

/** What was odd in files that were judged, each with the path of its file. */
export function factWarnings(files: readonly FileFacts[]): Warning[] {
  return files.flatMap(({ path, warnings = [] }) => warnings.map((one) => ({ entry: path, ...one })));
}

/** A field in which a file differs from the table. */
export interface Difference {
  field: 'version' | 'size' | 'platform' | 'content' | 'signature' | 'hash';
  expected: string | number | null;
  /** Of content: null; of a signature: its verdict; of a hash: its algorithm and digits. */
  actual: string | number | null;
  /** If both are versions: whether the file is newer or older. */
  order?: 'newer' | 'older';
  /** Of a signature: what is wrong with it, in a sentence. */
  reason?: string;
}

/**
 * The fields of `actual` that contradict the row, platform first. Fields that are null in the row are not compared.
 *
 * - platform: compared as processors (`i386` is `x86`). A row's platform is not held against a file that is no
 *   executable, unless the row gives it a version: tables name the package's platform on text files too. An executable
 *   for a processor that tables have no name for fits none.
 * - version: number by number (`4.00.6487.2111` is `4.0.6487.2111`), as text only if one is not a version.
 * - size: bytes.
 * - content: what is a package, program, archive or text by its name has to begin like one.
 * - signature: only where it was judged. It has to be accepted; a file of a kind that carries none is not judged, see
 *   {@link isSignatureJudged}.
 *
 * Date and time are never judged: copying changes them, and the published ones are UTC to the minute only.
 */
export function compareFile(expected: ManifestFile, actual: FileFacts): Difference[] {
  const differences: Difference[] = [];
  if (!platformFits(expected, actual)) {
    differences.push({ field: 'platform', expected: expected.platform, actual: actual.platform });
  }
  const order = versionOrder(expected.version, actual.version);
  if (order !== 0) {
    differences.push({
      field: 'version',
      expected: expected.version,
      actual: actual.version,
      ...(order === null ? {} : { order: order > 0 ? ('newer' as const) : ('older' as const) }),
    });
  }
  if (expected.size !== null && expected.size !== actual.size) {
    differences.push({ field: 'size', expected: expected.size, actual: actual.size });
  }
  // An empty file differs in its size, which says more.
  // Nor does what is no executable have the version, which says as much.
  const isSaid = actual.size === 0 || (actual.missingKind === 'executable' && expected.version !== null);
  if (actual.missingKind !== undefined && !isSaid) {
    differences.push({ field: 'content', expected: actual.missingKind, actual: null });
  }
  const { signature } = actual;
  if (signature && !signature.accepted && isSignatureJudged(expected, actual)) {
    const { verdict, reason } = signature;
    differences.push({
      field: 'signature',
      expected: 'valid',
      actual: verdict,
      ...(reason === null ? {} : { reason }),
    });
  }
  return differences;
}

/**
 * Whether the signature of a file says anything about it: not of a kind that carries none, such as a text, which only a
 * catalogue can judge. What is called like a program, or has a version in the table, is to be signed whatever is in it.
 */
export function isSignatureJudged(expected: ManifestFile, { name, version, signature }: FileFacts): boolean {
  if (!signature) return false;
  const { kind, verdict } = signature;
  if (kind !== null || verdict !== 'no-signature') return true;
  return expected.version !== null || version !== null || isSignedName(name);
}

/** The differences in what a table states: all but those of signatures. */
export function figuresOf(differences: readonly Difference[]): Difference[] {
  return differences.filter(({ field }) => field !== 'signature');
}

/** Whether a file is an executable for a processor that tables have no name for, such as Alpha or PowerPC. */
export function isOfUnknownProcessor({ kind, platform }: FileFacts): boolean {
  return platform === null && (kind === 'PE32' || kind === 'PE32+');
}

/** Whether the processor of the file fits the row; see {@link compareFile}. */
export function platformFits(expected: ManifestFile, actual: FileFacts): boolean {
  const wanted = canonicalPlatform(expected.platform);
  if (wanted === null) return true;
  const found = canonicalPlatform(actual.platform);
  if (found !== null) return found === wanted;
  return expected.version === null && !isOfUnknownProcessor(actual);
}

/** Whether two files are equal in all compared fields. */
export function sameFacts(a: FileFacts, b: FileFacts): boolean {
  return (
    a.size === b.size &&
    a.signature?.accepted === b.signature?.accepted &&
    canonicalPlatform(a.platform) === canonicalPlatform(b.platform) &&
    (a.version === b.version || (a.version !== null && versionOrder(a.version, b.version) === 0))
  );
}

/** Whether two texts are of one version: `4.00.6487.2111` is `4.0.6487.2111`. */
export const isSameVersion = (a: string, b: string): boolean => versionOrder(a, b) === 0;

/** Zero: equal or not compared. Positive: the file is newer. Null: they differ and cannot be ordered. */
function versionOrder(expected: string | null, actual: string | null): number | null {
  if (expected === null) return 0;
  if (actual === null) return null;
  const [wanted, found] = [numbersOf(expected), numbersOf(actual)];
  if (wanted && found) return compareFileVersions(found, wanted);
  return expected.trim().toLowerCase() === actual.trim().toLowerCase() ? 0 : null;
}

/** A text that is the same for versions that {@link isSameVersion} finds equal. */
export function versionKey(version: string): string {
  const numbers = numbersOf(version);
  return numbers === null ? version.trim().toLowerCase() : formatFileVersion(numbers);
}

/** Each version is compared with those of many rows. */
const MOST_KNOWN = 5000;
const known = new Map<string, FileVersion | null>();

function numbersOf(version: string): FileVersion | null {
  let numbers = known.get(version);
  if (numbers === undefined) {
    numbers = tryParseFileVersion(plainVersion(version));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(version, numbers);
  }
  return numbers;
}

/** Older resources and tables write `5, 1, 2600, 0` or `5.1.2600.0 (xpclient.010817-1148)`. */
export function plainVersion(text: string): string {
  const remark = text.indexOf('(');
  const numbers = remark < 0 ? text : text.slice(0, remark);
  return numbers
    .split(',')
    .map((part) => part.trim())
    .join('.');
}
