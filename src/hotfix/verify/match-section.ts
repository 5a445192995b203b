import { tryParseFileVersion } from '../../core/file-version.js';
import { nameKey } from '../../core/name-key.js';
import type { Manifest, ManifestSection } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import { type FileFacts, figuresOf } from './compare-file.js';
import { headingPlatform } from './heading-platform.js';
import { matchFiles, type RowMatch } from './match-files.js';
import { AllPairs } from './pair-budget.js';

/** A file table with the files that were found for its rows. */
export interface MatchedSection {
  section: ManifestSection;
  /** In the order of the table. */
  matches: RowMatch[];
  unlisted: FileFacts[];
  /** Compared from the front, more is better. */
  score: number[];
}

/**
 * Assigns files to the rows of one table of a manifest. Throws `MANIFEST_INVALID` for a table of too many rows of one name, and where
 * `all` tables have too many.
 */
export function matchSection(
  manifest: Manifest,
  section: ManifestSection,
  facts: readonly FileFacts[],
  all: AllPairs = new AllPairs(),
): MatchedSection {
  const ownNames = namesOfItsOwn(manifest, section);
  const heading = headingPlatform(section, manifest);
  const rowsByName = new Map<string, number[]>();
  for (const [index, row] of section.files.entries()) push(rowsByName, keyOf(row), index);
  const filesByName = new Map<string, FileFacts[]>();
  const unlisted = new Set<FileFacts>();
  for (const file of facts) {
    const name = nameKey(file.name);
    if (rowsByName.has(name)) push(filesByName, name, file);
    else unlisted.add(file);
  }

  const matches: RowMatch[] = [];
  for (const [name, rows] of rowsByName) {
    const result = matchFiles(
      rows.map((index) => section.files[index]!),
      filesByName.get(name) ?? [],
      heading,
      all,
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
export const keyOf = ({ name }: { name: string }): string => nameKey(fileNameOfRow(name));

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

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
