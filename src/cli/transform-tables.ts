import { HotfixkitError, type Warning } from '../core/errors.js';
import { nearestName } from '../core/nearest-name.js';
import { plural } from '../core/plural.js';
import { BinaryCell, type Value } from '../msi/binary-cell.js';
import type { Database } from '../msi/database.js';
import { cellText } from '../msi/export-table.js';
import type { Transform } from '../msi/transform.js';
import { type TransformTableChange, transformChanges } from '../msi/transform-changes.js';
import type { Context } from './context.js';
import type { OptionsOf } from './definition.js';
import type { tables } from './definitions/tables.js';

/** The tables that a transform changes, or (with names) the changes to their rows. */
export function showTransform(
  context: Context,
  options: OptionsOf<typeof tables>,
  {
    transform,
    base,
    warnings,
  }: { transform: Transform; base: Database | null; warnings: readonly Warning[] },
  names: readonly string[],
): void {
  const format = options.format ?? 'text';
  if (options.output !== undefined || options.where !== undefined || format === 'csv' || format === 'idt') {
    throw new HotfixkitError(
      'USAGE',
      'transforms are shown whole, as text or JSON; for other forms, give a database',
    );
  }
  const changes = transformChanges(transform, base);
  const isJson = context.json || format === 'json';
  if (names.length === 0) {
    if (isJson) context.document({ tables: changes.map(overviewOf), warnings });
    else context.lines(overviewLines(context, changes));
    return;
  }
  const wanted = names.map((name) => findChange(changes, name));
  if (isJson) {
    const rows = wanted.map((change) => [change.table, rowDocuments(change)] as const);
    context.data(rows.length === 1 ? rows[0]![1] : Object.fromEntries(rows));
  } else
    context.lines(wanted.flatMap((change, i) => [...(i > 0 ? [''] : []), ...changeLines(context, change)]));
}

/** Table names are case-sensitive; people are not. */
function findChange(changes: readonly TransformTableChange[], name: string): TransformTableChange {
  const found =
    changes.find(({ table }) => table === name) ??
    changes.find(({ table }) => table.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const meant = nearestName(
    name,
    changes.map(({ table }) => table),
  );
  const advice = meant === null ? '' : `; did you mean ${meant}?`;
  throw new HotfixkitError('MSI_NO_TABLE', `the transform does not change table ${name}${advice}`, {
    entry: name,
    expected: changes.map(({ table }) => table).join(', ') || 'none: it changes no table',
  });
}

function overviewOf(change: TransformTableChange): object {
  const { table, columns, columnsFrom, addedColumns, size } = change;
  const [inserts, updates, deletes] = counts(change);
  return {
    name: table,
    change: change.change,
    inserts,
    updates,
    deletes,
    size,
    columnsFrom,
    columns:
      columns?.map(({ name, typeCode, key }) => ({
        name,
        type: typeCode,
        key,
        added: change.change === 'added' || addedColumns.includes(name),
      })) ?? null,
  };
}

function overviewLines(context: Context, changes: readonly TransformTableChange[]): string[] {
  if (changes.length === 0) return ['the transform changes no table'];
  const right = { align: 'right' as const };
  return context.table(
    [
      { title: 'Table' },
      { title: 'Change' },
      { title: 'Inserts', ...right },
      { title: 'Updates', ...right },
      { title: 'Deletes', ...right },
      { title: 'Columns (* = key, + = new)' },
    ],
    changes.map((change) => [
      change.table,
      change.change,
      ...counts(change).map((count) => (count === null ? '?' : String(count))),
      columnsText(change),
    ]),
  );
}

/** The columns of a table; of one that nobody knows those that the transform adds. */
function columnsText({ change, columns, addedColumns }: TransformTableChange): string {
  if (change === 'dropped') return '';
  const added = (name: string): string => (addedColumns.includes(name) ? `+${name}` : name);
  if (columns) return columns.map(({ name, key }) => `${added(name)}${key ? '*' : ''}`).join(', ');
  const others = addedColumns.length > 0 ? 'others unknown' : 'unknown';
  return [...addedColumns.map(added), `(${others}; --base names the package)`].join(', ');
}

function counts({ rows }: TransformTableChange): (number | null)[] {
  return (['insert', 'update', 'delete'] as const).map(
    (kind) => rows?.filter(({ change }) => change === kind).length ?? null,
  );
}

/** `key`, `before` and `after` by column; of an update the columns that change, `before` only with a base. */
function rowDocuments({ table, columns, rows }: TransformTableChange): object[] {
  if (!rows || !columns) {
    if (rows) return [];
    throw unknownColumns(table);
  }
  const keys = columns.filter(({ key }) => key).map(({ name }) => name);
  const plain = (record: Record<string, Value> | null): object | null =>
    record && Object.fromEntries(Object.entries(record).map(([name, value]) => [name, plainCell(value)]));
  return rows.map(({ change, key, before, after }) => ({
    change,
    key: Object.fromEntries(keys.map((name, i) => [name, plainCell(key[i] ?? null)])),
    before: plain(before),
    after: plain(after),
  }));
}

function plainCell(value: Value): string | number | null {
  return value instanceof BinaryCell ? value.streamName : value;
}

function changeLines(context: Context, change: TransformTableChange): string[] {
  const { table, rows, columns } = change;
  if (change.change === 'dropped') return [context.paint('red', `- table ${table}`)];
  if (!rows) throw unknownColumns(table);
  const nouns = ['insert', 'update', 'delete'];
  const facts = counts(change).flatMap((count, i) => (count ? [plural(count, nouns[i]!)] : []));
  if (change.change === 'added') facts.unshift('new table');
  if (change.addedColumns.length > 0)
    facts.unshift(`${plural(change.addedColumns.length, 'new column')}: ${change.addedColumns.join(', ')}`);
  const keys = new Set(columns?.filter(({ key }) => key).map(({ name }) => name));
  const signs = { insert: ['+', 'green'], update: ['~', 'yellow'], delete: ['-', 'red'] } as const;
  return [
    context.paint('dim', `${table} (${facts.join(', ') || 'no rows'})`),
    ...rows.map((row) => {
      const [sign, color] = signs[row.change];
      const cells = Object.entries(row.after ?? row.before ?? {}).flatMap(([name, value]) => {
        const was = row.change === 'update' ? row.before?.[name] : undefined;
        if (keys.has(name)) return [];
        if (was === undefined)
          return value === null && row.change !== 'update' ? [] : [`${name}=${cellText(value)}`];
        return [`${name} ${shown(was)} -> ${shown(value)}`];
      });
      const key = row.key.map(cellText).join(', ');
      return context.paint(
        color,
        [`${sign} ${key}`, cells.join('; ')].filter((part) => part !== '').join(': '),
      );
    }),
  ];
}

function shown(value: Value): string {
  return value === null ? '(null)' : cellText(value);
}

function unknownColumns(table: string): HotfixkitError {
  return new HotfixkitError(
    'USAGE',
    `the columns of table ${table} are not known: give the package that the transform is for with --base`,
    { entry: table },
  );
}
