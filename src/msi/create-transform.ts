import type { ByteSource } from '../core/byte-source.js';
import { isKnownCodePage } from '../core/code-page.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { listed, plural } from '../core/plural.js';
import type { StorageContent } from '../formats/cfb/compound-file-writer.js';
import { BinaryCell, type Row, type Value } from './binary-cell.js';
import type { Column } from './column.js';
import type { Database } from './database.js';
import { PropertyType, type SummaryValue, writePropertySet } from './property-set.js';
import { SummaryProperty } from './summary-information.js';
import type { Table } from './table.js';
import { readTransformTarget } from './transform-validation.js';
import { TransformWriter } from './transform-writer.js';

/** Options of {@link createTransform}. */
export interface CreateTransformOptions {
  /** Bits of {@link TransformValidation}: what a database has to have in common with `before`. Default: none. */
  validation?: number;
  /** Bits of {@link TransformError}: what does not stop it. Default: none. */
  errors?: number;
}

/** A transform, ready to be written. */
export interface CreatedTransform {
  /** For `writeCompoundFile`. */
  content: StorageContent;
  tables: { added: string[]; dropped: string[]; changed: string[] };
  rows: { inserted: number; updated: number; deleted: number };
  /** Columns that are added to tables, as `Table.Column`. */
  columns: string[];
  /** What differs and is not in it. */
  warnings: Warning[];
}

/** Bytes that are compared at once. */
const STEP = 1 << 20;
/** Security of a summary information: to be opened for reading only. */
const READ_ONLY = 4;

/**
 * A transform that makes the tables of `after` from those of `before`: tables added and dropped, columns added at the end of
 * a table, rows inserted, updated and deleted, with their binary values. Its summary information is that of
 * MsiCreateTransformSummaryInfo.
 *
 * A transform cannot change cabinets and other streams, storages, the code page or the summary information; warnings name what differs
 * there. It cannot remove, move or redefine columns either, nor add one to the primary key: that is refused, as Windows Installer does.
 *
 * Throws `MSI_TRANSFORM_EMPTY` where no table differs, `MSI_TRANSFORM_NO_COLUMN`, `MSI_TRANSFORM_CODE_PAGE`, and what reading either
 * database throws.
 *
 * @example
 * import { readFileSync, writeFileSync } from 'node:fs';
 * import { writeCompoundFile } from 'hotfixkit/cfb';
 * import { BufferSource, CompoundFile, createTransform, Database } from 'hotfixkit/msi';
 *
 * const open = (path: string) => Database.open(CompoundFile.open(new BufferSource(readFileSync(path))).root);
 * const { content, rows } = createTransform(
 *   open('fixtures/kb977203/client-sp1.msi'),
 *   open('fixtures/kb977203/client-sp2.msi'),
 * );
 * writeFileSync('change.mst', writeCompoundFile(content));
 * console.log(rows);
 */
export function createTransform(
  before: Database,
  after: Database,
  options: CreateTransformOptions = {},
): CreatedTransform {
  // A neutral code page is replaced by the other one; two others cannot be mixed.
  const writer = new TransformWriter(before.codePage || after.codePage);
  const made: CreatedTransform = {
    content: { streams: [] },
    tables: { added: [], dropped: [], changed: [] },
    rows: { inserted: 0, updated: 0, deleted: 0 },
    columns: [],
    warnings: [],
  };
  for (const name of before.tableNames) {
    if (after.hasTable(name)) continue;
    writer.dropTable(name);
    made.tables.dropped.push(name);
  }
  for (const name of after.tableNames) {
    if (before.hasTable(name)) changeTable(writer, before.table(name), after.table(name), made);
    else addTable(writer, after.table(name), made);
  }
  const left = leftOut(before, after);
  if (writer.rowCount === 0) {
    const same = made.warnings.length === 0 ? 'tables' : 'rows';
    const only = [...made.warnings, ...left].map(({ message }) => `; ${message}`).join('');
    throw new HotfixkitError(
      'MSI_TRANSFORM_EMPTY',
      `the ${same} of the two databases are the same, so there is nothing for a transform to change${only}`,
    );
  }
  made.warnings.push(...left);
  made.content = writer.content(writePropertySet(summaryOf(before, after, options)));
  return made;
}

