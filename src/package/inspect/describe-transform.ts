import { BinaryCell, type Value } from '../../msi/binary-cell.js';
import type { Database } from '../../msi/database.js';
import type { Transform } from '../../msi/transform.js';
import { type TransformTableChange, transformChanges } from '../../msi/transform-changes.js';
import { TransformError, type TransformSide, TransformValidation } from '../../msi/transform-summary.js';
import {
  checkTransform,
  fieldsOf,
  readTransformTarget,
  type TransformMismatch,
} from '../../msi/transform-validation.js';
import type { RowChange } from '../node/diff-packages.js';

/** The facts and changes of a transform. Facts that do not apply are null or empty. */
export interface TransformDescription {
  name: string;
  before: TransformSide;
  after: TransformSide;
  upgradeCode: string | null;
  codePage: number;
  /** Conditions on the database: `null` = not checked. */
  accepts: {
    productCode: string | null;
    /** `= 4.0.6487`, with only the compared fields. */
    productVersion: string | null;
    upgradeCode: string | null;
    language: string | null;
    platform: string | null;
  };
  /** Error conditions that it ignores. */
  suppressedErrors: (keyof typeof TransformError)[];
  tables: TransformTableSummary[];
  /** The conditions that the given database does not meet; null without one. */
  mismatches: TransformMismatch[] | null;
}

/** The number of changes of a transform in one table. */
export interface TransformTableSummary {
  table: string;
  change: TransformTableChange['change'];
  /** Null where the columns of the table are not known. */
  inserts: number | null;
  updates: number | null;
  deletes: number | null;
  addedColumns: readonly string[];
  /** Bytes of the changes. */
  size: number;
}

/**
 * The conditions and changes of a transform, as plain data. With `database`, changes are counted by row and checked
 * against it.
 */
export function describeTransform(
  transform: Transform,
  database: Database | null = null,
): TransformDescription {
  const { before, after, upgradeCode, validation, errors, version } = transform.summary;
  const asked = <T>(bit: number, value: T): T | null => ((validation & bit) !== 0 ? value : null);
  return {
    name: transform.name,
    before,
    after,
    upgradeCode,
    codePage: transform.codePage,
    accepts: {
      productCode: asked(TransformValidation.product, before.productCode),
      productVersion: version
        ? `${version.comparison} ${fieldsOf(before.productVersion, version.fields) ?? before.productVersion}`
        : null,
      upgradeCode: asked(TransformValidation.upgradeCode, upgradeCode),
      language: asked(TransformValidation.language, before.languages[0] ?? null),
      platform: asked(TransformValidation.platform, before.platform),
    },
    suppressedErrors: (Object.keys(TransformError) as (keyof typeof TransformError)[]).filter(
      (name) => (errors & TransformError[name]) !== 0,
    ),
    tables: transformChanges(transform, database).map(summarize),
    mismatches: database ? checkTransform(transform.summary, readTransformTarget(database)) : null,
  };
}

function summarize({ table, change, rows, addedColumns, size }: TransformTableChange): TransformTableSummary {
  const count = (kind: string): number | null => rows?.filter((row) => row.change === kind).length ?? null;
  return {
    table,
    change,
    inserts: count('insert'),
    updates: count('update'),
    deletes: count('delete'),
    addedColumns,
    size,
  };
}

/** The changes to a table's rows in the form of a database comparison; null if unreadable. */
export function transformRowChanges({ table, rows }: TransformTableChange): RowChange[] | null {
  const cells = (record: Record<string, Value> | null): RowChange['before'] =>
    record && Object.fromEntries(Object.entries(record).map(([name, value]) => [name, cellOf(value)]));
  const words = { insert: 'added', update: 'changed', delete: 'removed' } as const;
  return (
    rows?.map(({ change, key, before, after }) => ({
      table,
      key: key.map(cellOf),
      change: words[change],
      before: cells(before),
      after: cells(after),
    })) ?? null
  );
}

function cellOf(value: Value): string | number | null {
  return value instanceof BinaryCell ? value.streamName : value;
}
