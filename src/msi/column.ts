import { HotfixkitError } from '../core/errors.js';

/** Bits of _Columns.Type. */
const ColumnType = {
  size: 0x00ff,
  valid: 0x0100,
  localizable: 0x0200,
  nonBinary: 0x0400,
  string: 0x0800,
  nullable: 0x1000,
  key: 0x2000,
  temporary: 0x4000,
} as const;

/** A column of a table, as in the _Columns table. */
export interface Column {
  name: string;
  /** Counts from 1. */
  number: number;
  /** As in _Columns. */
  type: number;
  kind: 'string' | 'integer' | 'binary';
  /** Characters of a string (0 = any), bytes of an integer. */
  size: number;
  /** Bytes that a value takes in the table's stream. */
  width: number;
  nullable: boolean;
  key: boolean;
  localizable: boolean;
  /** As the text archive format writes it: `s72`, `L0`, `i2`, `v0`; upper case = nullable. */
  typeCode: string;
}

/** @param referenceSize bytes of a string reference in this database */
export function describeColumn(name: string, number: number, type: number, referenceSize: 2 | 3): Column {
  const nullable = (type & ColumnType.nullable) !== 0;
  const size = type & ColumnType.size;
  const isString = (type & ColumnType.string) !== 0;
  // A binary column is a string column of size 0 without the non-binary bit, and never a key.
  const isBinary = (type & ~ColumnType.nullable) === (ColumnType.string | ColumnType.valid);
  const kind = isBinary ? 'binary' : isString ? 'string' : 'integer';
  const localizable = (type & ColumnType.localizable) !== 0;
  const letter = isBinary ? 'v' : isString ? (localizable ? 'l' : 's') : 'i';
  return {
    name,
    number,
    type,
    kind,
    size,
    width: isBinary ? 2 : isString ? referenceSize : size === 4 ? 4 : 2,
    nullable,
    key: (type & ColumnType.key) !== 0,
    localizable,
    typeCode: `${nullable ? letter.toUpperCase() : letter}${size}`,
  };
}

/**
 * Throws `MSI_BAD_COLUMN` for columns that are missing, there twice or of an unknown width: they leave no way to say where
 * the values lie.
 */
export function checkColumns(table: string, columns: readonly Column[]): void {
  columns.forEach((column, i) => {
    const facts = { stream: '_Columns', entry: `${table}.${column.name}` };
    if (column.number !== i + 1) {
      throw new HotfixkitError('MSI_BAD_COLUMN', `the columns of table ${table} are not numbered in a row`, {
        ...facts,
        expected: i + 1,
        found: column.number,
      });
    }
    // Sizes 0 and 1 exist in real packages and take two bytes.
    if (column.kind === 'integer' && column.size > 2 && column.size !== 4) {
      throw new HotfixkitError('MSI_BAD_COLUMN', 'an integer column has an impossible size', {
        ...facts,
        expected: '0, 1, 2 or 4',
        found: column.size,
      });
    }
  });
}

/** _Columns.Type for a type code (`s72`, `I2`, `v0`) as the text archive format writes it; null if it is none. */
export function columnTypeFromCode(code: string, key: boolean): number | null {
  const match = /^([slivSLIV])(\d{1,3})$/.exec(code);
  if (!match) return null;
  const letter = match[1]!.toLowerCase();
  const size = Number(match[2]);
  if (size > 255 || (letter === 'i' && size !== 2 && size !== 4) || (letter === 'v' && size !== 0))
    return null;
  let type = size | ColumnType.valid;
  if (letter === 's' || letter === 'l') type |= ColumnType.string | ColumnType.nonBinary;
  if (letter === 'v') type |= ColumnType.string;
  if (letter === 'l') type |= ColumnType.localizable;
  if (letter === 'i' && size === 2) type |= ColumnType.nonBinary;
  if (match[1] !== letter) type |= ColumnType.nullable;
  if (key) type |= ColumnType.key;
  return type;
}
