import { HotfixkitError, type Warning } from '../../core/errors.js';
import { tryParseFileVersion } from '../../core/file-version.js';
import { plural } from '../../core/plural.js';
import type { FileSignature } from '../../signature/verdict.js';
import {
  type Manifest,
  type ManifestSection,
  manifestName,
  productNames,
  sectionsForProduct,
} from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import {
  type Difference,
  type FileFacts,
  factWarnings,
  figuresOf,
  isSignatureJudged,
} from './compare-file.js';
import { matchFiles, type RowMatch } from './match-files.js';
import { nameWarnings, orderByName } from './name-evidence.js';
import { explainNearMiss, findRenamed, type NearMiss } from './near-miss.js';
import { otherTableWarnings } from './other-tables.js';
import { judgeFit, type SectionFit } from './section-fit.js';
import { tableWarnings } from './table-warnings.js';

/** Options of {@link verifyFiles}. */
export interface VerifyOptions {
  /** Names the file table by its product or a part of it; without it the evidence decides. */
  product?: string | null;
  /** File name of the package: it decides between tables that the files fit equally well. */
  fileName?: string | null;
  /** Rows without a file do not count as failures. */
  onlyPresent?: boolean;
}

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
 * The result of a verification: whether all files match, and each row of the file table with its file.
 */
export interface VerifyResult {
  /** At least one file was checked, and all that were checked match. */
  ok: boolean;
  manifest: { kb: string | null; product: string | null; title: string };
  /** Heading of the file table that was used. */
  section: string;
  /** How it was chosen: `none` means that nothing fits, `only` that the manifest has no other. */
  chosenBy: 'product' | 'only' | 'evidence' | 'none';
  /** How sure that is, and why. */
  fit: SectionFit;
  counts: Record<VerifyStatus, number>;
  files: VerifiedFile[];
  /** Paths of files that the table does not name, in the order they were given. */
  unlisted: string[];
  warnings: Warning[];
}

/** No published table has more rows with one name than this. */
const maxRowsOfOneName = 200;

/**
 * Checks files against the table that fits them. Pure: reads nothing but its arguments, in any order of `facts`.
 *
 * Rows are matched by name regardless of case, then by the folders that the table writes before it, where files lie in
 * them, then by platform, then by version and size, one file a row. A row is
 *
 * - `match`: its file is what it says; further copies of it do no harm;
 * - `mismatch`: the file that stands for it differs in platform, version or size, or its signature was judged and is not
 *   accepted; dates are reported, never judged;
 * - `missing`: no file stands for it;
 * - `ambiguous`: several files could be meant and they disagree, even if one of them is right.
 *
 * Where several tables are possible, the one with most matches is used, then the one with most agreeing versions and
 * sizes, then the one whose names or line of versions the files have, then the one with fewest contradictions, then the
 * first.
 *
 * Throws `MANIFEST_NO_PRODUCT` where `product` names no table, `MANIFEST_INVALID` for a table no one published.
 *
 * @example
 * import { manifestFromCatalogue } from 'hotfixkit';
 * import { verifyFiles } from 'hotfixkit/verify';
 *
 * const result = verifyFiles(
 *   [{ path: 'Ccmcertfix.exe', name: 'Ccmcertfix.exe', size: 17768, version: '4.0.6487.2111', platform: 'x86' }],
 *   manifestFromCatalogue('977203'),
 *   { onlyPresent: true },
 * );
 * console.log(result.ok, result.manifest.product);
 */
export function verifyFiles(
  facts: readonly FileFacts[],
  manifest: Manifest,
  options: VerifyOptions = {},
): VerifyResult {
  return verifyWithSection(facts, manifest, options).result;
}

