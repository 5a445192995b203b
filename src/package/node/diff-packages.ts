import type { Warning } from '../../core/errors.js';
import type { Storage } from '../../formats/cfb/storage.js';
import { BinaryCell, type Row, type Value } from '../../msi/binary-cell.js';
import type { Database } from '../../msi/database.js';
import { noStreams } from '../../msi/export-table.js';
import type { Table } from '../../msi/table.js';
import { hashSource } from '../../node/hash.js';
import { type ContentInput, contentOf } from '../content-of.js';
import type { OpenedPackage } from '../opened-package.js';
import type { Package } from '../package.js';
import { type ColumnChange, diffColumns } from './diff-columns.js';
import { type DiffOptions, diffFiles, type FileChange, type FileCounts } from './diff-files.js';
import { aroundWarnings, diffWholeFiles } from './diff-whole-files.js';
import { signatureStreams } from './unsigned-digest.js';

/** The value of a cell for comparison: text, a number, the digest of a binary. */
export type Cell = string | number | null;

/** A row in only one database, or with different values. */
export interface RowChange {
  table: string;
  /** Values of the primary key. */
  key: Cell[];
  change: 'added' | 'removed' | 'changed';
  /** For `changed` only the columns that differ, otherwise all. */
  before: Record<string, Cell> | null;
  after: Record<string, Cell> | null;
}

/** The differences between two packages. An empty list means no difference of that kind. */
export interface PackageDiff {
  same: boolean;
  /** Tables that only one side has. */
  tables: { table: string; change: 'added' | 'removed' }[];
  /** Columns of tables that both sides have. */
  columns: ColumnChange[];
  rows: RowChange[];
  /** Properties of the summary information, by name. */
  summary: { property: string; before: Cell; after: Cell }[];
  /** Streams that no table refers to: cabinets, signatures. */
  streams: { name: string; change: 'added' | 'removed' | 'changed' }[];
  /** Storages: the transforms of a patch. */
  storages: { name: string; change: 'added' | 'removed' | 'changed' }[];
  files: FileChange[];
  /** Absent where no files were compared. */
  fileCounts?: FileCounts;
  /** The packages are the same but for their signatures; absent where they are not, or where they are equal. */
  onlySignature?: true;
  /** Places of bytes that belong to nothing above and differ, in words; absent where there are none. */
  outside?: readonly string[];
  /** What could not be compared. */
  warnings: Warning[];
}

/**
 * What differs between two packages: rows by table and key, summary information, streams, files by content (SHA-256). Of open
 * packages of one kind, other bytes of their files are compared too.
 *
 * @throws What decoding throws; `ABORTED` where `signal` is aborted.
 * @example
 * import { diffPackages, openPackage } from 'hotfixkit';
 *
 * const before = openPackage('SCCM2007-SP1-KB977203-ENU.msi');
 * const after = openPackage('SCCM2007-SP2-KB977203-ENU.msi');
 * const { same, rows, files } = await diffPackages(before, after);
 * console.log(same, rows.length, files.length);
 * before.close();
 * after.close();
 */
export async function diffPackages(
  before: OpenedPackage | ContentInput,
  after: OpenedPackage | ContentInput,
  options: DiffOptions = {},
): Promise<PackageDiff> {
  const contents = [contentOf(before), contentOf(after)] as const;
  const [a, b] = [databaseOf(contents[0]), databaseOf(contents[1])];
  const diff = a && b ? diffDatabases(a, b) : nothing();
  const { files, counts, warnings } = await diffFiles(...contents, options);
  diff.files = files;
  diff.fileCounts = counts;
  diff.warnings.push(...warnings);
  diff.same &&= files.length === 0;
  if (!isOpen(before) || !isOpen(after)) return diff;
  const { tables, columns, rows, summary, streams, storages } = diff;
  const haveSameRest =
    [tables, columns, rows, summary, storages, files].every(({ length }) => length === 0) &&
    streams.every(({ name }) => signatureStreams.includes(name));
  const whole = diffWholeFiles(before, after, { areSame: diff.same, haveSameRest });
  const same = diff.same && whole.outside === undefined;
  if (same) diff.warnings.push(...aroundWarnings(before, after));
  return { ...diff, ...whole, same };
}

/** The same for databases alone; their files are not compared. */
export function diffDatabases(before: Database, after: Database): PackageDiff {
  const diff = nothing();
  diffTables(before, after, diff);
  diffSummaries(before, after, diff);
  diffStreams(before, after, diff);
  diffStorages(before, after, diff);
  const { tables, columns, rows, summary, streams, storages } = diff;
  diff.same = [tables, columns, rows, summary, streams, storages].every(({ length }) => length === 0);
  return diff;
}

/** Whether a package came with the file that it was read from. */
function isOpen(given: OpenedPackage | ContentInput): given is OpenedPackage {
  return 'content' in given && 'source' in given;
}

function nothing(): PackageDiff {
  return {
    same: true,
    tables: [],
    columns: [],
    rows: [],
    summary: [],
    streams: [],
    storages: [],
    files: [],
    warnings: [],
  };
}

/** The database of a package that has one. */
export function databaseOf(content: Package): Database | null {
  return 'database' in content ? content.database : null;
}

function diffTables(a: Database, b: Database, diff: PackageDiff): void {
  for (const name of a.tableNames)
    if (!b.hasTable(name)) diff.tables.push({ table: name, change: 'removed' });
  for (const name of b.tableNames) if (!a.hasTable(name)) diff.tables.push({ table: name, change: 'added' });
  for (const name of a.tableNames) {
    if (!b.hasTable(name)) continue;
    const [before, after] = [a.table(name), b.table(name)];
    diff.columns.push(...diffColumns(name, before.columns, after.columns));
    for (const one of diffRows(before, after, diff.warnings)) diff.rows.push(one);
  }
}

