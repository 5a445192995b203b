import type { ManifestSection } from '../manifest/manifest.js';
import { type FileFacts, figuresOf } from './compare-file.js';
import type { RowMatch } from './match-files.js';

/** One file table with the evidence of the files for and against it. */
export interface SectionEvidence {
  product: string | null;
  title: string;
  rows: number;
  /** Rows whose file matches. */
  match: number;
  /** Of those, rows whose file fits no other table of the article. */
  own: number;
  /** Rows whose file contradicts them. */
  differ: number;
  missing: number;
}

/** How certain the choice of the file table is, and why. */
export interface SectionFit {
  /**
   * - `asked`: the user named it; `only`: the article has no other;
   * - `certain`: files fit it and none fits another;
   * - `likely`: more files fit it than any other;
   * - `uncertain`: another fits as well;
   * - `guess`: no file matches, but some versions or sizes do; `none`: nothing fits any table.
   */
  certainty: 'asked' | 'only' | 'certain' | 'likely' | 'uncertain' | 'guess' | 'none';
  /** Why, in words that end a line. */
  reason: string;
  /** Every table of the article, the one that was used first. */
  tables: SectionEvidence[];
}

export interface TriedSection {
  section: ManifestSection;
  matches: readonly RowMatch[];
}

/** Compares the tables of an article with each other; `used` is one of `tried`. */
export function judgeFit(
  used: TriedSection,
  tried: readonly TriedSection[],
  choice: { asked: boolean; tied: boolean; unsupported: boolean },
): SectionFit {
  const fitting = new Map(tried.map((one) => [one, fittingFiles(one)]));
  const tablesOf = new Map<FileFacts, number>();
  for (const files of fitting.values())
    for (const file of files) tablesOf.set(file, (tablesOf.get(file) ?? 0) + 1);
  const others = tried.filter((one) => one !== used);
  const tables = [used, ...others].map((one) => evidenceOf(one, fitting.get(one)!, tablesOf));
  const [own, ...rest] = tables as [SectionEvidence, ...SectionEvidence[]];
  return { ...judge(own, rest, used, choice), tables };
}

function judge(
  used: SectionEvidence,
  others: readonly SectionEvidence[],
  { matches }: TriedSection,
  { asked, tied, unsupported }: { asked: boolean; tied: boolean; unsupported: boolean },
): Omit<SectionFit, 'tables'> {
  const matching = `${used.match} of ${used.rows} rows match`;
  if (asked) return { certainty: 'asked', reason: `it was requested; ${matching}` };
  if (others.length === 0) return { certainty: 'only', reason: `the article has no other; ${matching}` };
  const best = others.reduce((a, b) => (b.match > a.match ? b : a));
  const name = nameOfTable(best, [used]);
  if (used.match > best.match && !tied) {
    if (others.every((other) => other.own === 0)) {
      const both = best.match === 0 ? `none matches ${name}` : `${best.match} of them match ${name} too`;
      return { certainty: 'certain', reason: `${matching}, ${both}` };
    }
    return { certainty: 'likely', reason: `${matching}, but ${best.match} of ${best.rows} match ${name}` };
  }
  if (used.match > 0) return { certainty: 'uncertain', reason: `${matching}, and so do those of ${name}` };
  const agreeing = matches.flatMap(({ row, file, differences }) => {
    if (file === null) return [];
    const differs = new Set(differences.map(({ field }) => field));
    return [
      ...(row.version !== null && !differs.has('version') ? ['version'] : []),
      ...(row.size !== null && !differs.has('size') ? ['size'] : []),
    ];
  }).length;
  if (agreeing === 0 && !unsupported) {
    return {
      certainty: tied ? 'uncertain' : 'guess',
      reason: 'no file matches, but names or versions are of this product line',
    };
  }
  if (agreeing === 0) {
    return { certainty: 'none', reason: 'no version or size matches any table; this is the first one' };
  }
  return {
    certainty: tied ? 'uncertain' : 'guess',
    reason: `no file matches, but ${agreeing} version${agreeing === 1 ? '' : 's'} or sizes agree`,
  };
}

/** What tells a table from others: its product, or its heading where others are for the same product. */
export function nameOfTable(
  { product, title }: Pick<SectionEvidence, 'product' | 'title'>,
  others: readonly Pick<SectionEvidence, 'product' | 'title'>[],
): string {
  const isTwin = others.some((other) => other.product === product && other.title !== title);
  return isTwin ? title : (product ?? title);
}

/**
 * @param mine the files that fit it
 * @param tablesOf how many tables each file fits
 */
function evidenceOf(
  one: TriedSection,
  mine: ReadonlySet<FileFacts>,
  tablesOf: ReadonlyMap<FileFacts, number>,
): SectionEvidence {
  const evidence: SectionEvidence = {
    product: one.section.product,
    title: one.section.title,
    rows: one.matches.length,
    match: mine.size,
    own: [...mine].filter((file) => tablesOf.get(file) === 1).length,
    differ: 0,
    missing: 0,
  };
  for (const { file, differences } of one.matches) {
    if (file === null) evidence.missing++;
    else if (figuresOf(differences).length > 0) evidence.differ++;
  }
  return evidence;
}

function fittingFiles({ matches }: TriedSection): Set<FileFacts> {
  return new Set(
    matches.flatMap(({ file, differences }) =>
      file !== null && figuresOf(differences).length === 0 ? [file] : [],
    ),
  );
}
