import { processorsIn } from '../verify/table-heading.js';
import { fileNames, hasName, onlyName } from './file-names.js';
import type { Found, FoundHash } from './found-hash.js';
import { beginsWithHashWord, hasChecksumWord, isHashHeading } from './hash-words.js';
import { type ColumnKind, columnOf, isNone } from './lexicon.js';
import { PICTURE } from './picture-text.js';
import {
  type Hash,
  hashesOfTokens,
  hashOfText,
  hasShortenedHash,
  isLikeChecksum,
  isLikeHash,
  LEAST_ALONE,
  LEAST_DIGITS,
  takePlainHashes,
  withoutHashes,
} from './read-hash.js';
import { anyHeaderOfCells } from './read-header.js';
import { normaliseText } from './row-text.js';

type Rows = readonly (readonly string[])[];

/**
 * The hashes in the cells of a table. A hash is in a column that is headed by a word for hashes or mostly has hashes, in a row that
 * begins with such a word, or beside the name of a file.
 *
 * @param above the headings above the table, the nearest first
 */
export function hashesOfCells(rows: Rows, above: readonly string[] = []): Found {
  return new HashCells(rows, above).read();
}

class HashCells {
  readonly #rows: Rows;
  readonly #above: readonly string[];
  readonly #kinds: readonly ColumnKind[];
  readonly #isOfFiles: boolean;
  /** The columns below a word for hashes. */
  readonly #headed = new Set<number>();
  /** Columns of hashes or short checksums below other headings. */
  readonly #guessed: ReadonlySet<number>;
  readonly #short: ReadonlySet<number>;
  readonly #own: FoundHash[] = [];
  /** Hashes that nothing but their digits shows as such. */
  readonly #others: FoundHash[] = [];
  readonly #unread: string[] = [];
  /** The processor that a row of one cell names for those below it. */
  #within: string | null = null;

  constructor(rows: Rows, above: readonly string[]) {
    this.#rows = rows;
    this.#above = above;
    this.#isOfFiles = rows.some((row) => row.some(hasName));
    const kinds = kindsOf(rows);
    this.#kinds = kinds;
    this.#guessed = columnsOf(
      rows,
      LEAST_ALONE,
      (cell) => !isLinkOrName(cell) && isLikeHash(cell, LEAST_ALONE),
    );
    this.#short = this.#isOfFiles ? checksumColumns(rows, kinds) : new Set();
  }

  read(): Found {
    for (const row of this.#rows) this.#row(row);
    return { hashes: this.#isOfFiles ? [...this.#own, ...this.#others] : this.#own, unread: this.#unread };
  }

  #row(row: readonly string[]): void {
    const only = onlyText(row);
    if (only !== null && processorsIn(only).size > 0 && !hasName(only)) this.#within = only;
    const isRowHeaded =
      isHashHeading(row[0] ?? '') && !hasName(row[0]!) && !isLikeHash(row[0]!, LEAST_DIGITS);
    row.forEach((cell, column) => {
      if (cell === '') return;
      if (isHashHeading(cell) && !isLikeHash(cell, LEAST_DIGITS) && !hasName(cell)) this.#headed.add(column);
      this.#cell(row, cell, column, isRowHeaded && column === 1);
    });
  }

  #cell(row: readonly string[], cell: string, column: number, isRowHeaded: boolean): void {
    const isInColumn = this.#headed.has(column);
    const isHeaded = isRowHeaded || isInColumn || this.#guessed.has(column) || beginsWithHashWord(cell);
    const { hashes, rest } = hashesIn(cell, isHeaded, row);
    for (const hash of hashes) (isHeaded ? this.#own : this.#others).push(this.#found(hash, row));
    if (isNone(normaliseText(rest)) && !rest.includes(PICTURE)) return;
    const isMeant =
      hashes.length > 0
        ? isLikeHash(rest, LEAST_ALONE) && !isLinkOrName(rest)
        : this.#isMeantAsHash(row, cell, column, { isInColumn, isRowHeaded, isHeaded });
    if (isMeant) this.#unread.push(cell);
  }

  #isMeantAsHash(
    row: readonly string[],
    cell: string,
    column: number,
    { isInColumn, isRowHeaded, isHeaded }: Place,
  ): boolean {
    if (isHeaded && isLikeHash(cell, LEAST_DIGITS) && !hasName(cell)) return true;
    if (this.#short.has(column) && isLikeChecksum(cell)) return true;
    if (hasShortenedHash(cell) && row.some(hasName)) return !cell.includes('://');
    if (hasChecksumWord(cell) && row.some(hasName)) return hasChecksumIn(cell);
    if (hasName(cell) || isHashHeading(cell)) return false;
    // Whatever stands beside a file below the heading of hashes is meant as one.
    if (isInColumn) return row.some(hasName) || isLikeChecksum(cell);
    return isRowHeaded && this.#isOfFiles && isLikeHash(cell, LEAST_STATED);
  }

  #found(hash: Hash, row: readonly string[]): FoundHash {
    const above = this.#within === null ? this.#above : [this.#within];
    return {
      ...hash,
      file: onlyName(row),
      beside: { cells: row.map(withoutHashes), kinds: this.#kinds, above },
    };
  }
}

