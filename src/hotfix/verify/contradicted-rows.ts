import { groupBy } from '../../core/group-by.js';
import { nameKey } from '../../core/name-key.js';
import { foldersOfRow } from '../manifest/row-name.js';
import { compareFile, platformFits } from './compare-file.js';
import type { RowMatch } from './match-files.js';
import { keyOf } from './match-section.js';

/**
 * The matches, where a row without a file gets the file of another row that has its name, platform and folder and says
 * something else: for one file both cannot be right, and the file is not merely missing.
 */
export function withContradictedRows(matches: readonly RowMatch[]): RowMatch[] {
  const found = groupBy(
    matches.filter(({ file }) => file !== null),
    placeOf,
  );
  return matches.map((match) => {
    if (match.file !== null) return match;
    const { row } = match;
    for (const { file } of found.get(placeOf(match)) ?? []) {
      if (file === null || !platformFits(row, file)) continue;
      const differences = compareFile(row, file);
      // A row that is there twice is fulfilled by one file.
      return differences.length === 0 ? match : { ...match, file, differences, isContradicted: true };
    }
    return match;
  });
}

/** Name and folders of a row; rows in which these differ are about files that may lie beside each other. */
function placeOf({ row }: RowMatch): string {
  const folders = foldersOfRow(row.name);
  return [keyOf(row), ...(folders.length > 0 ? folders : [nameKey(row.folder ?? '')])].join('/');
}