/** {@link verifyFiles}, and the very table that was used: neither its heading nor its product need be the only one. */
export function verifyWithSection(
  facts: readonly FileFacts[],
  manifest: Manifest,
  options: VerifyOptions = {},
): { result: VerifyResult; section: ManifestSection } {
  const { product = null, onlyPresent = false, fileName = null } = options;
  const tried = manifest.sections.map((section) =>
    matchSection(section, facts, namesOfItsOwn(manifest, section)),
  );
  const allowed = product === null ? manifest.sections : sectionsForProduct(manifest, product);
  if (allowed.length === 0) {
    throw new HotfixkitError(
      'MANIFEST_NO_PRODUCT',
      product === null
        ? `${manifestName(manifest)} has no file table`
        : `${manifestName(manifest)} has no file table for ${JSON.stringify(product)}; it has ${productNames(manifest).join(', ')}`,
    );
  }

  const candidates = tried.filter(({ section }) => allowed.includes(section));
  const { winner, tied } = pickBest(fileName === null ? candidates : orderByName(candidates, fileName));
  const unsupported = winner.score.slice(0, 3).every((one) => one === 0);
  const warnings: Warning[] = [];
  const fittest = pickBest(tried).winner;
  if (tied && !unsupported) {
    warnings.push({
      code: 'VERIFY_PRODUCT_UNCERTAIN',
      message: `the files fit the tables of several products equally well; ${label(winner.section)} was used; give the product`,
    });
  } else if (compareScores(fittest, winner) < 0 && fittest.score[0]! > 0) {
    warnings.push({
      code: 'VERIFY_PRODUCT_UNCERTAIN',
      message: `the files fit ${label(fittest.section)} better (${fittest.score[0]} matches against ${winner.score[0]})`,
    });
  }

  const { section, matches } = winner;
  if (fileName !== null) for (const one of nameWarnings(fileName, manifest, section)) warnings.push(one);
  const judged = matches.flatMap(({ file, copies, rivals }) => [
    ...(file ? [file] : []),
    ...copies,
    ...rivals,
  ]);
  for (const one of factWarnings([...new Set(judged)])) warnings.push(one);
  const files = matches.map((match) => verifiedFile(match, manifest, winner));
  for (const one of tableWarnings(manifest, section, files)) warnings.push(one);
  for (const one of signatureWarnings(matches)) warnings.push(one);
  const others = allowed.filter((one) => one !== section);
  for (const one of otherTableWarnings(section, others, winner.unlisted, onlyPresent)) warnings.push(one);
  const unlisted = winner.unlisted.map(({ path }) => path);
  const counts: VerifyResult['counts'] = { match: 0, mismatch: 0, missing: 0, ambiguous: 0 };
  for (const { status } of files) counts[status]++;
  const checked = counts.match + counts.mismatch + counts.ambiguous;
  const result: VerifyResult = {
    ok:
      checked > 0 && counts.mismatch === 0 && counts.ambiguous === 0 && (onlyPresent || counts.missing === 0),
    manifest: { kb: manifest.kb, product: section.product, title: manifest.title },
    section: section.title,
    chosenBy:
      product !== null
        ? 'product'
        : manifest.sections.length === 1
          ? 'only'
          : unsupported
            ? 'none'
            : 'evidence',
    fit: judgeFit(winner, tried, { asked: product !== null, tied, unsupported }),
    counts,
    files,
    unlisted,
    warnings,
  };
  return { result, section };
}

/** Names that a warning lists. */
const LISTED = 5;

/** Says which files only a catalogue could judge. */
function signatureWarnings(matches: readonly RowMatch[]): Warning[] {
  const names = matches.flatMap(({ row, file }) =>
    file?.signature && !isSignatureJudged(row, file) ? [row.name] : [],
  );
  if (names.length === 0) return [];
  const more = names.length > LISTED ? `; ${names.length - LISTED} more` : '';
  const what = `${plural(names.length, 'file')} ${names.length === 1 ? 'is of a kind that carries' : 'are of kinds that carry'} no signature`;
  return [
    {
      code: 'VERIFY_NOT_SIGNABLE',
      message: `${what}, so that only a catalogue can say who published ${names.length === 1 ? 'it' : 'them'}: ${names.slice(0, LISTED).join('; ')}${more}`,
    },
  ];
}

interface MatchedSection {
  section: ManifestSection;
  /** In the order of the table. */
  matches: RowMatch[];
  unlisted: FileFacts[];
  /** Compared from the front, more is better. */
  score: number[];
}

