import { groupBy } from '../../core/group-by.js';
import { processorsIn } from '../verify/table-heading.js';
import { type ColumnKind, columnOf, columnTerms, type Term } from './lexicon.js';
import { nameOf } from './read-name.js';
import { fold, normaliseText, type RowText, rowText } from './row-text.js';
import { TermFinder } from './term-finder.js';

export interface Header {
  columns: ColumnKind[];
  /** The languages of its words, one entry for each word that fits. */
  languages: Map<string, number>;
  /** The only processor that headings name beside what is in their columns: `File name (ARM64)`, `x64 file version`. */
  processor?: string;
  /** It has no size, date or time, so that only the rows can show that the table is one of files. */
  isShort?: true;
}

const finder = new TermFinder(columnTerms);
/** What stands between headings, as {@link rowText} leaves blanks. */
const separators = new Set(' \t\n\r\f\v\u00a0\ufeff|:*[]()/,;-');
const known = new Set<ColumnKind>(['name', 'version', 'size', 'date', 'time']);

/** Whether columns can be those of a file table: a name and at least two other facts. */
export function isFileTable(columns: readonly ColumnKind[]): boolean {
  return (
    columns.includes('name') &&
    countOf(columns) >= 3 &&
    (columns.includes('version') || columns.includes('size'))
  );
}

/** Whether columns are those of a list of files with versions, and no other fact. */
export function isShortFileTable(columns: readonly ColumnKind[]): boolean {
  return columns.includes('name') && columns.includes('version') && countOf(columns) === 2;
}

/** How many kinds of facts columns have. */
function countOf(columns: readonly ColumnKind[]): number {
  let count = 0;
  for (const kind of known) if (columns.includes(kind)) count++;
  return count;
}

/** Whether two columns are of one kind. */
const isTwice = (kind: ColumnKind, columns: readonly ColumnKind[]): boolean =>
  columns.indexOf(kind) !== columns.lastIndexOf(kind);

/** The columns that cells name as headings, or null. */
export function headerOfCells(cells: readonly string[]): Header | null {
  const header = readCells(cells);
  return header !== null && isFileTable(header.columns) ? header : null;
}

/** The columns of a list of files with versions and no other fact. Its rows decide whether it is one. */
export function shortHeaderOfCells(cells: readonly string[]): Header | null {
  const header = readCells(cells);
  return header !== null && isShortFileTable(header.columns) ? { ...header, isShort: true } : null;
}

/** The columns of either kind of table. */
export function anyHeaderOfCells(cells: readonly string[]): Header | null {
  const header = readCells(cells);
  if (header === null || isFileTable(header.columns)) return header;
  return isShortFileTable(header.columns) ? { ...header, isShort: true } : null;
}

/** Columns of which a list of files has no fact but its names. */
const nothingToCompare = new Set<ColumnKind>(['name', 'date', 'time', 'platform', 'folder']);

/** Whether rows have a heading for the names of files, and no column for anything that can be compared. */
export function isListOfNames(rows: readonly (readonly string[])[]): boolean {
  const [first = [], ...others] = rows;
  const columns = first.map((cell) => columnOf(cell)?.meaning ?? 'other');
  const at = columns.indexOf('name');
  if (at < 0 || !columns.every((kind) => nothingToCompare.has(kind)) || !namesFiles(first[at]!)) return false;
  return others.some((row) => nameOf(row[at] ?? '')?.cost === 0 && !/\s/.test(row[at]!.trim()));
}

/** Whether a heading is about files: `File name`, not `Name`, which may be the name of anything. */
export function namesFiles(heading: string): boolean {
  return !ofAnything.has(fold(normaliseText(heading)).trim());
}

/** Folded. */
const ofAnything = new Set(
  'name nom nombre nome naam namn navn nimi nazwa nazev nazov ime naziv имя nev ad ονομα component'.split(
    ' ',
  ),
);

function readCells(cells: readonly string[]): Header | null {
  const terms = cells.map(columnOf);
  // Nearly every row of a table comes here, and few name a column of names.
  if (!terms.some((term) => term?.meaning === 'name')) return null;
  const columns = terms.map((term): ColumnKind => term?.meaning ?? 'other');
  const languages = new Map<string, number>();
  for (const term of terms) {
    for (const language of term?.languages ?? []) languages.set(language, (languages.get(language) ?? 0) + 1);
  }
  withoutRivals(columns, cells);
  const ofFiles = cells.filter((_, i) => columns[i] !== 'other' && columns[i] !== 'platform');
  return repeats(columns) ? null : { columns, languages, ...processorOf(ofFiles.join('\n')) };
}

/** What headings say of the processor of all files below them: nothing where they name several. */
function processorOf(headings: string): Pick<Header, 'processor'> {
  const [processor, another] = processorsIn(headings);
  return processor === undefined || another !== undefined ? {} : { processor };
}

