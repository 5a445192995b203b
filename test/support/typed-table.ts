import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { Database } from '../../src/msi/database.js';
import { caught } from './caught.js';
import { buildDatabase, type CellPlan } from './database-builder.js';

/**
 * Tests of a reader of typed rows.
 *
 * @param columns as the documentation of the table has them: `*Key s72, Name L255`; an asterisk marks the primary key
 * @param cases a row as stored and as read; the first has a value in every column
 * @param required columns without which a row means nothing
 */
export function describeTypedTable<Row>(
  table: string,
  columns: string,
  read: (database: Database) => Row[],
  cases: readonly (readonly [stored: readonly CellPlan[], row: Row])[],
  required: readonly string[],
): void {
  const described = columns.split(', ').map((text) => {
    const [name, type] = text.replace('*', '').split(' ') as [string, string];
    return { name, type, key: text.startsWith('*') };
  });
  const open = (tables: { name: string; rows: readonly (readonly CellPlan[])[] }[]): Database => {
    const bytes = buildDatabase({ tables: tables.map((plan) => ({ columns: described, ...plan })) });
    return Database.open(CompoundFile.open(new BufferSource(bytes)).root, { strict: true });
  };

  describe(`the ${table} table`, () => {
    it.each(cases.map(([stored, row], i) => [i + 1, stored, row] as const))(
      'row %d',
      (_number, stored, row) => {
        expect(read(open([{ name: table, rows: [stored] }]))).toEqual([row]);
      },
    );

    it('is empty where there is none', () => {
      expect(read(open([]))).toEqual([]);
    });

    it.skipIf(required.length === 0).each(required)('needs %s', (column) => {
      const [stored] = cases[0]!;
      const rows = [stored.map((cell, i) => (described[i]!.name === column ? null : cell))];
      expect(caught(() => read(open([{ name: table, rows }])))).toMatchObject({
        code: 'MSI_BAD_VALUE',
        message: `${table}.${column} has no value of its type`,
        facts: { stream: table },
      });
    });
  });
}
