import { describe, expect, it } from 'vitest';
import { describeColumn } from '../../src/msi/column.js';
import { Table } from '../../src/msi/table.js';
import { view } from '../../src/msi/view.js';
import { caught } from '../support/caught.js';

const columns = [
  describeColumn('File', 1, 0x2d48, 2),
  describeColumn('Component_', 2, 0x0d48, 2),
  describeColumn('FileSize', 3, 0x0104, 2),
];
const rows = [
  ['a', 'C1', 10],
  ['b', 'C2', 2000],
  ['c', 'C1', 3000],
];
const table = new Table('File', columns, rows.length, () => rows[Symbol.iterator]());

describe('a view', () => {
  it('is the table itself', () => {
    expect([...view(table).rows()]).toEqual(rows);
    expect(view(table).keys.map((column) => column.name)).toEqual(['File']);
  });

  it('has the rows that fit', () => {
    const large = view(table, { where: "Component_ = 'C1' AND FileSize > 1000" });
    expect([large.rowCount, ...large.rows()]).toEqual([1, ['c', 'C1', 3000]]);
  });

  it('has the columns that are wanted, in that order', () => {
    const some = view(table, { columns: ['FileSize', 'File'], where: "Component_ = 'C1'" });
    expect([...some.records()]).toEqual([
      { FileSize: 10, File: 'a' },
      { FileSize: 3000, File: 'c' },
    ]);
    expect(some.columns.map((column) => column.number)).toEqual([3, 1]);
  });

  it('takes any name for a column', () => {
    const odd = new Table('T', [describeColumn('__proto__', 1, 0x2502, 2)], 2, () =>
      [[1], [2]][Symbol.iterator](),
    );
    expect([...view(odd, { where: '__proto__ > 1' }).rows()]).toEqual([[2]]);
    expect(caught(() => view(odd, { where: 'constructor = 1' })).code).toBe('MSI_BAD_WHERE');
  });

  it.each([
    ['a column that there is not', { columns: ['Files'] }],
    ['a condition on a column that there is not', { where: 'Size = 1' }],
    ['a condition that cannot be read', { where: 'FileSize >' }],
  ])('refuses %s', (_name, options) => {
    expect(caught(() => [...view(table, options).rows()]).code).toBe('MSI_BAD_WHERE');
  });
});
