import { isNone } from './lexicon.js';
import { joinLines, nameOf } from './read-name.js';

/**
 * Rows with names whole again that a drawn table or a terminal divided: a row that has nothing but the rest of a name belongs to the
 * row above it, if what stands there is no name of a file and both together are.
 *
 * @param column that of the names
 */
export function joinWrapped(
  rows: readonly (readonly string[])[],
  column: number,
): readonly (readonly string[])[] {
  if (column < 0) return rows;
  const joined: (readonly string[])[] = [];
  for (const row of rows) {
    const above = joined.at(-1);
    const name = above === undefined ? null : nameOverBoth(above, row, column);
    if (name === null) joined.push(row);
    else joined[joined.length - 1] = above!.with(column, name);
  }
  return joined;
}

/** The stop before an extension, or what may stand for it. Most rows have none where the rest of a name would be. */
const hasStop = /[.]|[^\x00-\x7f]/;

function nameOverBoth(above: readonly string[], row: readonly string[], column: number): string | null {
  const [begin = '', rest = ''] = [above[column], row[column]];
  if (rest.trim() === '' || row.some((cell, i) => i !== column && cell.trim() !== '')) return null;
  if (!hasStop.test(begin) && !hasStop.test(rest)) return null;
  const isFile = (text: string): boolean => nameOf(text)?.cost === 0 && !/\s/.test(text);
  if (isNone(begin) || /\s/.test(begin.trim()) || isFile(begin)) return null;
  const name = `${begin}\n${rest}`;
  return isFile(joinLines(name)) ? name : null;
}
