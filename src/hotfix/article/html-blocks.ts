import { HotfixkitError } from '../../core/errors.js';
import { canonicalPlatform } from '../verify/platform.js';
import { processorsIn } from '../verify/table-heading.js';
import type { Block } from './article-blocks.js';
import { FootnoteMarks } from './footnote-marks.js';
import { GrowingText } from './growing-text.js';
import { hasHashWord } from './hash-words.js';
import { HtmlPage } from './html-page.js';
import { PICTURE, pictures, pictureText } from './picture-text.js';
import { anyHeaderOfCells, isListOfNames } from './read-header.js';
import { isStruckStyle, struckElements } from './rules/struck-text.js';

export interface HtmlArticle {
  blocks: Block[];
  title: string | null;
  language: string | null;
  /** References to notes that were left out of the blocks. */
  notes: ReadonlySet<string>;
}

const breaking = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary ul caption'.split(
    ' ',
  ),
);
const unseen = new Set(['script', 'style', 'noscript', 'template', 'svg', 'textarea', 'select']);

interface OpenTable {
  rows: string[][];
  /** `picture` is what a picture in the cell stands for. */
  row: { text: string; picture: string; span: number; rows: number; isHeading: boolean }[] | null;
  /** Cells that reach into rows below: column to text and count. */
  below: Map<number, { text: string; left: number }>;
  /** It contains other tables: its own text becomes lines. */
  layout: boolean;
  /** It lies in a cell of a file table: unless it is one itself, its text belongs to the cell. */
  inFiles: boolean;
  /** How many rows were looked at for a heading of a file table, and whether there is one. */
  headed: { rows: number; is: boolean };
}

/** Tables within tables deeper than this are read as text. */
const maxDepth = 50;
const maxSpan = 100;
/** Deepest nesting of elements; browsers stop at 512. For each end tag, the parser searches the open elements. */
const maxOpen = 1000;
/** Most cells and characters that spans may add to a document. */
const maxSpanned = { cells: 500_000, characters: 4_000_000 };
const maxColumns = 500;
/** Text before a picture, in characters, that may say what it shows. */
const LONGEST_BEFORE = 200;

/** Elements that have no end. */
const single = new Set(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr'.split(
    ' ',
  ),
);

