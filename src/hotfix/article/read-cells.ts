import { furtherColumns } from './further-columns.js';
import { type ColumnKind, columnOf, isNone } from './lexicon.js';
import { type DateValue, datesAt } from './read-date.js';
import {
  type Header,
  headerOfCells,
  isFileTable,
  isShortFileTable,
  namesFiles,
  shortHeaderOfCells,
} from './read-header.js';
import { closeDots, joinLines, nameOf, namesSeveralFiles } from './read-name.js';
import { isPlainVersion, plainSizeOf, sizesAt, versionsAt } from './read-number.js';
import { timesAt } from './read-time.js';
import { endsWithRemark } from './row-facts.js';
import { normaliseText, type RowText, rowText } from './row-text.js';
import { longest } from './segment-row.js';
import { joinWrapped } from './wrapped-names.js';

/** A row of cells, read. */
export interface CellRow {
  name: string;
  version: string | null;
  size: number | null;
  date: DateValue | null;
  time: string | null;
  platform: string | null;
  folder: string | null;
  /** What the column for the service pack says; absent without one. */
  level?: string;
  doubts: string[];
}

export interface CellTable {
  columns: ColumnKind[];
  rows: CellRow[];
  /** Rows of cells that have a file name and could not be read. If `rows` is empty too, there is only a heading. */
  unread: string[];
  /** The columns are from a heading of the table. */
  isHeaded: boolean;
  /** The processor that the headings of the columns name. */
  processor?: string;
  /** Headings of columns that state something of the files which no row has; absent without any. */
  further?: string[];
}

const kinds = ['name', 'version', 'size', 'date', 'time', 'platform', 'folder'] as const;

/**
 * The kinds of the columns of a table, from their cells: each kind goes to the column where most cells can be read as
 * it. Null if the result is no file table.
 */
export function columnsOfCells(
  rows: readonly (readonly string[])[],
  languages: ReadonlySet<string>,
): ColumnKind[] | null {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (width < 3 || width > 30) return null;
  const sample = rows.slice(0, 200).map((row) => row.map((cell) => rowText(cell.replace(/\s+/g, ' '))));
  const shares: { kind: ColumnKind; column: number; share: number }[] = [];
  for (let column = 0; column < width; column++) {
    const cells = sample
      .map((row) => row[column])
      .filter((cell): cell is RowText => !!cell && !isNone(cell.text));
    if (cells.length === 0) continue;
    for (const kind of kinds) {
      if (kind === 'folder') continue;
      const share = cells.filter((cell) => looksLike(kind, cell, languages)).length / cells.length;
      if (share >= 0.6)
        shares.push({ kind, column, share: share + (kind === 'date' || kind === 'time' ? 0.3 : 0) });
    }
  }
  const columns: ColumnKind[] = new Array<ColumnKind>(width).fill('other');
  const taken = new Set<ColumnKind>();
  for (const { kind, column } of shares.sort((a, b) => b.share - a.share)) {
    if (taken.has(kind) || columns[column] !== 'other') continue;
    columns[column] = kind;
    taken.add(kind);
  }
  return isFileTable(columns) ? columns : null;
}

