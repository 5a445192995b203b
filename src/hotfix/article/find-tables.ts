import { HotfixkitError } from '../../core/errors.js';
import { isDownloadName, parsePackageName } from '../naming/package-name.js';
import { processorsIn } from '../verify/table-heading.js';
import type { Block } from './article-blocks.js';
import { factTables } from './fact-tables.js';
import { type ColumnKind, columnOf } from './lexicon.js';
import { headersOf, longestLine } from './line-headers.js';
import { plainTitle } from './plain-title.js';
import { type CellRow, readCells } from './read-cells.js';
import {
  anyHeaderOfCells,
  type Header,
  isFileTable,
  isListOfNames,
  shortHeaderOfCells,
} from './read-header.js';
import { closeDots, nameOf } from './read-name.js';
import { namesIn } from './row-facts.js';
import { normaliseText, rowText } from './row-text.js';
import { textOfRow } from './rules/table-rows.js';
import { budgetOfRows, type Reading, segmentRow } from './segment-row.js';
import { splitRows } from './split-rows.js';

/** A table: rows that are read, or all readings of rows that wait for evidence. */
export interface ArticleTable {
  title: string;
  rows: (CellRow | readonly Reading[])[];
  unread: string[];
  /** It has a heading of its own. If no row follows, the table was not understood. */
  isHeaded: boolean;
  /**
   * What is between it and the table before: `heading`, only the names of its columns, within one table; `nothing`, no
   * text but its title; null: other text.
   */
  follows: 'heading' | 'nothing' | null;
  /** The processor that the lines above name, where the title names none; it holds for the tables that follow as well. */
  platform: string | null;
  /** The processor that the headings of its columns name. */
  processor?: string;
  /** Headings of columns that state something of the files which no row has; absent without any. */
  further?: string[];
}

/** What an article has outside of the rows of its file tables: a line, the cells of a row of another table, or the place of a file table. */
export type Around =
  | { kind: 'line'; text: string; heading: boolean }
  | { kind: 'row'; text: string }
  | { kind: 'table' };

/** The tables of an article, and the text around them in its order. */
export interface FoundTables {
  tables: ArticleTable[];
  around: Around[];
}

/** Of all tables of an article in lines of text: no published article has more. */
const maxRows = 20_000;
/** Of tables whose cells are known: lists of all files of an operating system have some tens of thousands. */
const maxCellRows = 100_000;

/** Longest line that may be a heading, in characters. */
const longestTitle = 2000;

/** The orders of columns that are tried for tables without a heading. */
const usualOrders: readonly (readonly ColumnKind[])[] = [
  ['name', 'version', 'size', 'date', 'time', 'platform'],
  ['name', 'version', 'date', 'time', 'size', 'platform', 'folder'],
  ['date', 'time', 'version', 'size', 'name', 'platform', 'folder'],
  ['date', 'time', 'size', 'version', 'name', 'platform'],
];

/**
 * All tables of an article, including those of which no row could be read. Throws `ARTICLE_TOO_LARGE`.
 *
 * @param languages tags of the languages that the article may be in
 */
export function findTables(
  blocks: readonly Block[],
  languages: ReadonlySet<string>,
  headersOfLines = headersOf(blocks),
): FoundTables {
  return new TableFinder(languages).read(blocks, headersOfLines);
}

/** Goes through the blocks once and collects tables. */
class TableFinder {
  readonly #languages: ReadonlySet<string>;
  readonly #tables: ArticleTable[] = [];
  readonly #around: Around[] = [];
  #lines: { text: string; heading: boolean }[] = [];
  #title = '';
  #platform: string | null = null;
  /** Columns of the table that lines belong to. */
  #columns: readonly ColumnKind[] | null = null;
  /** A line that names no more than name and version; it is the heading of a table if a row follows. */
  #shortHeading: { text: string; heading: boolean; processor?: string } | null = null;
  #open: ArticleTable | null = null;
  /** The table of cells above, as long as no text is between it and the line that is read. */
  #cellsAbove: ArticleTable | null = null;
  /** The columns of the cells above, and how many there are. */
  #lastCells: { columns: readonly ColumnKind[]; width: number; processor?: string } | null = null;
  #rows = 0;
  /** Lines that look like rows of a table without a heading are tried until too many have failed. */
  #guesses = 2000;
  readonly #budget = budgetOfRows();

