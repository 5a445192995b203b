import { HtmlPage } from '../html-page.js';
import { hiddenBySheets, isHiddenIn } from './hidden-elements.js';
import { END_OF_STRUCK, isStruckStyle, START_OF_STRUCK, struckElements } from './struck-text.js';
import type { TableRow } from './table-rows.js';

/** A line of a document as people see it. */
export interface HtmlLine {
  text: string;
  kind: 'text' | 'entry' | 'heading';
  /** It begins a block; false behind a line break and in preformatted text. */
  isBlock: boolean;
  /** Browsers do not show it. */
  hidden: boolean;
  /** The row of a table of which it is a part. */
  row?: TableRow;
}

/** A table that is open. */
interface OpenTable {
  rows: number;
  column: number;
  /** Text of the cells of its first row. */
  first: string[];
  /** The same as headings, made when a row below asks for them. */
  headings: (string | undefined)[];
  isHeaded: boolean;
}

const unseen = new Set(['script', 'style', 'noscript', 'template', 'svg', 'title', 'textarea', 'select']);
const inLine = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const cells = new Set(['td', 'th']);
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

/** Longest heading that a row is given, in characters. */
const LONGEST_HEADING = 2000;

/** A text of the first row of a table, which each row below asks for. */
const headingOf = ({ first, headings }: OpenTable, column: number): string =>
  (headings[column] ??= squeezed(first[column] ?? '').slice(0, LONGEST_HEADING));

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * The lines of an HTML document as people see them: an element that begins a line does so inside of cells too, because tables may
 * lay out a page. The cells of a row without such elements are one line. Struck text stands between the marks of `struck-text.ts`.
 */
export function htmlLines(html: string | HtmlPage): HtmlLine[] {
  const lines: HtmlLine[] = [];
  let line = '';
  let hidden = 0;
  let preformatted = 0;
  let struck = 0;
  let covered = 0;
  let entries = 0;
  let isHeading = false;
  let isBlock = true;
  let isHidden = false;
  /** Of each element that is open, whether it strikes its text and whether it hides it. */
  const open: { strikes: boolean; covers: boolean }[] = [];
  const tables: OpenTable[] = [];
  /** Where the cells of the line begin. */
  let starts: number[] = [];
  const rowOf = (): TableRow | undefined => {
    const table = tables.at(-1);
    if (table === undefined || table.column < 0) return undefined;
    const cells = (starts.length > 0 ? starts : [0]).map((start, i) =>
      squeezed(line.slice(start, starts[i + 1])),
    );
    const from = table.column + 1 - cells.length;
    const headings = table.rows > 1 ? cells.map((_, i) => headingOf(table, from + i)) : [];
    return { cells, headings, isHeaded: table.isHeaded };
  };
  const edgeOfTable = (name: string, step: 1 | -1) => {
    const table = tables.at(-1);
    if (name === 'table') {
      if (step > 0) tables.push({ rows: 0, column: -1, first: [], headings: [], isHeaded: false });
      else tables.pop();
    } else if (table !== undefined && name === 'tr') {
      if (step > 0) table.rows++;
      table.column = -1;
    } else if (table !== undefined && cells.has(name) && step > 0) {
      table.column++;
      starts.push(line.length);
      if (table.rows === 1) table.isHeaded ||= name === 'th';
    }
  };
  const end = (endsBlock: boolean) => {
    const text = squeezed(line);
    const isEmpty = text === '' || text === START_OF_STRUCK;
    if (!isEmpty) {
      const kind = isHeading ? 'heading' : entries > 0 ? 'entry' : 'text';
      const row = rowOf();
      lines.push({ text, kind, isBlock, hidden: isHidden, ...(row && { row }) });
    }
    isBlock = endsBlock || (isEmpty && isBlock);
    isHidden = false;
    starts = [];
    line = struck > 0 ? START_OF_STRUCK : '';
  };
  const edge = (name: string, step: 1 | -1) => {
    if (unseen.has(name)) hidden = Math.max(0, hidden + step);
    if (name === 'pre') preformatted = Math.max(0, preformatted + step);
    if (cells.has(name)) line += ' ';
    else if (!inLine.has(name)) end(name !== 'br');
    edgeOfTable(name, step);
    if (name === 'li') entries = Math.max(0, entries + step);
    else if (headings.has(name)) isHeading = step > 0;
  };
  const page = HtmlPage.of(html);
  const bySheet = hiddenBySheets(page.html);
  page.walk({
    onopentag: (name, attributes) => {
      edge(name, 1);
      const strikes = struckElements.has(name) || isStruckStyle(attributes.style ?? '');
      const covers = isHiddenIn(bySheet, name, attributes);
      open.push({ strikes, covers });
      if (covers) covered++;
      if (strikes && ++struck === 1) line += START_OF_STRUCK;
    },
    onclosetag: (name) => {
      const closed = open.pop();
      if (closed?.covers) covered--;
      if (closed?.strikes && --struck === 0) line += END_OF_STRUCK;
      edge(name, -1);
    },
    ontext: (data) => {
      if (hidden > 0) return;
      if (covered > 0 && data.trim() !== '') isHidden = true;
      const table = tables.at(-1);
      if (table?.rows === 1 && table.column >= 0) {
        table.first[table.column] = (table.first[table.column] ?? '') + data;
      }
      if (preformatted === 0) {
        line += data;
        return;
      }
      const [first = '', ...others] = data.split(/\r\n?|\n/);
      line += first;
      for (const other of others) {
        end(false);
        line += other;
      }
    },
  });
  end(true);
  return lines;
}
