import { columnOf } from './lexicon.js';
import { headerOfCells, shortHeaderOfCells } from './read-header.js';

/** An article as a sequence of lines of text, and of tables whose cells are known. */
export type Block = { kind: 'line'; text: string; heading: boolean } | { kind: 'cells'; rows: string[][] };

/** The blocks of a text: tables with pipes or tabs, tables with one cell in each line, and lines. */
export function textBlocks(text: string): Block[] {
  const lines = text.split(/\r\n?|\n/);
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i]!;
    const split = splitter(line);
    if (split !== null) {
      const rows: string[][] = [];
      let next = i;
      while (next < lines.length && goesOn(lines[next]!, split)) rows.push(split(lines[next++]!));
      blocks.push({ kind: 'cells', rows });
      i = next;
      continue;
    }
    const vertical = verticalTable(lines, i);
    if (vertical !== null) {
      blocks.push({ kind: 'cells', rows: vertical.rows });
      i = vertical.end;
      continue;
    }
    blocks.push(lineBlock(line, lines[i + 1] ?? ''));
    i++;
  }
  return blocks;
}

function lineBlock(line: string, below: string): Block {
  const heading =
    /^\s*#{1,6}\s/.test(line) || /^\s*\*\*.*\*\*:?\s*$/.test(line) || /^\s*(-{3,}|={3,})\s*$/.test(below);
  return { kind: 'line', text: line.replace(/^\s*#{1,6}\s+/, ''), heading };
}

function splitter(line: string): ((line: string) => string[]) | null {
  if (/^\s*\|.*\|/.test(line) || (line.match(/(?<!\\)\|/g)?.length ?? 0) >= 3) return pipes;
  return (line.match(/\t/g)?.length ?? 0) >= 2 && /\S\t+\S/.test(line.trim()) ? tabs : null;
}

/** Whether a line belongs to the table above it. Of a row with one cell, tabs are left on one side only. */
const goesOn = (line: string, split: (line: string) => string[]): boolean =>
  splitter(line) === split ||
  (split === tabs && /\t.*\t/.test(line) && /\S/.test(line) && !line.includes('|'));

const pipes = (line: string): string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replace(/<br ?\/?>/gi, '\n').trim());

const tabs = (line: string): string[] =>
  line
    .replace(/^\s*\n/, '')
    .split('\t')
    .map((cell) => cell.trim());

/** A heading of three columns or more, each in a line of its own, then rows of as many lines. */
function verticalTable(lines: readonly string[], start: number): { rows: string[][]; end: number } | null {
  if (columnOf(lines[start]!) === null) return null;
  const head: string[] = [];
  let place = start;
  const cells = (from: number): { text: string; at: number } | null => {
    for (let at = from; at < lines.length && at < from + 6; at++) {
      const text = lines[at]!.trim();
      if (text !== '') return { text, at };
    }
    return null;
  };
  for (let cell = cells(place); cell !== null && head.length < 12; cell = cells(place)) {
    const kind = columnOf(cell.text);
    if (
      kind === null ||
      (kind.meaning !== 'other' && head.some((known) => columnOf(known)?.meaning === kind.meaning))
    )
      break;
    head.push(cell.text);
    place = cell.at + 1;
  }
  const isShort = headerOfCells(head) === null && shortHeaderOfCells(head) !== null;
  if (headerOfCells(head) === null && !isShort) return null;
  const nameAt = head.findIndex((cell) => columnOf(cell)?.meaning === 'name');
  const rows = [head];
  for (;;) {
    const row: string[] = [];
    let next = place;
    while (row.length < head.length) {
      const cell = cells(next);
      if (cell === null) break;
      row.push(cell.text);
      next = cell.at + 1;
    }
    // An incomplete row, or one that begins differently, does not count.
    if (!/\.[\p{L}\d_-]{1,20}$/u.test(row[nameAt] ?? '')) break;
    const digits = row.filter((cell) => /\d/.test(cell)).length;
    if (row.length < head.length || digits < (isShort ? 1 : 2)) break;
    if (isShort && !row.some((cell) => /^\d+(?:[.,] ?\d+){2,4}/.test(cell))) break;
    rows.push(row);
    place = next;
  }
  return rows.length > 1 ? { rows, end: place } : null;
}