function addTable(writer: TransformWriter, table: Table, made: CreatedTransform): void {
  writer.addTable(table.name, table.columns);
  for (const row of table.rows()) {
    writer.insert(table.name, table.columns, row);
    made.rows.inserted++;
  }
  made.tables.added.push(table.name);
}

function changeTable(writer: TransformWriter, before: Table, after: Table, made: CreatedTransform): void {
  const { name, columns } = after;
  const known = before.columns.length;
  checkColumns(before, after, made.warnings);
  for (const column of columns.slice(known)) {
    writer.addColumn(name, column);
    made.columns.push(`${name}.${column.name}`);
  }
  const keys = columns.flatMap((column, c) => (column.key ? [c] : []));
  const old = new Map([...before.rows()].map((row) => [keyText(row, keys), row]));
  const now = new Map([...after.rows()].map((row) => [keyText(row, keys), row]));
  const { inserted, updated, deleted } = made.rows;
  for (const [key, row] of old) {
    if (now.has(key)) continue;
    writer.delete(name, columns, row);
    made.rows.deleted++;
  }
  for (const [key, row] of now) {
    const was = old.get(key);
    if (!was) {
      writer.insert(name, columns, row);
      made.rows.inserted++;
      continue;
    }
    const changed = columns.map((column, c) => !column.key && !isSame(was[c] ?? null, row[c]!));
    if (!changed.includes(true)) continue;
    writer.update(name, columns, row, changed);
    made.rows.updated++;
  }
  const { rows } = made;
  const isChanged =
    columns.length > known || rows.inserted + rows.updated + rows.deleted > inserted + updated + deleted;
  if (isChanged) made.tables.changed.push(name);
}

/** Refuses what a transform cannot do to the columns of a table; sizes and the like stay as they are, with a warning. */
function checkColumns(before: Table, after: Table, warnings: Warning[]): void {
  const impossible = (column: Column, how: string, was: string, is: string): HotfixkitError =>
    new HotfixkitError(
      'MSI_TRANSFORM_NO_COLUMN',
      `the column ${after.name}.${column.name} ${how}; a transform can only add columns at the end of a table that are not part of its key`,
      { stream: '_Columns', entry: `${after.name}.${column.name}`, expected: was, found: is },
    );
  before.columns.forEach((column, c) => {
    const other = after.columns[c];
    if (!other || other.name !== column.name) {
      const isThere = after.columns.some(({ name }) => name === column.name);
      throw impossible(
        column,
        isThere ? 'is in another place' : 'is not in the new database',
        column.name,
        other?.name ?? 'none',
      );
    }
    const isLike = other.kind === column.kind && other.key === column.key;
    const isWide = column.kind !== 'integer' || other.width === column.width;
    if (!isLike || !isWide)
      throw impossible(column, 'is defined in another way', typeOf(column), typeOf(other));
    if (other.type === column.type) return;
    warnings.push({
      code: 'MSI_TRANSFORM_LEAVES',
      message: `the column ${after.name}.${column.name} keeps its definition, which a transform cannot change`,
      stream: '_Columns',
      entry: `${after.name}.${column.name}`,
      expected: other.typeCode,
      found: column.typeCode,
    });
  });
  for (const column of after.columns.slice(before.columns.length)) {
    if (column.key) throw impossible(column, 'is new and part of the key', 'none', typeOf(column));
  }
}

function typeOf({ typeCode, key }: Column): string {
  return key ? `${typeCode}, key` : typeCode;
}

function keyText(row: Row, keys: readonly number[]): string {
  return JSON.stringify(keys.map((c) => row[c]));
}