interface Place {
  isInColumn: boolean;
  isRowHeaded: boolean;
  isHeaded: boolean;
}

const LEAST_STATED = 4;

/** The hashes in a cell, and what is left of it. */
function hashesIn(cell: string, isHeaded: boolean, row: readonly string[]): { hashes: Hash[]; rest: string } {
  const plain = takePlainHashes(cell);
  // A hash may be broken into several lines, each of which could be a shorter one.
  const isOne = isHeaded && (plain === null || (plain.hashes.length > 1 && onlyName(row) !== null));
  const whole = isOne ? hashOfText(cell) : null;
  if (whole !== null) return { hashes: [whole], rest: '' };
  if (plain !== null) return plain;
  return isHeaded || /^sha\d{3}-/i.test(cell) ? hashesOfTokens(cell, isHeaded) : { hashes: [], rest: cell };
}

/** The text of a row that has no other. */
function onlyText(row: readonly string[]): string | null {
  const text = row.find((cell) => cell.trim() !== '') ?? null;
  return row.every((cell) => cell === text || cell.trim() === '') ? text : null;
}

/** What the columns hold, by the first rows. */
function kindsOf(rows: Rows): readonly ColumnKind[] {
  for (const row of rows.slice(0, 3)) {
    const header = anyHeaderOfCells(row);
    if (header !== null) return header.columns;
  }
  const kinds = (rows[0] ?? []).map((cell) => columnOf(cell)?.meaning ?? 'other');
  return kinds.includes('name') ? kinds : [];
}

/** Rows that show what the columns of a table are. */
const MOST_SAMPLED = 1000;

/** Columns of which most cells below the first row are of a kind. */
function columnsOf(rows: Rows, shortest: number, is: (cell: string) => boolean): Set<number> {
  const filled = new Map<number, number>();
  const like = new Map<number, number>();
  for (let i = 1; i < rows.length; i += Math.ceil(rows.length / MOST_SAMPLED)) {
    rows[i]!.forEach((cell, column) => {
      if (isNone(cell)) return;
      filled.set(column, (filled.get(column) ?? 0) + 1);
      if (cell.length >= shortest && is(cell)) like.set(column, (like.get(column) ?? 0) + 1);
    });
  }
  return new Set([...like].flatMap(([column, count]) => (count * 2 > filled.get(column)! ? [column] : [])));
}

/** Headings of numbers that are the same for many files or say where something is. */
const isIdentifier = /token|guid|\bu?id\b|locale|lcid|langu|sprach|\bkb\b/i;

/** Columns of short checksums whatever their headings are: of a CRC below "Note". Numbers alone are none. */
function checksumColumns(rows: Rows, kinds: readonly ColumnKind[]): Set<number> {
  const found = columnsOf(rows, 8, (cell) => isLikeChecksum(cell));
  return new Set(
    [...found].filter(
      (column) =>
        (kinds[column] ?? 'other') === 'other' &&
        !isIdentifier.test(rows[0]![column] ?? '') &&
        rows.some(
          (row) =>
            /\d/.test(row[column] ?? '') && /[a-f]/i.test(row[column]!) && isLikeChecksum(row[column]!),
        ),
    ),
  );
}

/** Whether a text has the digits of a checksum behind a word for it. */
function hasChecksumIn(text: string): boolean {
  return (
    hasChecksumWord(text) &&
    text.split(/[\s,;|()[\]{}=:]+/).some((token) => isLikeChecksum(token) && /\d/.test(token))
  );
}

const isLinkOrName = (cell: string): boolean => /:\/\/|\\/.test(cell) || fileNames(cell).length > 0;