/** The blocks of an HTML document. Tables that only lay out a page (others within them) are lines. */
export function htmlBlocks(html: string | HtmlPage): HtmlArticle {
  const blocks: Block[] = [];
  const tables: OpenTable[] = [];
  let title: string | null = null;
  let language: string | null = null;
  const text = new GrowingText();
  /** Whether `text` is only blanks. It grows piece by piece, and searching it each time takes too long. */
  let isBlank = true;
  let open = 0;
  const spanned = new Spanned();
  let inTitle = false;
  let hidden = 0;
  let heading = 0;
  let preformatted = 0;
  const marks = new FootnoteMarks();
  /** For each open element, whether it strikes its text. */
  const strikes: boolean[] = [];
  let struck = 0;

  const inCell = (): OpenTable | undefined => {
    const table = tables.at(-1);
    return table && !table.layout && table.row && table.row.length > 0 ? table : undefined;
  };
  const flush = () => {
    if (inCell()) return;
    for (const line of text.take().split('\n')) {
      if (line === '') continue;
      const shown = preformatted > 0 ? line : line.replace(/[ \t]+/g, ' ').trim();
      if (shown.trim() !== '') blocks.push({ kind: 'line', text: shown, heading: heading > 0 });
    }
    marks.reset();
    isBlank = true;
  };
  const endCell = () => {
    const table = inCell();
    if (!table) return;
    table.row!.at(-1)!.text += text.take();
    marks.reset();
    isBlank = true;
  };
  const endRow = () => {
    endCell();
    const table = tables.at(-1);
    if (!table?.row) return;
    if (!table.layout)
      for (const row of splitLines(placeCells(table, spanned), spanned)) table.rows.push(row);
    table.row = null;
  };
  const emitRows = (table: OpenTable, asLines: boolean) => {
    const columns = table.rows.reduce((most, row) => Math.max(most, row.length), 0);
    if (table.rows.length === 0) return;
    if (!asLines && (columns > 1 || isListOfNames(table.rows)))
      blocks.push({ kind: 'cells', rows: table.rows });
    else {
      for (const row of table.rows) {
        for (const cell of row) {
          const lines = row.length > 1 ? [cell.replace(/\n/g, ' ')] : cell.split('\n');
          for (const line of lines) {
            if (line.trim() !== '') blocks.push({ kind: 'line', text: line.trim(), heading: false });
          }
        }
      }
    }
    table.rows = [];
  };

  HtmlPage.of(html).walk({
    onopentag(name, attributes) {
      if (!single.has(name) && ++open > maxOpen) {
        throw new HotfixkitError('ARTICLE_TOO_LARGE', 'the elements of the article are nested too deep', {
          expected: maxOpen,
          entry: name,
        });
      }
      if (!single.has(name)) {
        const isStruck = struckElements.has(name) || isStruckStyle(attributes.style ?? '');
        strikes.push(isStruck);
        if (isStruck) struck++;
      }
      if (name === 'html' && attributes.lang) language = attributes.lang;
      if (name === 'title' && tables.length === 0) {
        inTitle = true;
        return;
      }
      if (unseen.has(name)) hidden++;
      if (pictures.has(name)) {
        const cell = inCell()?.row?.at(-1);
        const shown = pictureText(attributes);
        if (cell !== undefined) cell.picture ||= shown;
        else if (shown !== PICTURE || hasHashWord(text.end(LONGEST_BEFORE))) text.add(shown);
      }
      marks.open(name, attributes, text, isBlank);
      if (name === 'img') {
        const said = processorOfPicture(attributes);
        text.add(said);
        isBlank &&= said === '';
      }
      if (name === 'br') text.add('\n');
      else if (name === 'table') {
        if (tables.length >= maxDepth) return;
        const outer = inCell();
        const inFiles = outer !== undefined && (outer.inFiles || isFileTable(outer));
        if (inFiles) endCell();
        else if (outer) {
          // Text before the inner table keeps its place.
          endCell();
          const row = outer.row!.map((cell) => cell.text);
          outer.rows.push(row);
          emitRows(outer, true);
          outer.layout = true;
          outer.row = null;
        } else flush();
        tables.push({
          rows: [],
          row: null,
          below: new Map(),
          layout: false,
          inFiles,
          headed: { rows: 0, is: false },
        });
      } else if (name === 'tr') {
        endRow();
        const table = tables.at(-1);
        if (table) {
          flush();
          table.row = [];
        }
      } else if (name === 'td' || name === 'th') {
        endCell();
        flush();
        const table = tables.at(-1);
        if (table && !table.layout) {
          table.row ??= [];
          const span = Math.min(Math.max(Number(attributes.colspan) || 1, 1), maxSpan);
          const rows = Math.min(Math.max(Number(attributes.rowspan) || 1, 1), 10_000);
          table.row.push({ text: '', picture: '', span, rows, isHeading: name === 'th' });
        }
      } else if (breaking.has(name)) {
        if (inCell()) text.add('\n');
        else flush();
        if (/^h[1-6]$/.test(name)) heading++;
        if (name === 'pre') preformatted++;
      } else if ((name === 'strong' || name === 'b') && isBlank && !inCell()) heading++;
    },
    ontext(data) {
      if (inTitle) title = (title ?? '') + data;
      else if (hidden === 0) {
        const shown = preformatted > 0 ? data : data.replace(/[\t\n\r\f ]+/g, ' ');
        // Struck values stand no more: as Markdown writes them, they are read as nothing else.
        text.add(struck > 0 && /[\p{L}\d]/u.test(shown) && inCell() ? `~~${shown.trim()}~~` : shown);
        isBlank &&= !/\S/.test(data);
      }
    },
    onclosetag(name) {
      if (!single.has(name)) {
        open--;
        if (strikes.pop() === true) struck--;
      }
      if (name === 'title') inTitle = false;
      if (unseen.has(name)) hidden = Math.max(0, hidden - 1);
      marks.close(name, text);
      if (name === 'td' || name === 'th') endCell();
      else if (name === 'tr') endRow();
      else if (name === 'table') {
        endRow();
        const table = tables.pop();
        const cell = table?.inFiles && !table.layout ? inCell()?.row?.at(-1) : undefined;
        if (cell !== undefined && !table!.rows.slice(0, 3).some(hasFileHeading)) {
          cell.text += `\n${table!.rows.map((row) => row.join(' ')).join('\n')}\n`;
        } else if (table) {
          if (table.layout) flush();
          emitRows(table, table.layout);
        }
        text.take();
        isBlank = true;
      } else if (breaking.has(name)) {
        if (inCell()) text.add('\n');
        else flush();
        if (/^h[1-6]$/.test(name)) heading = 0;
        if (name === 'pre') preformatted = Math.max(0, preformatted - 1);
      } else if (name === 'strong' || name === 'b') {
        if (!inCell() && heading > 0) flush();
        heading = Math.max(0, heading - 1);
      }
    },
  });
  while (tables.length > 0) {
    endRow();
    const table = tables.pop()!;
    emitRows(table, table.layout);
  }
  flush();
  const plainTitle = title === null ? null : (title as string).replace(/\s+/g, ' ').trim();
  return { blocks, title: plainTitle, language, notes: marks.taken };
}