function looksLike(kind: ColumnKind, cell: RowText, languages: ReadonlySet<string>): boolean {
  const whole = (matches: readonly { end: number }[]) => matches.some(({ end }) => end === cell.text.length);
  switch (kind) {
    case 'name': {
      const name = nameOf(cell.text);
      return name !== null && name.cost <= 1 && /[a-z]/i.test(name.value);
    }
    case 'version':
      return isPlainVersion(cell.text) || whole(versionsAt(cell, 0).filter(({ cost }) => cost <= 2));
    case 'size':
      return plainSizeOf(cell.text) !== null || whole(sizesAt(cell, 0));
    case 'date':
      return /\d/.test(cell.text) && whole(datesAt(cell, 0, languages));
    case 'time':
      return /\d/.test(cell.text) && whole(timesAt(cell, 0));
    case 'platform':
      return /^\(?(?:x ?-?86|x ?-?64|ia ?-?64|i64|i386|amd64|arm(?:64)?|alpha|intel)/.test(cell.folded);
    default:
      return false;
  }
}

/** The rows of a table whose first rows may be its heading. Null if it is not a file table. */
export function readCells(
  rows: readonly (readonly string[])[],
  languages: ReadonlySet<string>,
  known: readonly ColumnKind[] | null = null,
): CellTable | null {
  const body = rows.filter((row) => !row.every((cell) => isRule.test(cell)));
  const { header, headings, above: before, data: lines } = findHeader(body);
  const columns =
    header !== null
      ? withDatesBelow(header.columns, headings, lines, languages)
      : known === null
        ? columnsOfCells(lines, languages)
        : [...known];
  if (columns === null) return null;
  const data = joinWrapped(lines, columns.indexOf('name'));
  if (isShortFileTable(columns) && !hasFiles([...before, ...data], columns, languages)) {
    // A heading that names files is meant as one; `Name` and `Version` stand above many tables.
    const isMeant = header !== null && namesFiles(headings[columns.indexOf('name')]!);
    const unread = isMeant ? data : data.filter((cells) => nameOf(nameIn(cells, columns))?.cost === 0);
    const isFiles = isMeant || data.length === 0 || header === null;
    return isFiles ? { columns, rows: [], unread: unread.map(lineOf), isHeaded: isMeant } : null;
  }
  // A heading may be wrong: sizes below "Version" where there is no other column of sizes.
  const fixed = sizesUnderVersion(columns, data);
  const table: CellTable = { columns: fixed, rows: [], unread: [], isHeaded: header !== null };
  if (header?.processor !== undefined) table.processor = header.processor;
  const further = furtherColumns(fixed, headings, data, languages);
  if (further.length > 0) table.further = further;
  const unit = unitOf(headings[fixed.indexOf('size')] ?? '');
  const rivals = rivalsOfVersion(fixed, header !== null, data, languages);
  // Rows may stand above the heading. Titles, which have no version, size or date, do too.
  const above = before.filter((row) => isRow(row, fixed, languages));
  for (const cells of [...above, ...data]) {
    const row = readRow(cells, fixed, languages);
    if (row === 'none') continue;
    if (row !== null && unit !== null && row.size !== null) {
      row.size = null;
      row.doubts.push(`the size is in ${unit}, not in bytes, and is left out`);
    }
    const rival = rivals.find((column) => (cells[column] ?? '').trim() !== '');
    if (row !== null && rival !== undefined) {
      const named = (headings[rival] ?? '').trim().slice(0, 60) || cells[rival]!.trim().slice(0, 60);
      row.doubts.push(`another column may hold versions too: ${JSON.stringify(named)}`);
    }
    if (row === null) table.unread.push(lineOf(cells));
    else {
      if (fixed !== columns) row.doubts.push('the heading of the column is version, but it holds sizes');
      table.rows.push(row);
    }
  }
  const isMeant = header !== null || (known !== null && table.unread.length > 0);
  return table.rows.length > 0 || isMeant ? table : null;
}

/** A cell of the line below the headings of Markdown, or an empty one. */
const isRule = /^[\s:-]*$/;

/** The heading among the first rows, the rows above it and those below it. */
function findHeader(body: readonly (readonly string[])[]): {
  header: Header | null;
  headings: readonly string[];
  above: readonly (readonly string[])[];
  data: readonly (readonly string[])[];
} {
  const first = body.slice(0, 3);
  for (const read of [headerOfCells, shortHeaderOfCells]) {
    for (const [i, headings] of first.entries()) {
      const header = read(headings);
      if (header !== null) return { header, headings, above: body.slice(0, i), data: body.slice(i + 1) };
    }
    // A heading may stand in two rows: `File`, and `name` below it.
    for (const [i, row] of first.slice(0, 2).entries()) {
      const below = body[i + 1] ?? [];
      if ([...row, ...below].some((cell) => /\d/.test(cell))) continue;
      const width = Math.max(row.length, below.length);
      const headings = Array.from({ length: width }, (_, column) => twoLines(row[column], below[column]));
      const header = read(headings);
      if (header !== null) return { header, headings, above: body.slice(0, i), data: body.slice(i + 2) };
    }
  }
  return { header: null, headings: [], above: [], data: body };
}

/** A heading of two cells. A cell over both rows comes in each of them. */
function twoLines(above = '', below = ''): string {
  return above.trim() === below.trim() ? above.trim() : `${above.trim()} ${below.trim()}`.trim();
}

const lineOf = (cells: readonly string[]): string => cells.join(' ').replace(/\s+/g, ' ').trim();

const nameIn = (cells: readonly string[], columns: readonly ColumnKind[]): string =>
  joinLines(cells[columns.indexOf('name')] ?? '');

/** Whether most rows of a list have a file name and a version of three numbers or more. */
function hasFiles(
  rows: readonly (readonly string[])[],
  columns: readonly ColumnKind[],
  languages: ReadonlySet<string>,
): boolean {
  let files = 0;
  let others = 0;
  for (const cells of rows) {
    const row = readRow(cells, columns, languages);
    if (row === 'none') continue;
    const name = row?.name ?? nameIn(cells, columns);
    const isFile = nameOf(name)?.cost === 0 && !name.includes(' ');
    if (isFile && /^\d+(?:[.,] ?\d+){2,4}/.test(row?.version ?? '')) files++;
    else if (!isFile) others++;
  }
  return files > 0 && files >= others;
}

/** Whether cells above a heading are a row of its table. */
function isRow(
  cells: readonly string[],
  columns: readonly ColumnKind[],
  languages: ReadonlySet<string>,
): boolean {
  const row = readRow(cells, columns, languages);
  if (row === null || row === 'none') return false;
  const facts = [row.version, row.size, row.date].filter((fact) => fact !== null).length;
  return facts >= 2 || (facts === 1 && isShortFileTable(columns) && nameOf(row.name)?.cost === 0);
}

/** The unit that the heading of sizes names, if it is not the byte. */
function unitOf(heading: string): string | null {
  return unit.exec(normaliseText(heading))?.[0] ?? null;
}

/** Units of more than a byte, also as French and the Cyrillic alphabet write them. */
const unit =
  /(?<![\p{L}\d])(?:[kmg]i?b|[kmg]o|[кмг]и?б|(?:kilo|mega|giga)(?:byte|octet)s?|[кмг]байт(?:а|ов)?)(?![\p{L}\d])/iu;
/** A size in such a unit: `2.7 MB`, `512KB`. */
const sizeInUnit =
  /^\d[\d.,' ]{0,20}(?:[kmg]i?b|[kmg]o|[кмг]и?б|(?:kilo|mega|giga)(?:byte|octet)s?)(?![\p{L}\d])/iu;

/** The same size once more, in larger units: `(17.4 KB)`. */
const bracketedUnit = /\d ?(?:[kmg]i?b|[kmg]o|[кмг]и?б)(?![\p{L}\d])/iu;

/** Columns that may hold the version as well as the one that was taken, or that may hold it where none was. */
function rivalsOfVersion(
  columns: readonly ColumnKind[],
  isHeaded: boolean,
  rows: readonly (readonly string[])[],
  languages: ReadonlySet<string>,
): number[] {
  if (isHeaded && columns.includes('version')) return [];
  const sample = rows.slice(0, 200);
  return columns.flatMap((kind, column) => {
    if (kind !== 'other') return [];
    const cells = sample.map((row) => rowText((row[column] ?? '').replace(/\s+/g, ' ').trim()));
    const filled = cells.filter(({ text }) => !isNone(text));
    const fits = filled.filter(
      (cell) => /\d[.,]\d+[.,]\d+[.,]\d/.test(cell.text) && looksLike('version', cell, languages),
    );
    return filled.length > 0 && fits.length / filled.length >= 0.6 ? [column] : [];
  });
}

/** Columns of dates and times under headings that nobody knows (`ModifiedTime` over both), where no other has them. */
function withDatesBelow(
  columns: ColumnKind[],
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  languages: ReadonlySet<string>,
): ColumnKind[] {
  const isOpen = (i: number) => columns[i] === 'other' && columnOf(headings[i] ?? '') === null;
  if (!columns.some((_, i) => isOpen(i))) return columns;
  const guessed = columnsOfCells(rows, languages) ?? [];
  return columns.map((kind, i) => {
    const below = guessed[i];
    const isMissing = (below === 'date' || below === 'time') && !columns.includes(below);
    return isOpen(i) && isMissing ? below : kind;
  });
}

function sizesUnderVersion(
  columns: readonly ColumnKind[],
  rows: readonly (readonly string[])[],
): ColumnKind[] {
  const column = columns.indexOf('version');
  if (column < 0 || columns.includes('size')) return columns as ColumnKind[];
  const cells = rows.map((row) => (row[column] ?? '').trim()).filter((cell) => cell !== '');
  const grouped = cells.length > 0 && cells.every((cell) => /^\d{1,3}(?:[.,]\d{3})+$/.test(cell));
  return grouped ? columns.map((kind) => (kind === 'version' ? 'size' : kind)) : (columns as ColumnKind[]);
}

/** The rest of a value of which the row above has the start (`,123`), or what says that rows are left out (`…`). */
const restOrGap = /^(?:[.,] ?\d{1,5}|…|\.{3,5})$/;

/** `[1]` behind a value, which refers to a note. */
const noteInBrackets = / ?\[\d{1,2}\] ?$/;

function readRow(
  cells: readonly string[],
  columns: readonly ColumnKind[],
  languages: ReadonlySet<string>,
): CellRow | null | 'none' {
  const row: CellRow = {
    name: '',
    version: null,
    size: null,
    date: null,
    time: null,
    platform: null,
    folder: null,
    doubts: [],
  };
  const used = new Set<ColumnKind>();
  let facts = 0;
  columns.forEach((kind, i) => {
    if (kind === 'other' || used.has(kind)) return;
    used.add(kind);
    const source = kind === 'name' ? joinLines(cells[i] ?? '') : (cells[i] ?? '');
    const cell = textOfCell(source);
    if (kind === 'name') {
      const name = nameOf(cell.text);
      if (name !== null && !isNone(cell.text)) row.name = name.value;
      if (name !== null && name.cost > 1) row.doubts.push('the name has an unknown extension');
      else if (name !== null && (cells[i] ?? '').trim().includes('\n') && source.includes(' '))
        row.doubts.push('the cell of the name has several lines');
      else if (name !== null && namesSeveralFiles(cell.text)) row.doubts.push('the cell names several files');
      return;
    }
    if (isNone(cell.text)) return;
    if (kind === 'platform' || kind === 'folder' || kind === 'level') {
      if (cell.text.length <= longest[kind]) row[kind] = cell.text;
      return;
    }
    if (read(kind, cell, row, languages)) facts++;
    else if (kind === 'size' && sizeInUnit.test(cell.text))
      row.doubts.push(`the size ${JSON.stringify(cell.text.slice(0, 60))} is not in bytes and is left out`);
    else if (/\d/.test(cell.text))
      row.doubts.push(`the ${kind} ${JSON.stringify(cell.text.slice(0, 60))} cannot be read`);
    else row.doubts.push(`${JSON.stringify(cell.text.slice(0, 60))} is treated as no ${kind}`);
  });
  if (row.name === '') {
    const isRest = cells.some(
      (cell, i) => (columns[i] ?? 'other') !== 'other' && restOrGap.test(cell.trim()),
    );
    return isRest || (facts > 0 && cells.some((cell) => nameOf(cell) !== null)) ? null : 'none';
  }
  // In a list of names and versions, a file without a version has nothing else.
  const isAlone = isShortFileTable(columns) && isNone(cells[columns.indexOf('version')] ?? '');
  if (facts === 0 && isAlone && nameOf(row.name)?.cost === 0) return row;
  if (facts === 0) return headerOfCells(cells) || shortHeaderOfCells(cells) ? 'none' : null;
  return row;
}

/** Words and numbers with a blank between them: nothing in them can be written in another way. */
const plainValue = /^[a-z\d.,:/-]+(?: [a-z\d.,:/-]+)*$/i;

/** The text of a cell in one line, without the mark of a note behind it. */
function textOfCell(cell: string): RowText {
  if (plainValue.test(cell) && !cell.includes('. ')) return { text: cell, folded: cell.toLowerCase() };
  return rowText(closeDots(normaliseText(cell).replace(/\s+/g, ' ')).replace(noteInBrackets, ''));
}

export const remarkOf = (kind: ColumnKind, { text }: Pick<RowText, 'text'>): string =>
  `the cell of the ${kind} has a remark: ${JSON.stringify(text.slice(0, 60))}`;

/** Reads a whole cell. A remark in brackets, a mark or a unit may follow the value. */
function read(
  kind: 'version' | 'size' | 'date' | 'time' | 'other',
  cell: RowText,
  row: CellRow,
  languages: ReadonlySet<string>,
): boolean {
  const rest = (end: number) => cell.text.slice(end).trim();
  const harmless = (end: number) => /^(?:\(.*\)|[.\s*]*)$/.test(rest(end));
  switch (kind) {
    case 'version': {
      if (isPlainVersion(cell.text)) {
        row.version = cell.text;
        return true;
      }
      const match = versionsAt(cell, 0).find(({ end }) => harmless(end));
      if (match && match.value.length <= longest.version) {
        row.version = match.value;
        if (/\((?:[^()\d]* )?\d{1,5}(?:\.\d{1,5}){3}\)$/.test(rest(match.end)))
          row.doubts.push(`the cell of the version names another: ${JSON.stringify(cell.text.slice(0, 80))}`);
        else if (endsWithRemark(rest(match.end))) row.doubts.push(remarkOf('version', cell));
      } else if (/^\d{1,5}$/.test(cell.text)) row.version = cell.text;
      else if (cell.text.length > longest.version) return false;
      else if (/^\d[\w.,-]*(?: [\w.,()-]+)?$/.test(cell.text) && /[.,]/.test(cell.text)) {
        row.version = cell.text;
        row.doubts.push('the version is not a file version');
      } else return false;
      return true;
    }
    case 'size': {
      const plain = plainSizeOf(cell.text);
      if (plain !== null) {
        row.size = plain;
        return true;
      }
      // `513 KB (525,312 bytes)`
      const [, inBytes] = /\((\d[\d., ]{0,20}) ?(?:bytes?|octets?|b)\)$/i.exec(cell.text) ?? [];
      const exact = inBytes !== undefined && sizeInUnit.test(cell.text) ? rowText(inBytes) : null;
      const [match] = exact
        ? sizesAt(exact, 0).filter(({ end }) => end === exact.text.length)
        : sizesAt(cell, 0).filter(({ end }) => harmless(end) || rest(end) === 'B');
      if (match) {
        row.size = match.value;
        const remark = /^\([^()]*\)$/.exec(rest(match.end))?.[0] ?? '';
        if (/\d{3}/.test(remark) && !bracketedUnit.test(remark))
          row.doubts.push(`the cell of the size names another: ${JSON.stringify(cell.text.slice(0, 60))}`);
        else if (endsWithRemark(remark)) row.doubts.push(remarkOf('size', cell));
        return true;
      }
      // `1,234567`: a mark is missing.
      const digits = /^\d{1,3}[,. ]\d{6}$/.exec(cell.text)?.[0].replace(/\D/g, '');
      if (digits === undefined) return false;
      row.size = Number(digits);
      row.doubts.push(`the size is written ${JSON.stringify(cell.text)}`);
      return true;
    }
    case 'date': {
      const matches = datesAt(cell, 0, languages).filter(({ end }) => harmless(end));
      const best = matches.sort(
        (a, b) => Number(b.value.iso !== null) - Number(a.value.iso !== null) || a.cost - b.cost,
      )[0];
      if (!best) return false;
      row.date = best.value;
      const rivals = new Set(matches.filter(({ cost }) => cost === best.cost).map(({ value }) => value.iso));
      if (rivals.size > 1) row.doubts.push(`the date ${JSON.stringify(cell.text)} can be read in two ways`);
      return best.value.iso !== null;
    }
    case 'time': {
      const match = timesAt(cell, 0).find(({ end }) => harmless(end));
      if (!match || match.value === null) return false;
      row.time = match.value;
      const zone = /^\(([A-Z]{3,4})\)$/.exec(rest(match.end))?.[1];
      if (zone !== undefined && zone !== 'UTC' && zone !== 'GMT')
        row.doubts.push(`the time is in another zone (${zone})`);
      return true;
    }
    default:
      return true;
  }
}
