import { HotfixkitError } from '../../core/errors.js';
import type { Manifest, ManifestFile, ManifestSection, ManifestWarning } from '../manifest/manifest.js';
import { explainVersion } from '../manifest/product-line.js';
import { type Block, textBlocks } from './article-blocks.js';
import { articleLanguage, articleNumber } from './article-facts.js';
import { chooseReadings } from './choose-readings.js';
import { type HtmlArticle, htmlBlocks } from './html-blocks.js';
import type { ColumnKind } from './lexicon.js';
import { type CellRow, readCells } from './read-cells.js';
import type { DateValue } from './read-date.js';
import { headerOfCells, headerOfLine, isFileTable } from './read-header.js';
import { closeDots, hasCommaForDot } from './read-name.js';
import { normaliseText, rowText } from './row-text.js';
import { budgetOfRows, type Reading, segmentRow } from './segment-row.js';
import { splitRows } from './split-rows.js';

/** Options of {@link importArticle}. */
export interface ImportOptions {
  /** Name of the file that the article is in; it may have the number. */
  fileName?: string;
  /** The number, where the caller knows it. */
  kb?: string;
}

/** A table found: rows that are read already, or all readings of rows that wait for evidence. */
interface Table {
  title: string;
  rows: (CellRow | readonly Reading[])[];
  unread: string[];
  /** It has a heading of its own: where no row follows, something was not understood. */
  isHeaded: boolean;
}

/** Of all tables of an article: no published article has more. */
const maxRows = 20_000;
const maxSections = 1000;
const maxLine = 400_000;
/** Characters of a line that are looked at where it may be a heading. */
const longestTitle = 2000;
/** Warnings that a manifest takes. */
const maxWarnings = 20_000;

/** Orders that tables without a heading are tried with. */
const usualOrders: readonly (readonly ColumnKind[])[] = [
  ['name', 'version', 'size', 'date', 'time', 'platform'],
  ['name', 'version', 'date', 'time', 'size', 'platform', 'folder'],
  ['date', 'time', 'version', 'size', 'name', 'platform', 'folder'],
  ['date', 'time', 'size', 'version', 'name', 'platform'],
];

/**
 * The file tables of an article, plain text or HTML, as a manifest. A cell that is empty is null. A row that can be read in
 * two ways, or not entirely, has a warning that names it.
 *
 * @throws `ARTICLE_NO_TABLE` where the article has no file table, `ARTICLE_TOO_LARGE` for more rows or tables than a manifest
 * may have and for an article that takes too long to read, `USAGE` for a `kb` that is not a number.
 * @example
 * import { readFileSync } from 'node:fs';
 * import { importArticle } from 'hotfixkit';
 *
 * const manifest = importArticle(readFileSync('article.txt', 'utf8'), { kb: '977203' });
 * for (const { product, files } of manifest.sections) console.log(product, files.length);
 */
export function importArticle(article: string, options: ImportOptions = {}): Manifest {
  if (options.kb !== undefined && !/^[0-9]{1,10}$/.test(options.kb)) {
    throw new HotfixkitError('USAGE', 'the number of an article has only digits', {
      found: options.kb.slice(0, 100),
    });
  }
  const isHtml =
    /<(?:!doctype html|html|body|table|div|p|tr)[\s>]/i.test(article.slice(0, 20_000)) ||
    /<(?:table|tr|td)[\s>]/i.test(article);
  const html = isHtml ? withLanguage(htmlBlocks(article)) : null;
  const blocks = html?.blocks ?? textBlocks(article);
  const found = new ArticleReader(languagesOf(blocks, html?.language ?? null)).read(blocks);
  const tables = found.filter((table) => table.rows.length > 0);
  if (tables.length > maxSections) throw tooLarge('tables', maxSections, tables.length);
  if (tables.length === 0) {
    const unread = found.flatMap((table) => table.unread).length;
    throw new HotfixkitError(
      'ARTICLE_NO_TABLE',
      unread > 0
        ? `no row of a file table could be read (${unread} lines look like one)`
        : 'this article has no file table',
    );
  }
  const title = html?.title || titleOf(blocks) || options.fileName || 'Article';
  const kb =
    options.kb ??
    articleNumber(
      article,
      tables.flatMap((table) => namesOf(table)),
      options.fileName,
    );
  const warnings: ManifestWarning[] = [];
  const sections = sectionsOf(tables, title, warnings);
  warnings.push(...found.flatMap((table, i) => warningsOfLost(table, found[i + 1], title)));
  if (warnings.length > maxWarnings) {
    const more = warnings.splice(maxWarnings - 1).length;
    warnings.push({
      code: 'ARTICLE_ROW_UNCERTAIN',
      message: `${more} more rows are uncertain or could not be read`,
    });
  }
  return {
    kb,
    title: title.slice(0, 1000),
    language: articleLanguage(blocks, html?.language ?? null),
    sections,
    warnings,
  };
}