function isSame(a: Value, b: Value): boolean {
  if (!(a instanceof BinaryCell) || !(b instanceof BinaryCell)) return a === b;
  const was = a.openIfPresent();
  return was !== null && hasSameBytes(was, b.open());
}

function hasSameBytes(a: ByteSource, b: ByteSource): boolean {
  if (a.size !== b.size) return false;
  for (let at = 0; at < a.size; at += STEP) {
    const length = Math.min(STEP, a.size - at);
    const [one, other] = [a.read(at, length), b.read(at, length)];
    if (one.some((byte, i) => byte !== other[i])) return false;
  }
  return true;
}

/** What differs beside the tables. */
function leftOut(before: Database, after: Database): Warning[] {
  const streams = [...new Set([...freeStreams(before), ...freeStreams(after)])].filter((name) => {
    const isIn = [before, after].map((database) => database.streamNames().includes(name));
    return !isIn[0] || !isIn[1] || !hasSameBytes(before.stream(name), after.stream(name));
  });
  const leaves = (message: string, entry: string): Warning => ({
    code: 'MSI_TRANSFORM_LEAVES',
    message,
    entry,
  });
  return [
    ...(streams.length === 0
      ? []
      : [
          leaves(
            `${plural(streams.length, 'stream')} (cabinets, signatures) ${streams.length === 1 ? 'differs' : 'differ'} and cannot be in a transform: ${listed(streams.map((name) => name.replace('\u0005', '')))}`,
            streams[0]!,
          ),
        ]),
    ...(after.codePage === before.codePage || before.codePage === 0
      ? []
      : [
          leaves(
            `the code page stays ${before.codePage}, a transform does not make it ${after.codePage}`,
            '_StringPool',
          ),
        ]),
  ];
}

/** Streams that are neither those of rows nor the summary information. */
function freeStreams(database: Database): string[] {
  return database
    .streamNames()
    .filter((name) => name !== '\u0005SummaryInformation' && !database.hasTable(name.split('.')[0]!));
}

/** The properties that MsiCreateTransformSummaryInfo sets; titles come from the new database, as there. */
function summaryOf(
  before: Database,
  after: Database,
  { validation = 0, errors = 0 }: CreateTransformOptions,
): Map<number, SummaryValue> {
  const { properties, codePage } = after.summaryInformation();
  const [was, is] = [before, after].map(readTransformTarget);
  const string = (value: string): SummaryValue => ({ type: PropertyType.string, value });
  const number = (value: number): SummaryValue => ({ type: PropertyType.i4, value });
  const page = codePage !== null && isKnownCodePage(codePage) ? codePage : 1252;
  const kept = [
    ...[SummaryProperty.title, SummaryProperty.subject, SummaryProperty.author, SummaryProperty.keywords],
    ...[SummaryProperty.comments, SummaryProperty.created],
  ];
  const schemas = [before, after].map((database) => database.summaryInformation().pageCount ?? 0);
  const sides = [was!, is!].map(
    ({ productCode, productVersion }) => (productCode ?? '') + (productVersion ?? ''),
  );
  return new Map<number, SummaryValue>([
    [SummaryProperty.codePage, { type: PropertyType.i2, value: (page << 16) >> 16 }],
    ...kept.flatMap((id): [number, SummaryValue][] => {
      const value = properties.get(id);
      return value ? [[id, value]] : [];
    }),
    [SummaryProperty.template, string(before.summaryInformation().template ?? ';0')],
    [SummaryProperty.lastAuthor, string(after.summaryInformation().template ?? ';0')],
    [SummaryProperty.revision, string([...sides, was!.upgradeCode ?? is!.upgradeCode ?? ''].join(';'))],
    [SummaryProperty.pageCount, number(Math.max(...schemas))],
    [SummaryProperty.charCount, number((validation << 16) | errors)],
    [SummaryProperty.appName, string('hotfixkit')],
    [SummaryProperty.security, number(READ_ONLY)],
  ]);
}
