import { HotfixkitError, type Warning } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import { joinSections, titlesOf } from '../manifest/join-sections.js';
import {
  type Manifest,
  type ManifestSection,
  manifestName,
  productNames,
  sectionsForProduct,
} from '../manifest/manifest.js';
import { compareDownloadSize } from './compare-download-size.js';
import { type FileFacts, factWarnings, isSignatureJudged } from './compare-file.js';
import { compareHashes, type Download, withDownload } from './compare-hashes.js';
import { withContradictedRows } from './contradicted-rows.js';
import { headingPlatform, headingWarnings } from './heading-platform.js';
import { laterTables } from './later-tables.js';
import type { RowMatch } from './match-files.js';
import { compareScores, matchSections, pickBest } from './match-section.js';
import { nameWarnings, orderByName } from './name-evidence.js';
import { namesakeTables } from './namesake-tables.js';
import { otherTables } from './other-tables.js';
import { judgeFit, type SectionFit } from './section-fit.js';
import { tableWarnings } from './table-warnings.js';
import { UsedTable } from './used-table.js';
import { type VerifiedFile, type VerifyStatus, verifiedFile } from './verified-file.js';

export type { VerifiedFile, VerifyStatus } from './verified-file.js';

/** Options of {@link verifyFiles}. */
export interface VerifyOptions {
  /** Names the file table by its product or a part of it; without it the evidence decides. */
  product?: string | null;
  /** File name of the package: it decides between tables that the files fit equally well. */
  fileName?: string | null;
  /** The file that was downloaded, to compare the hashes that the article publishes of it. */
  download?: Download | null;
  /**
   * Rows without a file do not count as failures. A row whose name, platform and folder another row has as well is a mismatch
   * where the one file there fits only the other.
   */
  onlyPresent?: boolean;
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
 * Tables of one product and processor are one table. Where several tables are possible, the one with most matches is used, then the one with most agreeing versions and
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
  given: Manifest,
  options: VerifyOptions = {},
): { result: VerifyResult; section: ManifestSection } {
  const { product = null, onlyPresent = false, fileName = null, download = null } = options;
  const asked = product === null ? given.sections : sectionsForProduct(given, product);
  const { manifest, joined } = joinSections(given, asked);
  const tried = matchSections(manifest, facts);
  const allowed = manifest.sections.filter((section) => joined.has(section) || asked.includes(section));
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

  const { section } = winner;
  const known = manifest.sections.flatMap((one) => one.files);
  const hashed = compareHashes(manifest.hashes ?? [], winner.matches, download, facts, known);
  const matches = onlyPresent ? withContradictedRows(hashed.matches) : hashed.matches;
  if (fileName !== null) for (const one of nameWarnings(fileName, manifest, section)) warnings.push(one);
  const judged = matches.flatMap(({ file, copies, rivals }) => [
    ...(file ? [file] : []),
    ...copies,
    ...rivals,
  ]);
  for (const one of factWarnings([...new Set(judged)])) warnings.push(one);
  const left = facts.filter((file) => !winner.listed.has(file));
  const rows = matches.map((match) => verifiedFile(match, manifest, section, left));
  const size = compareDownloadSize(manifest.sizes ?? [], download);
  const further =
    size.difference === null ? hashed.further : withDownload(hashed.further, download!, size.difference);
  const files = [...further, ...rows];
  for (const one of tableWarnings(manifest, section, rows)) warnings.push(one);
  for (const one of [...hashed.warnings, ...size.warnings]) warnings.push(one);
  const heading = headingPlatform(section, manifest);
  for (const one of headingWarnings(heading, matches)) warnings.push(one);
  for (const one of signatureWarnings(matches)) warnings.push(one);
  const others = allowed.filter((one) => one !== section);
  const used = new UsedTable(section, facts, { unlisted: left, onlyPresent, fileName });
  const rest = otherTables(used, others);
  const later = laterTables(used, others);
  const namesakes = product === null && later.length === 0 ? namesakeTables(used, others) : [];
  for (const one of [...rest.warnings, ...later, ...namesakes]) warnings.push(one);
  if (
    joined.has(section) &&
    files.some(({ status }) => status !== 'match' && !(onlyPresent && status === 'missing'))
  ) {
    warnings.push(joinedWarning(section, joined.get(section)!));
  }
  const unlisted = left.map(({ path }) => path);
  const counts: VerifyResult['counts'] = { match: 0, mismatch: 0, missing: 0, ambiguous: 0 };
  for (const { status } of files) counts[status]++;
  // The download alone says nothing of the files.
  const checked = rows.filter(({ status }) => status !== 'missing').length;
  const fit = judgeFit(winner, tried, { asked: product !== null, tied, unsupported });
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
    fit: { ...fit, reason: fit.reason + rest.remark },
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

function joinedWarning({ product }: ManifestSection, parts: readonly ManifestSection[]): Warning {
  const titles = titlesOf(parts);
  const way = titles.length > 1 ? `; --product ${JSON.stringify(titles[0])} selects one by its heading` : '';
  return {
    code: 'VERIFY_PRODUCT_UNCERTAIN',
    message: `${plural(parts.length, 'table')} are for ${product} and were compared as one${way}`,
  };
}

function label(section: ManifestSection): string {
  return section.product ?? section.title;
}