/** What a picture says in place of text where that names a processor; other pictures adorn. */
function processorOfPicture({ alt, title }: Readonly<Record<string, string>>): string {
  const said = (alt || title || '').trim().slice(0, 100);
  return canonicalPlatform(said) !== null || processorsIn(said).size > 0 ? ` ${said} ` : '';
}

const hasFileHeading = (row: readonly string[]): boolean => anyHeaderOfCells(row) !== null;

/** Whether the rows so far, or the cell that is open as a heading, say that a table is one of files. */
function isFileTable(table: OpenTable): boolean {
  const { rows, row, headed } = table;
  if (!headed.is && headed.rows < 3 && headed.rows < rows.length) {
    table.headed = { rows: rows.length, is: rows.slice(headed.rows, 3).some(hasFileHeading) };
  }
  return table.headed.is || row!.at(-1)!.isHeading;
}

/** Counts what spans add to a document. Throws `ARTICLE_TOO_LARGE`. */
class Spanned {
  #cells = 0;
  #characters = 0;

  add(cells: number, characters: number): void {
    this.#cells += cells;
    this.#characters += characters;
    if (this.#cells > maxSpanned.cells || this.#characters > maxSpanned.characters) {
      throw new HotfixkitError(
        'ARTICLE_TOO_LARGE',
        'cells of the article reach over too many rows and columns',
        {
          expected: maxSpanned.cells,
        },
      );
    }
  }
}

/** The cells of a row in their columns. Cells that span rows or columns add empty cells. */
function placeCells(table: OpenTable, spanned: Spanned): string[] {
  const row: string[] = [];
  const fillFromAbove = () => {
    for (;;) {
      const above = table.below.get(row.length);
      if (!above || above.left === 0) return;
      above.left--;
      spanned.add(1, above.text.length);
      row.push(above.text);
    }
  };
  for (const cell of table.row!) {
    fillFromAbove();
    const own = cell.text
      .replace(/[ \t]+/g, ' ')
      .replace(/ ?\n[ \n]*/g, '\n')
      .trim();
    const text = own === '' || cell.picture !== PICTURE ? `${own} ${cell.picture}`.trim() : own;
    spanned.add(cell.span - 1, 0);
    for (let i = 0; i < cell.span && row.length < maxColumns; i++) {
      const shown = i === 0 ? text : '';
      if (cell.rows > 1) table.below.set(row.length, { text: shown, left: cell.rows - 1 });
      row.push(shown);
    }
  }
  fillFromAbove();
  return row;
}

/** Splits rows whose cells have a line for each of several files; other cells keep their lines. */
function splitLines(row: readonly string[], spanned: Spanned): string[][] {
  const cells = row.map((cell) => cell.split('\n'));
  const counts = new Set(cells.filter(([first]) => first !== '').map((lines) => lines.length));
  const [count = 1] = counts;
  if (row.length > 1 && counts.size === 1 && count > 1) {
    // Empty cells have no lines.
    spanned.add(cells.filter((lines) => lines.length < count).length * count, 0);
    return Array.from({ length: count }, (_, i) => cells.map((lines) => lines[i] ?? ''));
  }
  return [[...row]];
}