function matchSection(
  section: ManifestSection,
  facts: readonly FileFacts[],
  ownNames: ReadonlySet<string>,
): MatchedSection {
  const rowsByName = new Map<string, number[]>();
  for (const [index, row] of section.files.entries()) push(rowsByName, keyOf(row), index);
  const filesByName = new Map<string, FileFacts[]>();
  const unlisted = new Set<FileFacts>();
  for (const file of facts) {
    const name = file.name.toLowerCase();
    if (rowsByName.has(name)) push(filesByName, name, file);
    else unlisted.add(file);
  }

  const matches: RowMatch[] = [];
  for (const [name, rows] of rowsByName) {
    if (rows.length > maxRowsOfOneName) {
      throw new HotfixkitError('MANIFEST_INVALID', 'a file table repeats one name too often', {
        entry: section.files[rows[0]!]!.name,
        expected: maxRowsOfOneName,
        found: rows.length,
      });
    }
    const result = matchFiles(
      rows.map((index) => section.files[index]!),
      filesByName.get(name) ?? [],
    );
    result.matches.forEach((match, i) => {
      matches[rows[i]!] = match;
    });
    for (const file of result.unlisted) unlisted.add(file);
  }
  return {
    section,
    matches,
    unlisted: facts.filter((file) => unlisted.has(file)),
    score: scoreOf(matches, ownNames),
  };
}

/** The name by which the files of a row are found. */
const keyOf = ({ name }: { name: string }): string => fileNameOfRow(name).toLowerCase();

/** Names that no other table of the article has. */
function namesOfItsOwn(manifest: Manifest, section: ManifestSection): Set<string> {
  const own = new Set(section.files.map(keyOf));
  for (const other of manifest.sections) {
    if (other !== section) for (const row of other.files) own.delete(keyOf(row));
  }
  return own;
}

function scoreOf(matches: readonly RowMatch[], ownNames: ReadonlySet<string>): number[] {
  let good = 0;
  let agreeing = 0;
  let near = 0;
  let bad = 0;
  let missing = 0;
  for (const { row, file, differences, rivals } of matches) {
    if (file === null) {
      missing++;
      continue;
    }
    const differs = new Set(differences.map(({ field }) => field));
    if (row.version !== null && !differs.has('version')) agreeing++;
    if (row.size !== null && !differs.has('size')) agreeing++;
    if (ownNames.has(keyOf(row)) || isSameLine(row.version, file.version)) near++;
    const figures = figuresOf(differences);
    if (figures.length === 0) good++;
    if (figures.length > 0 || rivals.length > 0) bad++;
  }
  return [good, agreeing, near, -bad, -missing];
}

/** Whether two versions are of one service pack: only the last number differs. */
function isSameLine(a: string | null, b: string | null): boolean {
  const [one, two] = [a, b].map((text) => (text === null ? null : tryParseFileVersion(text)));
  return !!one && !!two && one.slice(0, 3).every((number, i) => number === two[i]);
}

/** The first of the best; `sections` is not empty. */
function pickBest(sections: readonly MatchedSection[]): { winner: MatchedSection; tied: boolean } {
  let winner = sections[0]!;
  let tied = false;
  for (const section of sections.slice(1)) {
    const order = compareScores(section, winner);
    if (order < 0) winner = section;
    if (order <= 0) tied = order === 0;
  }
  return { winner, tied };
}

/** Negative where `a` is the better one. */
function compareScores(a: MatchedSection, b: MatchedSection): number {
  for (let i = 0; i < a.score.length; i++) {
    if (a.score[i] !== b.score[i]) return b.score[i]! - a.score[i]!;
  }
  return 0;
}

function verifiedFile(match: RowMatch, manifest: Manifest, tried: MatchedSection): VerifiedFile {
  const { row, file, differences, copies, rivals } = match;
  const wrong = differences.length > 0 ? file : (rivals[0] ?? null);
  const explanation = wrong && explainNearMiss(manifest, tried.section, row, wrong);
  const renamed = file === null ? findRenamed(row, tried.unlisted) : null;
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
    },
    differences,
    ...(file?.signature && { signatures: file.signature.signatures }),
    ...(explanation && { explanation }),
    ...(renamed && { renamed: renamed.path }),
    ...(copies.length > 0 && { copies: copies.map(({ path }) => path) }),
    ...(rivals.length > 0 && { rivals: rivals.map(({ path }) => path) }),
  };
}

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

function label(section: ManifestSection): string {
  return section.product ?? section.title;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
