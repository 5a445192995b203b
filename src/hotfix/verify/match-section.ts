import { tryParseFileVersion } from '../../core/file-version.js';
import { groupBy } from '../../core/group-by.js';
import { nameKey } from '../../core/name-key.js';
import type { Manifest, ManifestSection } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import { type FileFacts, figuresOf } from './compare-file.js';
import { FilesOfName } from './files-of-name.js';
import { headingPlatform } from './heading-platform.js';
import { matchFiles, pairUp, type RowMatch } from './match-files.js';
import { AllPairs } from './pair-budget.js';

/** A file table with the files that were found for its rows. */
export interface MatchedSection {
  section: ManifestSection;
  /** In the order of the table. */
  matches: RowMatch[];
  /** The files that its rows are about; all others are unlisted. */
  listed: ReadonlySet<FileFacts>;
  /** Compared from the front, more is better. */
  score: number[];
}

/**
 * Assigns files to the rows of each table of a manifest. Throws `MANIFEST_INVALID` for a table of too many rows of one name, and where
 * the tables have too many together.
 */
export function matchSections(manifest: Manifest, facts: readonly FileFacts[]): MatchedSection[] {
  const files = new Map(
    [...groupBy(facts, ({ name }) => nameKey(name))].map(([name, same]) => [name, new FilesOfName(same)]),
  );
  const rows = manifest.sections.map((section) => rowsByName(section));
  const tables = tablesOfNames(rows);
  const all = new AllPairs();
  const namesakes = manifest.sections.map((section, i) =>
    [...rows[i]!].map(([name, places]) => ({
      places,
      paired: pairUp(
        places.map((place) => section.files[place]!),
        files.get(name) ?? noFiles,
        all,
      ),
    })),
  );
  return manifest.sections.map((section, i) => {
    const heading = headingPlatform(section, manifest);
    const matches: RowMatch[] = [];
    const listed = new Set<FileFacts>();
    for (const { places, paired } of namesakes[i]!) {
      const result = matchFiles(paired, heading);
      result.matches.forEach((match, j) => {
        matches[places[j]!] = match;
      });
      for (const { file } of paired.files.candidates) listed.add(file);
      for (const file of result.unlisted) listed.delete(file);
    }
    return { section, matches, listed, score: scoreOf(matches, (name) => tables.get(name) === 1) };
  });
}

const noFiles = new FilesOfName([]);

/** The places of the rows of a table, by the name of their file. */
const rowsByName = ({ files }: ManifestSection): Map<string, number[]> =>
  groupBy(files.keys(), (place) => keyOf(files[place]!));

/** How many tables have each name. */
function tablesOfNames(rows: readonly ReadonlyMap<string, unknown>[]): Map<string, number> {
  const tables = new Map<string, number>();
  for (const names of rows) for (const name of names.keys()) tables.set(name, (tables.get(name) ?? 0) + 1);
  return tables;
}

/** The name by which the files of a row are found. */
export const keyOf = ({ name }: { name: string }): string => nameKey(fileNameOfRow(name));

/** @param isOwn whether no other table of the article has a name */
function scoreOf(matches: readonly RowMatch[], isOwn: (name: string) => boolean): number[] {
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
    if (isOwn(keyOf(row)) || isSameLine(row.version, file.version)) near++;
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
export function pickBest(sections: readonly MatchedSection[]): { winner: MatchedSection; tied: boolean } {
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
export function compareScores(a: MatchedSection, b: MatchedSection): number {
  for (let i = 0; i < a.score.length; i++) {
    if (a.score[i] !== b.score[i]) return b.score[i]! - a.score[i]!;
  }
  return 0;
}