  constructor(languages: ReadonlySet<string>) {
    this.#languages = languages;
  }

  read(blocks: readonly Block[], headersOfLines: readonly (Header | null)[]): FoundTables {
    for (const [i, block] of blocks.entries()) {
      if (block.kind === 'cells') this.#cells(block.rows);
      else this.#line(block.text, block.heading, headersOfLines[i] ?? null);
    }
    return { tables: this.#tables, around: this.#around };
  }

  #cells(cells: readonly (readonly string[])[]): void {
    this.#end();
    for (const { title, rows } of factTables(cells) ?? [{ title: null, rows: cells }]) {
      if (title !== null) this.#keep(title, true);
      this.#rowsOfCells(rows);
    }
  }

  #rowsOfCells(rows: readonly (readonly string[])[]): void {
    if (isListOfNames(rows)) {
      const unread = rows.slice(1).map((row) => row.join(' ').replace(/\s+/g, ' ').trim());
      this.#add({ rows: [], unread: unread.filter((line) => line !== ''), isHeaded: true });
      return;
    }
    let part: (readonly string[])[] = [];
    let known: ColumnKind[] | null = null;
    let isBare = false;
    let isHeadedAlone = false;
    let isPart = false;
    const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
    // A table that was divided has its heading in the first part.
    const last = this.#lines.length === 0 && this.#lastCells?.width === width ? this.#lastCells : null;
    const inherited = last?.columns ?? null;
    let processor = last?.processor;
    this.#lastCells = null;
    const isShort = rows.slice(0, 3).some((row) => shortHeaderOfCells(row) !== null);
    const end = () => {
      const table =
        readCells(part, this.#languages, known) ??
        (known === null && inherited !== null ? readCells(part, this.#languages, inherited) : null);
      if (table === null) this.#keepRows(part);
      part = [];
      if (table === null) return;
      known = table.columns;
      if (table.isHeaded) processor = table.processor;
      this.#lastCells = { columns: known, width, ...processorOf({ processor }) };
      // Rows may follow under a heading within the table.
      isBare = table.rows.length === 0 && table.unread.length === 0;
      if (isBare) {
        isHeadedAlone = table.isHeaded;
        return;
      }
      const { rows: read, unread, isHeaded, further } = table;
      const columns = { isHeaded, ...processorOf({ processor }), ...(further && { further }) };
      this.#cellsAbove = this.#add({ rows: read, unread, ...columns }, maxCellRows, isPart);
      isPart = true;
    };
    rows.forEach((row, i) => {
      const texts = new Set(row.map((cell) => cell.trim()).filter((cell) => cell !== ''));
      const [only] = texts;
      // A row of one cell is a heading within the table, unless it is alone.
      if (
        (width > 2 || (width === 2 && isShort)) &&
        texts.size === 1 &&
        only !== undefined &&
        isHeadingRow(only)
      ) {
        end();
        this.#keep(only.replace(/\s+/g, ' '), true);
      } else if (i > 0 && (part.length > 1 || known !== null) && anyHeaderOfCells(row) !== null) {
        end();
        part.push(row);
      } else part.push(row);
    });
    end();
    if (isBare && isHeadedAlone) this.#add({ rows: [], unread: [], isHeaded: true });
  }

  #line(source: string, heading: boolean, header: Header | null): void {
    if (source.length > longestLine) return;
    const text = source.replaceAll('`', '').trim();
    if (text === '' || /^[-=_*\s|:\\]+$/.test(text)) {
      return;
    }
    this.#lastCells = null;
    const rule = /[-=_]{5,}/.exec(text);
    if (header?.isShort) {
      this.#end();
      this.#columns = header.columns;
      this.#shortHeading = { text, heading, ...processorOf(header) };
      return;
    }
    if (header !== null) {
      this.#end();
      this.#columns = header.columns;
      this.#open = this.#add({ rows: [], unread: [], isHeaded: true, ...processorOf(header) });
      if (rule === null || rule.index === 0) return;
      const rest = text.slice(rule.index + rule[0].length).trim();
      if (rest !== '') this.#rowsOf(rest);
      return;
    }
    if (this.#rowsOf(text)) return;
    const lacking = this.#tableLacking(text);
    if (lacking !== null) {
      lacking.unread.push(text);
      return;
    }
    this.#end();
    this.#keep(text, heading);
  }

  /** The table of which a line is a row that lacks something. Below a table of cells stand links to packages of the hotfix too. */
  #tableLacking(text: string): ArticleTable | null {
    if (isGap.test(text)) return this.#open ?? this.#cellsAbove;
    if (this.#open !== null) return looksLikeLostRow(text) ? this.#open : null;
    return beginsLikeRow(text) && parsePackageName(text) === null ? this.#cellsAbove : null;
  }

  /** No further row belongs to the table so far. */
  #end(): void {
    if (this.#shortHeading !== null) this.#keep(this.#shortHeading.text, this.#shortHeading.heading);
    this.#shortHeading = null;
    this.#columns = null;
    this.#open = null;
    this.#cellsAbove = null;
  }

  /** Lines that may be the heading of a table below. */
  #keep(text: string, heading: boolean): void {
    if (/^page \d{1,4}(?: of \d{1,4})?$/i.test(text.trim())) return;
    if (!/^(?:# ?)?(?:source|derived):/.test(text)) this.#around.push({ kind: 'line', text, heading });
    this.#lines.push({ text: text.slice(0, longestTitle), heading });
    if (this.#lines.length > 12) this.#lines.shift();
  }

  /** The rows of a table that is none of files. */
  #keepRows(rows: readonly (readonly string[])[]): void {
    for (const row of rows) {
      const cells = row.filter((cell) => cell.trim() !== '');
      if (cells.some((cell) => columnOf(cell) === null))
        this.#around.push({ kind: 'row', text: textOfRow(cells) });
    }
  }

  /** Whether the line is rows of the open table, or of one without a heading. */
  #rowsOf(line: string): boolean {
    if (!/\d[:.h時시 ] ?\d\d/.test(line) && !hasFileAndNumber(line)) {
      if (!/[\u0660-\u0fff\uff00-\uffef]/.test(line)) return false;
    }
    const text = closeDots(normaliseText(line));
    const options = { languages: this.#languages, budget: this.#budget };
    if (this.#shortHeading !== null && this.#isFirstFile(text)) {
      const { processor } = this.#shortHeading;
      this.#shortHeading = null;
      this.#open = this.#add({ rows: [], unread: [], isHeaded: true, ...processorOf({ processor }) });
    }
    if (this.#shortHeading !== null) this.#end();
    const orders =
      this.#columns !== null ? [this.#columns] : this.#guesses > 0 && looksLikeRow(text) ? usualOrders : [];
    if (this.#columns === null && orders.length > 0) this.#guesses--;
    for (const columns of orders) {
      const rows = splitRows(text, columns).map((row) => ({
        row,
        readings: segmentRow(rowText(row), columns, options),
      }));
      const good = rows.filter(({ readings }) => readings.length > 0);
      if (good.length === 0) continue;
      if (this.#columns === null) {
        if (good.length < rows.length || good.some(({ readings }) => readings[0]!.cost > 3)) continue;
        if (!isFileTable(columns)) continue;
        this.#columns = columns;
        this.#guesses = 2000;
        this.#open = this.#add({ rows: [], unread: [], isHeaded: false });
      }
      for (const { row, readings } of rows) {
        if (readings.length > 0) {
          this.#open!.rows.push(readings);
          this.#count(1);
        } else this.#open!.unread.push(row);
      }
      return true;
    }
    if (this.#open !== null && looksLikeRow(text)) {
      this.#open.unread.push(line);
      return true;
    }
    return false;
  }

  /** Whether a line below the heading of a list of names and versions is a row of it. */
  #isFirstFile(text: string): boolean {
    const options = { languages: this.#languages, budget: this.#budget };
    const [reading] = segmentRow(rowText(text), this.#columns!, options);
    const isFile = reading !== undefined && nameOf(reading.name)?.cost === 0 && !reading.name.includes(' ');
    return isFile && /^\d+(?:[.,] ?\d+){2,4}$/.test(reading.version ?? '');
  }

  /** Adds a table below the lines that were kept, which have its title. */
  #add(
    parts: Omit<ArticleTable, 'title' | 'follows' | 'platform'>,
    most = maxRows,
    isPart = false,
  ): ArticleTable {
    const isAlone = this.#lines.length === 0;
    const table: ArticleTable = { ...this.#takeTitle(), ...parts };
    if (isPart && isAlone) table.follows = 'heading';
    this.#tables.push(table);
    this.#around.push({ kind: 'table' });
    this.#count(table.rows.length, most);
    return table;
  }

  #count(rows: number, most = maxRows): void {
    this.#rows += rows;
    if (rows > 0 && this.#rows > most) throw tooLarge('rows', most, this.#rows);
  }

  /** The heading of a table: the last line above it that is not a sentence; where there is none, the one before. */
  #takeTitle(): Pick<ArticleTable, 'title' | 'follows' | 'platform'> {
    const lines = this.#lines.filter(({ text }) => !/^# ?(source|derived):/.test(text));
    const candidate =
      lines.findLast(({ text, heading }) => heading && !isSentence(text)) ??
      lines.findLast(({ text }) => !isSentence(text)) ??
      lines.at(-1);
    const last = lines.at(-1);
    const near = last !== undefined && !isSentence(last.text) ? last : candidate;
    if (near !== undefined) this.#title = plainTitle(near.text);
    const follows =
      this.#tables.length > 0 && this.#lines.every(({ text }) => plainTitle(text) === this.#title);
    const named = lines.findLast(({ text }) => processorsIn(text).size > 0);
    const [processor = null, another] = named === undefined ? [] : processorsIn(named.text);
    // What the title of a table names is for that table alone.
    const isTitle = named !== undefined && plainTitle(named.text) === this.#title;
    if (named !== undefined) this.#platform = another === undefined && !isTitle ? processor : null;
    this.#lines = [];
    return { title: this.#title, follows: follows ? 'nothing' : null, platform: this.#platform };
  }
}

const processorOf = ({ processor }: { processor?: string | undefined }): { processor?: string } =>
  processor === undefined ? {} : { processor };

/** Whether the only text of a row is a heading within the table, not one of a file: `.NET Framework 2.0`, `x64`. It may name a package. */
function isHeadingRow(text: string): boolean {
  if (namesIn(text).some(({ name }) => !isDownloadName(name))) return false;
  if (!/\p{L}{2}|^x\s?(?:86|64)$/iu.test(text)) return false;
  return !/\.\w{1,5}$/.test(text) || (/\s/.test(text) && /\.\d{1,5}$/.test(text));
}

function isSentence(text: string): boolean {
  return (
    /[.。！!?？]["'”»)]*$/.test(text.trim()) ||
    (text.length > 60 && /[.。]\s*\p{Lu}/u.test(text) && !/:$/.test(text) && /[a-z]\. [A-Z]/.test(text))
  );
}

/** An extension, and a digit behind it on the same line. */
function hasFileAndNumber(text: string): boolean {
  if (!/\.\p{L}{2}/u.test(text)) return false;
  return text.split('\n').some((line) => {
    const extension = /\.\p{L}{2,4}/u.exec(line);
    return extension !== null && /\d/.test(line.slice(extension.index + extension[0].length));
  });
}

function looksLikeRow(text: string): boolean {
  return (
    /\d ?[:.h時시] ?\d\d/.test(text) &&
    /[\p{L}\d_~)-]\.[a-z]{2,4}/iu.test(text) &&
    /\d{2}/.test(text) &&
    text.length < longestLine
  );
}

/** Longest line that is taken for a row that lacks something, in characters. */
const longestLost = 300;

/** A line that says that rows are left out. */
const isGap = /^[[(]?(?:…|\.{3,5})[\])]?$/;

/** Below a heading: a row without an extension, or one that ends after its name or its version. Prose is no row. */
function looksLikeLostRow(text: string): boolean {
  if (text.length > longestLost) return false;
  return (/\d:\d\d/.test(text) && /\d\.\d{1,5}\.\d/.test(text)) || beginsLikeRow(text);
}

/** A name, and nothing but numbers behind it. */
const beginsLikeRow = (text: string): boolean =>
  /^[\w~$-][\w.~$-]{0,100}\.[a-z]\w{1,4}(?: +\d[\w.,]{0,30}){0,4}$/i.test(text);

/** `ARTICLE_TOO_LARGE`: the limits of an article are those of a manifest. */
export function tooLarge(what: string, expected: number, found: number): HotfixkitError {
  return new HotfixkitError('ARTICLE_TOO_LARGE', `the article has more ${what} than a manifest may have`, {
    expected,
    found,
  });
}
