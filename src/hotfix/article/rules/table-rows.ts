/** A row of a table that is not a file table. */
export interface TableRow {
  cells: readonly string[];
  /** What stands over each cell; empty where the table has no other row. */
  headings: readonly string[];
  /** The headings are marked as such; else they are the first row. */
  isHeaded: boolean;
}

/** The text of a row. One of two cells is a label with its value. */
export function textOfRow(cells: readonly string[]): string {
  const [label = '', value, ...more] = cells;
  const isLabel = value !== undefined && more.length === 0 && /^[^\\/]{0,40}[\p{L}\d]$/u.test(label);
  return cells.join(isLabel ? ': ' : ' ');
}

/** The cells of a line of Markdown. */
export const cellsOfLine = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replace(/\s+/g, ' ').trim());