/** Of two headings for one kind, that of the file counts, not that of the product: `Product version`, `File version`. */
function withoutRivals(columns: ColumnKind[], cells: readonly string[]): void {
  for (const kind of known) {
    if (!isTwice(kind, columns)) continue;
    const rivals = columns.flatMap((one, i) => (one === kind ? [i] : []));
    const ofFile = rivals.filter((i) => /file/i.test(cells[i]!));
    const ofOthers = rivals.filter((i) => !/product/i.test(cells[i]!));
    const [chosen] = ofFile.length === 1 ? ofFile : ofOthers.length === 1 ? ofOthers : [];
    if (chosen === undefined) continue;
    for (const i of rivals) if (i !== chosen) columns[i] = 'other';
  }
}

/**
 * Headings in one line, with or without blanks between them; null if the line has any other text. A line that names no
 * more than name and version is a heading only if rows follow: see {@link Header.isShort}.
 */
export function headerOfLine(line: string): Header | null {
  const head = line.replace(/\\?[-=_]{4,}.*$/s, '');
  if (head.length > 400 || head.length < 6 || manyDigits.test(head)) return null;
  const header = read(rowText(head.includes('(') ? head.replace(bracketed, ' ') : head));
  return header && { ...header, ...processorOf(head) };
}

/** More digits than headings have. */
const manyDigits = /(?:\d\D*){13}/;
/** A processor in brackets belongs to the heading before it. */
const bracketed = /\((?:x86|x64|ia-?64|i386|amd64|arm64|arm|itanium|(?:32|64)[- ]?bit)\)/gi;

function read(row: RowText): Header | null {
  const languages = new Map<string, number>();
  const columns: ColumnKind[] = [];
  let place = 0;
  let strange = '';
  const flush = () => {
    const text = strange.trim();
    strange = '';
    if (text === '' || columns.length === 0) return;
    const misspelt = text.length >= 6 ? similar(text) : null;
    if (misspelt !== null) strangeLetters -= text.length;
    columns.push(misspelt ?? 'other');
  };
  let strangeLetters = 0;
  // What stands before the first heading stays strange.
  const mostBefore = Math.min(12, row.folded.length / 3);
  while (place < row.folded.length) {
    const unit = row.folded[place]!;
    if (separators.has(unit)) {
      strange += strange === '' ? '' : ' ';
      place++;
      continue;
    }
    const term = termAt(row, place);
    if (term === null) {
      strange += unit;
      strangeLetters++;
      // Prose gives itself away soon.
      if (strangeLetters > (columns.length === 0 ? mostBefore : 40)) return null;
      place++;
      continue;
    }
    flush();
    if (known.has(term.meaning) && columns.includes(term.meaning)) return null;
    columns.push(term.meaning);
    for (const language of term.languages) languages.set(language, (languages.get(language) ?? 0) + 1);
    place += term.folded.length;
  }
  flush();
  if (strangeLetters > row.folded.length / 3 || repeats(columns)) return null;
  if (isFileTable(columns)) return { columns, languages };
  const isShort = strangeLetters === 0 && isShortFileTable(columns);
  return isShort ? { columns, languages, isShort } : null;
}

/** The longest heading that stands at a place. */
function termAt(row: RowText, place: number): Term<ColumnKind> | null {
  const terms = finder.at(row.folded, place);
  if (terms.length === 0) return null;
  return terms.find(({ folded }) => fits(row, place, folded.length)) ?? null;
}

/** A term in Latin letters ends at the end of a word, or where a capital letter begins a new one. */
function fits(row: RowText, place: number, length: number): boolean {
  const before = row.text[place - 1] ?? ' ';
  const first = row.text[place]!;
  const last = row.text[place + length - 1]!;
  const after = row.text[place + length] ?? ' ';
  const lower = /\p{Ll}/u;
  if (lower.test(before) && lower.test(first)) return false;
  return !(lower.test(after) && /\p{L}/u.test(last));
}

/** Headings that are long enough to be told although a letter is wrong, by their length and their first or last letter. */
const longTerms = columnTerms.filter(({ folded }) => folded.length >= 6);
const byFirst = groupBy(longTerms, ({ folded }) => `${folded.length}${folded[0]}`);
const byLast = groupBy(longTerms, ({ folded }) => `${folded.length}${folded.at(-1)}`);

/** The column whose heading differs in one letter, left out, put in or another. */
function similar(text: string): ColumnKind | null {
  const found = new Set<ColumnKind>();
  for (let length = text.length - 1; length <= text.length + 1; length++) {
    // One letter cannot be both the first and the last.
    for (const near of [byFirst.get(`${length}${text[0]}`), byLast.get(`${length}${text.at(-1)}`)]) {
      for (const { folded, meaning } of near ?? []) if (oneApart(folded, text)) found.add(meaning);
    }
  }
  const [only] = found;
  return found.size === 1 ? only! : null;
}

function oneApart(a: string, b: string): boolean {
  let front = 0;
  while (front < a.length && a[front] === b[front]) front++;
  let back = 0;
  while (back < Math.min(a.length, b.length) - front && a.at(-1 - back) === b.at(-1 - back)) back++;
  return Math.max(a.length, b.length) - front - back <= 1;
}

function repeats(columns: readonly ColumnKind[]): boolean {
  for (const kind of known) if (isTwice(kind, columns)) return true;
  return false;
}
