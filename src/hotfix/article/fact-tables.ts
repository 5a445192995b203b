import { columnOf } from './lexicon.js';
import { anyHeaderOfCells } from './read-header.js';

type Rows = readonly (readonly string[])[];

/** A table of files, its headings above its cells. */
export interface TurnedTable {
  /** A row of one text above its facts; null without one. */
  title: string | null;
  rows: string[][];
}

/**
 * A table whose headings stand before its cells (`File name | a.msp`, `Version | 1.2.3.4`), turned so that they stand above them.
 * Several files have a column each, or a group of rows each, with or without a title of its own. Null where it is no such table, or
 * not one of files.
 */
export function factTables(rows: Rows): TurnedTable[] | null {
  const found: TurnedTable[] = [];
  for (const { title, facts } of groupsOfFacts(rows)) {
    const turned = turn(facts);
    if (turned === null) return null;
    found.push({ title, rows: turned });
  }
  return found.length > 0 ? found : null;
}

/** The facts below each title; what stands above the first fact, as the names of both columns, is left out. */
function groupsOfFacts(rows: Rows): { title: string | null; facts: Rows }[] {
  const filled = rows.filter((row) => !row.every((cell) => /^[\s:-]*$/.test(cell)));
  const start = filled.slice(0, MOST_ABOVE + 1).findIndex(isFact);
  if (start < 0 || filled.slice(0, start).some(isData)) return [];
  const first = filled[start]![0]!;
  const groups = [
    {
      title:
        filled
          .slice(0, start)
          .map(onlyText)
          .find((text) => text !== null) ?? null,
      from: start,
    },
  ];
  for (let i = start + 1; i < filled.length - 1; i++) {
    const title = onlyText(filled[i]!);
    if (title !== null && columnOf(title) === null && filled[i + 1]![0] === first)
      groups.push({ title, from: i + 1 });
  }
  return groups.map(({ title, from }, i) => {
    const next = groups[i + 1];
    return { title, facts: filled.slice(from, next && next.from - 1) };
  });
}

/** Rows above the first fact: a title, and the names of the columns. */
const MOST_ABOVE = 2;

/** Whether a row is a heading and its value. */
const isFact = ([heading = '', value]: readonly string[]): boolean =>
  value !== undefined && columnOf(heading) !== null && columnOf(value) === null && value.trim() !== '';

/** Whether a row has what a file has: a name with an extension, or a number. */
const isData = (row: readonly string[]): boolean =>
  row.length > 2 || row.some((cell) => /\.[a-z]{2,4}$/i.test(cell.trim()) || /^\d/.test(cell.trim()));

/** The text of a row that has only one. */
function onlyText(row: readonly string[]): string | null {
  const [only, other] = new Set(row.map((cell) => cell.trim()).filter((cell) => cell !== ''));
  return only === undefined || other !== undefined ? null : only.replace(/\s+/g, ' ');
}

/** Most columns of a table that is turned. */
const WIDEST = 50;

function turn(rows: Rows): string[][] | null {
  const groups: (readonly string[])[][] = [];
  for (const row of rows) {
    const kind = columnOf(row[0] ?? '')?.meaning;
    const known = groups.at(-1);
    const isNew = known === undefined || (kind !== 'other' && known[0]![0] === row[0]);
    if (isNew) groups.push([row]);
    else known.push(row);
  }
  const turned = groups.map((group) => {
    const width = Math.min(WIDEST, Math.max(...group.map((row) => row.length)));
    return Array.from({ length: width }, (_, column) => group.map((row) => row[column] ?? ''));
  });
  const isHeaded = turned.every(([head = []]) => anyHeaderOfCells(head) !== null);
  return isHeaded ? turned.flat() : null;
}