/** Of a table that is in no section since none of its rows could be read. */
function warningsOfLost(table: Table, next: Table | undefined, title: string): ManifestWarning[] {
  if (table.rows.length > 0) return [];
  // A heading in a line of its own may belong to the cells below it.
  if (table.unread.length === 0 && next !== undefined && next.rows.length > 0 && !next.isHeaded) return [];
  const entry = (table.title || title).slice(0, 1000);
  const whole = { code: 'ARTICLE_ROW_UNREAD', message: 'no row of this file table could be read', entry };
  return [whole, ...warningsOfUnread(table.unread, { entry })];
}

function warningsOfUnread(
  unread: readonly string[],
  where: { entry: string } | { structure: string },
): ManifestWarning[] {
  return unread.slice(0, 100).map((line) => ({
    code: 'ARTICLE_ROW_UNREAD',
    message: 'this looks like a row of the table and could not be read',
    ...where,
    found: line.slice(0, 300),
  }));
}

function tooLarge(what: string, expected: number, found: number): HotfixkitError {
  return new HotfixkitError('ARTICLE_TOO_LARGE', `the article has more ${what} than a manifest may have`, {
    expected,
    found,
  });
}

/** What a document declares as its language is one only where it looks like a tag (BCP 47). */
function withLanguage(html: HtmlArticle): HtmlArticle {
  const isTag = html.language !== null && /^[A-Za-z0-9-]{1,35}$/.test(html.language);
  return isTag ? html : { ...html, language: null };
}

function languagesOf(blocks: readonly Block[], declared: string | null): Set<string> {
  const language = articleLanguage(blocks, declared);
  return new Set([language, language.split('-')[0]!]);
}

function namesOf(table: Table): string[] {
  return table.rows.map((row) => ('doubts' in row ? row.name : (row[0]?.name ?? '')));
}

/** Goes through the blocks once and collects tables. */
class ArticleReader {
  readonly #languages: ReadonlySet<string>;
  readonly #tables: Table[] = [];
  #lines: { text: string; heading: boolean }[] = [];
  #title = '';
  /** Columns of the table that lines belong to. */
  #columns: readonly ColumnKind[] | null = null;
  #open: Table | null = null;
  #rows = 0;
  /** Lines that look like rows of a table without a heading are tried as long as that is not hopeless. */
  #guesses = 2000;
  readonly #budget = budgetOfRows();

  constructor(languages: ReadonlySet<string>) {
    this.#languages = languages;
  }

  read(blocks: readonly Block[]): Table[] {
    for (const block of blocks) {
      if (block.kind === 'cells') this.#cells(block.rows);
      else this.#line(block.text, block.heading);
    }
    return this.#tables;
  }

  #cells(rows: readonly (readonly string[])[]): void {
    this.#open = null;
    this.#columns = null;
    let part: (readonly string[])[] = [];
    let known: ColumnKind[] | null = null;
    let isBare = false;
    const end = () => {
      const table = readCells(part, this.#languages, known);
      part = [];
      if (table === null) return;
      known = table.columns;
      // Rows may follow under a heading within the table.
      isBare = table.rows.length === 0 && table.unread.length === 0;
      if (isBare) return;
      const { rows: read, unread, isHeaded } = table;
      this.#add({ title: this.#takeTitle(), rows: read, unread, isHeaded });
    };
    rows.forEach((row, i) => {
      const texts = new Set(row.map((cell) => cell.trim()).filter((cell) => cell !== ''));
      const [only] = texts;
      // A row of one cell is a heading within the table, unless nothing is around it.
      if (
        row.length > 2 &&
        texts.size === 1 &&
        only !== undefined &&
        /\p{L}{2}/u.test(only) &&
        !/\.\w{1,5}$/.test(only)
      ) {
        end();
        this.#keep(only.replace(/\s+/g, ' '), true);
      } else if (i > 0 && part.length > 1 && headerOfCells(row) !== null) {
        end();
        part.push(row);
      } else part.push(row);
    });
    end();
    if (isBare) this.#add({ title: this.#takeTitle(), rows: [], unread: [], isHeaded: true });
  }

