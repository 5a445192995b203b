import { expect, it } from 'vitest';
import type { Row } from '../../src/msi/binary-cell.js';
import { describeColumn } from '../../src/msi/column.js';
import { Table } from '../../src/msi/table.js';

function table(names: string[], rows: Row[]): Table {
  const columns = names.map((name, i) => describeColumn(name, i + 1, i === 0 ? 0x2d48 : 0x1dff, 2));
  return new Table('T', columns, rows.length, () => rows[Symbol.iterator]());
}

it('knows its columns and keys', () => {
  const { name, columns, keys, rowCount } = table(['K', 'V'], [['a', null]]);
  expect([name, columns.map((c) => c.name), keys.map((c) => c.name), rowCount]).toEqual([
    'T',
    ['K', 'V'],
    ['K'],
    1,
  ]);
  expect([table(['K', 'V'], []).columnIndex('V'), table(['K'], []).columnIndex('v')]).toEqual([1, -1]);
});

it('gives rows by column name', () => {
  expect([
    ...table(
      ['K', 'V'],
      [
        ['a', null],
        ['b', 'x'],
      ],
    ).records(),
  ]).toEqual([
    { K: 'a', V: null },
    { K: 'b', V: 'x' },
  ]);
});

it('may have columns with the names of what every object has', () => {
  const [record] = table(['__proto__', 'constructor', 'toString'], [['a', 'b', 'c']]).records();
  expect(Object.entries(record!)).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
    ['toString', 'c'],
  ]);
});
