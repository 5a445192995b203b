import { printable } from '../core/visible-text.js';

export interface TextColumn {
  title: string;
  align?: 'left' | 'right';
}

/** Width on a terminal: combining marks take none, East Asian wide characters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    // Vowels and final consonants of Hangul written as letters join the syllable before them.
    if (/\p{Mn}|\p{Me}|\p{Cf}|[\u1160-\u11ff\ud7b0-\ud7ff]/u.test(character)) continue;
    width += isWide(code) ? 2 : 1;
  }
  return width;
}

/** First and last code points that Unicode gives the width W or F (UAX #11), blocks of them where gaps are unassigned. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x26a1, 0x26a1],
  [0x2705, 0x2705],
  [0x274c, 0x274c],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f18e, 0x1f19a],
  [0x1f200, 0x1f320],
  [0x1f32d, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];

function isWide(code: number): boolean {
  return code >= 0x1100 && wide.some(([first, last]) => code >= first && code <= last);
}

/** Characters of padding in one column of a table, and the width that any column may have in any case. */
const MOST_PADDING = 16 * 2 ** 20;
const LEAST_WIDEST = 100;
/** Blanks between two columns. */
const GAP = 2;

/**
 * Lines of aligned columns, two blanks between them; the last column is not padded. Rows are gone through twice, so that a
 * long table is never in memory as a whole. In a terminal of `width` columns, the widest column of a table that does not
 * fit comes last, so that lines break in that one and the others stay one below the other.
 */
export function* textTableLines(
  columns: readonly TextColumn[],
  rows: Iterable<readonly string[]>,
  width: number = Number.POSITIVE_INFINITY,
): Generator<string, void, void> {
  const widths = columns.map(({ title }) => displayWidth(title));
  let count = 1;
  for (const row of rows) {
    count++;
    for (let i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i]!, displayWidth(printable(row[i] ?? '')));
    }
  }
  // One cell of any length must not make every row as long.
  const widest = Math.max(LEAST_WIDEST, Math.floor(MOST_PADDING / count));
  const limits = widths.map((width) => Math.min(widest, width));
  const order = columnOrder(columns, limits, width);
  const inOrder = <T>(cells: readonly T[]): T[] => order.map((i) => cells[i]!);
  const [titles, padded] = [inOrder(columns), inOrder(limits)];
  yield lineOf(
    titles,
    titles.map(({ title }) => title),
    padded,
  );
  for (const row of rows) yield lineOf(titles, inOrder(row.map(printable)), padded);
}

/** Columns by their index, as they stand in a line. */
function columnOrder(columns: readonly TextColumn[], widths: readonly number[], width: number): number[] {
  const order = columns.map((_, i) => i);
  const whole = widths.reduce((sum, one) => sum + one + GAP, -GAP);
  if (whole <= width) return order;
  const widest = widths.indexOf(Math.max(...widths));
  if (columns[widest]?.align === 'right') return order;
  return [...order.filter((i) => i !== widest), widest];
}

function lineOf(columns: readonly TextColumn[], cells: readonly string[], widths: readonly number[]): string {
  let line = '';
  columns.forEach((column, i) => {
    const cell = cells[i] ?? '';
    const padding = ' '.repeat(Math.max(0, widths[i]! - displayWidth(cell)));
    if (i > 0) line += ' '.repeat(GAP);
    if (column.align === 'right') line += padding + cell;
    else line += i === columns.length - 1 ? cell : cell + padding;
  });
  return line.trimEnd();
}