function diffRows(before: Table, after: Table, warnings: Warning[]): RowChange[] {
  const changes: RowChange[] = [];
  const [ofBefore, ofAfter] = [new Cells(), new Cells()];
  const index = (table: Table, cells: Cells): Map<string, Row> => {
    const keys = table.keys.map((column) => table.columns.indexOf(column));
    const rows = new Map<string, Row>();
    for (const row of table.rows()) rows.set(JSON.stringify(keys.map((i) => cells.of(row[i]!))), row);
    return rows;
  };
  const record = (table: Table, row: Row, cells: Cells): Record<string, Cell> =>
    Object.fromEntries(table.columns.map((column, i) => [column.name, cells.of(row[i]!)]));
  const places = new Map(after.columns.map((column, i) => [column.name, i]));
  const pairs = before.columns.map((column, i) => [i, places.get(column.name)] as const);
  const hasSameColumns =
    before.columns.length === after.columns.length && pairs.every(([, other]) => other !== undefined);
  const old = index(before, ofBefore);
  const now = index(after, ofAfter);
  for (const [key, row] of old) {
    const other = now.get(key);
    // Most rows are equal and only need the comparison.
    const isSame = (i: number, j: number): boolean => ofBefore.of(row[i]!) === ofAfter.of(other![j]!);
    if (other && hasSameColumns && pairs.every(([i, j]) => isSame(i, j!))) continue;
    const values = JSON.parse(key) as Cell[];
    const was = record(before, row, ofBefore);
    if (!other) {
      changes.push({ table: before.name, key: values, change: 'removed', before: was, after: null });
      continue;
    }
    const is = record(after, other, ofAfter);
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
      (name) => (was[name] ?? null) !== (is[name] ?? null),
    );
    if (names.length === 0) continue;
    const pick = (values: Record<string, Cell>): Record<string, Cell> =>
      Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
    changes.push({ table: before.name, key: values, change: 'changed', before: pick(was), after: pick(is) });
  }
  for (const [key, row] of now) {
    if (old.has(key)) continue;
    const values = JSON.parse(key) as Cell[];
    changes.push({
      table: after.name,
      key: values,
      change: 'added',
      before: null,
      after: record(after, row, ofAfter),
    });
  }
  const missing = [...new Set([...ofBefore.missing, ...ofAfter.missing])];
  if (missing.length > 0) warnings.push(noStreams(before, missing));
  return changes;
}

/** The cells of one side. A stream is compared by content, read once: many rows may name it. */
class Cells {
  readonly #streams = new Map<string, string>();
  /** Streams that cells name and the database does not have. */
  readonly missing: string[] = [];

  of(value: Value): Cell {
    if (!(value instanceof BinaryCell)) return value;
    let known = this.#streams.get(value.streamName);
    if (known === undefined) {
      const stream = value.openIfPresent();
      known = stream ? `sha256:${hashSource(stream, 'sha256')}` : 'no stream';
      if (!stream) this.missing.push(value.streamName);
      this.#streams.set(value.streamName, known);
    }
    return known;
  }
}

function diffSummaries(a: Database, b: Database, diff: PackageDiff): void {
  const names = [
    ['title', 'subject', 'author', 'keywords', 'comments', 'template', 'lastAuthor', 'revision', 'appName'],
    ['codePage', 'lastPrinted', 'created', 'lastSaved', 'pageCount', 'wordCount', 'charCount', 'security'],
  ].flat() as ('title' | 'lastSaved' | 'wordCount')[];
  const cell = (value: string | number | Date | null): Cell =>
    value instanceof Date ? value.toISOString() : value;
  for (const property of names) {
    const [before, after] = [cell(a.summaryInformation()[property]), cell(b.summaryInformation()[property])];
    if (before !== after) diff.summary.push({ property, before, after });
  }
}

function diffStreams(a: Database, b: Database, diff: PackageDiff): void {
  // Streams of binary cells are compared with their rows, the summary information by property.
  const free = (database: Database): string[] =>
    database.streamNames().filter((name) => {
      return name !== '\u0005SummaryInformation' && !database.hasTable(name.split('.')[0]!);
    });
  const [old, now] = [new Set(free(a)), new Set(free(b))];
  for (const name of old) {
    if (!now.has(name)) diff.streams.push({ name, change: 'removed' });
    else if (hashSource(a.stream(name), 'sha256') !== hashSource(b.stream(name), 'sha256')) {
      diff.streams.push({ name, change: 'changed' });
    }
  }
  for (const name of now) if (!old.has(name)) diff.streams.push({ name, change: 'added' });
}

function diffStorages(a: Database, b: Database, diff: PackageDiff): void {
  const [old, now] = [a.storage.storages, b.storage.storages];
  for (const [name, storage] of old) {
    const other = now.get(name);
    if (!other) diff.storages.push({ name, change: 'removed' });
    else if (digestOf(storage) !== digestOf(other)) diff.storages.push({ name, change: 'changed' });
  }
  for (const name of now.keys()) if (!old.has(name)) diff.storages.push({ name, change: 'added' });
}

/** The names of the streams with their digests, in an order that says nothing. */
function digestOf({ streams }: Storage): string {
  return [...streams.values()]
    .map((entry) => `${entry.name} ${hashSource(entry.open(), 'sha256')}`)
    .sort()
    .join('\n');
}