  #line(source: string, heading: boolean): void {
    if (source.length > maxLine) return;
    const text = source.replace(/`/g, '').trim();
    if (text === '' || /^[-=_*\s|\\]+$/.test(text)) {
      return;
    }
    const rule = /[-=_]{5,}/.exec(text);
    const header = headerOfLine(text);
    if (header !== null) {
      this.#columns = header.columns;
      this.#open = this.#add({ title: this.#takeTitle(), rows: [], unread: [], isHeaded: true });
      if (rule === null || rule.index === 0) return;
      const rest = text.slice(rule.index + rule[0].length).trim();
      if (rest !== '') this.#rowsOf(rest);
      return;
    }
    if (this.#rowsOf(text)) return;
    this.#columns = null;
    this.#open = null;
    this.#keep(text, heading);
  }

  /** Lines that may be the heading of a table below. */
  #keep(text: string, heading: boolean): void {
    this.#lines.push({ text: text.slice(0, longestTitle), heading });
    if (this.#lines.length > 12) this.#lines.shift();
  }

  /** Whether the line is rows of the open table, or of one without a heading. */
  #rowsOf(line: string): boolean {
    if (!/\d[:.h時시 ] ?\d\d/.test(line) && !hasFileAndNumber(line)) {
      if (!/[\u0660-\u0fff\uff00-\uffef]/.test(line)) return false;
    }
    const text = closeDots(normaliseText(line));
    const options = { languages: this.#languages, budget: this.#budget };
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
        this.#open = this.#add({ title: this.#takeTitle(), rows: [], unread: [], isHeaded: false });
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

  #add(table: Table): Table {
    this.#tables.push(table);
    this.#count(table.rows.length);
    return table;
  }

  #count(rows: number): void {
    this.#rows += rows;
    if (this.#rows > maxRows) throw tooLarge('rows', maxRows, this.#rows);
  }

  /** The heading of a table: the last line above it that is not a sentence; where there is none, the one before. */
  #takeTitle(): string {
    const lines = this.#lines.filter(({ text }) => !/^# ?(source|derived):/.test(text));
    const candidate =
      lines.findLast(({ text, heading }) => heading && !isSentence(text)) ??
      lines.findLast(({ text }) => !isSentence(text)) ??
      lines.at(-1);
    const last = lines.at(-1);
    const near = last !== undefined && !isSentence(last.text) ? last : candidate;
    if (near !== undefined) this.#title = near.text.replace(/\*\*/g, '').trim();
    this.#lines = [];
    return this.#title;
  }
}

function isSentence(text: string): boolean {
  return (
    /[.。！!?？]["'”»)]*$/.test(text.trim()) ||
    (text.length > 60 && /[.。]\s*\p{Lu}/u.test(text) && !/:$/.test(text) && /[a-z]\. [A-Z]/.test(text))
  );
}

/** An extension, and a digit behind it on the same line. */
function hasFileAndNumber(text: string): boolean {
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
    text.length < maxLine
  );
}

function titleOf(blocks: readonly Block[]): string | null {
  for (const block of blocks.slice(0, 50)) {
    if (
      block.kind === 'line' &&
      block.text.trim() !== '' &&
      !/^# ?(source|derived):|^(source|derived):/.test(block.text)
    ) {
      return block.text.trim();
    }
  }
  return null;
}

function sectionsOf(tables: readonly Table[], title: string, warnings: ManifestWarning[]): ManifestSection[] {
  // Rows of all tables speak for each other.
  const waiting = tables.flatMap((table) =>
    table.rows.filter((row): row is readonly Reading[] => !('doubts' in row)),
  );
  const choices = new Map(chooseReadings(waiting).map((choice, i) => [waiting[i]!, choice]));
  const read = tables.map((table) => ({
    title: (table.title || title).slice(0, 1000),
    unread: table.unread,
    rows: table.rows.flatMap((row): CellRow[] => {
      if ('doubts' in row) return [row];
      const choice = choices.get(row);
      return choice ? [{ ...choice.reading, doubts: choice.doubt === null ? [] : [choice.doubt] }] : [];
    }),
  }));
  markOdd(tables, read);
  const monthFirst = orderOfNumbers(read.flatMap(({ rows }) => rows));
  return read.map(({ title: heading, rows, unread }, s) => {
    const files = rows.map((row, i): ManifestFile => {
      const date = dateOf(row, monthFirst);
      const doubts = [...row.doubts, ...(date.doubt === null ? [] : [date.doubt])];
      if (doubts.length > 0) {
        warnings.push({
          code: 'ARTICLE_ROW_UNCERTAIN',
          message: doubts.join('; ').slice(0, 2000),
          entry: row.name,
          structure: `sections[${s}].files[${i}]`,
        });
      }
      return {
        name: row.name,
        version: row.version,
        size: row.size,
        date: date.iso,
        time: row.time,
        platform: row.platform,
        ...(row.folder === null ? {} : { folder: row.folder }),
      };
    });
    warnings.push(...warningsOfCommas(files, `sections[${s}]`));
    warnings.push(...warningsOfUnread(unread, { structure: `sections[${s}]` }));
    return { title: heading, product: productOf(files), files };
  });
}

/** What is written is plain, and yet no file has such a name: one warning a name, not one a row. */
function warningsOfCommas(files: readonly ManifestFile[], structure: string): ManifestWarning[] {
  const counts = new Map<string, number>();
  for (const { name } of files) {
    if (hasCommaForDot(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([entry, count]) => ({
    code: 'ARTICLE_ROW_UNCERTAIN',
    message: `the name has a comma instead of the full stop before the extension (${count} ${count === 1 ? 'row' : 'rows'})`,
    entry,
    structure,
  }));
}

/** Rows whose blanks stand where no other row of the table has any: something may be missing or too much there. */
function markOdd(tables: readonly Table[], read: readonly { rows: CellRow[] }[]): void {
  for (const [i] of tables.entries()) {
    const rows = read[i]!.rows as (CellRow & Partial<Reading>)[];
    const counts = new Map<string, number>();
    for (const { spacing } of rows) {
      if (spacing !== undefined) counts.set(spacing, (counts.get(spacing) ?? 0) + 1);
    }
    const glued = [...counts]
      .filter(([spacing]) => !spacing.includes(' '))
      .reduce((sum, [, count]) => sum + count, 0);
    if (glued < rows.length / 2) continue;
    for (const row of rows) {
      if (row.spacing?.includes(' ')) row.doubts.push('it has a blank, unlike the rows around it');
    }
  }
}

/** Whether dates in numbers have the month first, as those dates say that can be read in one way only. */
function orderOfNumbers(rows: readonly CellRow[]): boolean | null {
  const proofs = rows.map(({ date }) => date?.proves);
  const mdy = proofs.filter((proof) => proof === 'mdy').length;
  const dmy = proofs.filter((proof) => proof === 'dmy').length;
  if (mdy === 0 && dmy === 0) return null;
  return mdy > dmy;
}

function dateOf(
  { date }: { date: DateValue | null },
  monthFirst: boolean | null,
): { iso: string | null; doubt: string | null } {
  if (date === null) return { iso: null, doubt: null };
  if (date.monthFirst === undefined) {
    return { iso: date.iso, doubt: date.iso === null ? 'this date does not exist' : null };
  }
  if (monthFirst !== null) return { iso: monthFirst ? date.monthFirst : date.iso, doubt: null };
  return { iso: date.monthFirst, doubt: `the date could also be ${date.iso ?? 'another'}` };
}

/** The product that the versions of a table belong to, where a known line has them. */
function productOf(files: readonly ManifestFile[]): string | null {
  const counts = new Map<string, number>();
  // Most files of a hotfix have the same version.
  const products = new Map<string, string | undefined>();
  for (const { version } of files) {
    if (version !== null && !products.has(version)) products.set(version, explainVersion(version)?.product);
    const product = products.get(version ?? '');
    if (product !== undefined) counts.set(product, (counts.get(product) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  const versions = files.filter(({ version }) => version !== null).length;
  return best !== undefined && best[1] * 2 > versions ? best[0] : null;
}
