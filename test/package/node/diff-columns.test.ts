import { describe, expect, it } from 'vitest';
import { type ColumnChange, diffColumns } from '../../../src/package/node/diff-columns.js';
import type { ColumnPlan } from '../../support/database-builder.js';
import { databaseOfPlan } from '../../support/database-pairs.js';

const id: ColumnPlan = { name: 'Id', type: 's72', key: true };
const text: ColumnPlan = { name: 'Text', type: 'S20' };
const number: ColumnPlan = { name: 'Number', type: 'i2' };
const columnsOf = (columns: readonly ColumnPlan[]) =>
  databaseOfPlan({ tables: [{ name: 'T', columns, rows: [] }] }).table('T').columns;

describe('diffColumns', () => {
  it.each<[string, ColumnPlan[], ColumnPlan[], Omit<ColumnChange, 'table'>[]]>([
    ['nothing', [id, text], [id, text], []],
    ['an added one', [id], [id, text], [{ column: 'Text', change: 'added', before: null, after: 'S20' }]],
    ['a removed one', [id, text], [id], [{ column: 'Text', change: 'removed', before: 'S20', after: null }]],
    [
      'one in between, which moves none of the others',
      [id, text],
      [id, number, text],
      [{ column: 'Number', change: 'added', before: null, after: 'i2' }],
    ],
    [
      'a wider one',
      [id],
      [{ ...id, type: 's100' }],
      [{ column: 'Id', change: 'changed', before: 's72, key', after: 's100, key' }],
    ],
    [
      'two that changed places',
      [id, text, number],
      [id, number, text],
      [
        { column: 'Text', change: 'changed', before: 'S20, column 2', after: 'S20, column 3' },
        { column: 'Number', change: 'changed', before: 'i2, column 3', after: 'i2, column 2' },
      ],
    ],
  ])('finds %s', (_, before, after, changes) => {
    expect(diffColumns('T', columnsOf(before), columnsOf(after))).toEqual(
      changes.map((change) => ({ table: 'T', ...change })),
    );
  });
});
