import fc from 'fast-check';
import { BufferSource, readAll } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { BinaryCell } from '../../src/msi/binary-cell.js';
import { Database } from '../../src/msi/database.js';
import {
  buildDatabase,
  type CellPlan,
  type ColumnPlan,
  type DatabasePlan,
  type TablePlan,
} from './database-builder.js';

/** Two databases, of which a transform can make the second from the first. */
export interface DatabasePair {
  before: DatabasePlan;
  after: DatabasePlan;
}

const texts: Record<number, readonly string[]> = {
  0: ['plain', 'other text', 'x'],
  1252: ['plain', 'Größe', 'naïve – text'],
  932: ['plain', '日本語', 'ソフト'],
};
const keyColumns: readonly (readonly ColumnPlan[])[] = [
  [{ name: 'Id', type: 's72', key: true }],
  [{ name: 'Id', type: 'i2', key: true }],
  [
    { name: 'Id', type: 's72', key: true },
    { name: 'Part', type: 'i2', key: true },
  ],
];
const types = ['s72', 'L0', 'S255', 'I2', 'i4', 'V0'];

function cellOf(type: string, codePage: number): fc.Arbitrary<CellPlan> {
  const letter = type[0]!.toLowerCase();
  const orNull = (cell: fc.Arbitrary<CellPlan>): fc.Arbitrary<CellPlan> =>
    type.startsWith(letter) ? cell : fc.option(cell);
  if (letter === 'i') {
    const most = type.endsWith('4') ? 0x7fffffff : 0x7fff;
    return orNull(fc.integer({ min: -most, max: most }));
  }
  if (letter === 'v') return orNull(fc.uint8Array({ minLength: 1, maxLength: 200 }));
  const text = fc.constantFrom(...texts[codePage]!);
  const long = fc.integer({ min: 65_530, max: 70_000 }).map((length) => 'long '.repeat(length / 5));
  return orNull(fc.oneof({ weight: 20, arbitrary: text }, { weight: 1, arbitrary: long }));
}

/** A table as it is on one side: the columns that side has, and the rows. */
function sideOf(name: string, columns: readonly ColumnPlan[], codePage: number): fc.Arbitrary<TablePlan> {
  const key = (type: string): fc.Arbitrary<CellPlan> =>
    type.startsWith('s') ? fc.constantFrom('a', 'b', 'c', 'plain') : fc.integer({ min: -2, max: 3 });
  const row = fc.tuple(
    ...columns.map((column) => (column.key ? key(column.type) : cellOf(column.type, codePage))),
  );
  const keyText = (cells: readonly CellPlan[]): string =>
    JSON.stringify(cells.filter((_, c) => columns[c]!.key));
  return fc.uniqueArray(row, { maxLength: 6, selector: keyText }).map((rows) => ({ name, columns, rows }));
}

/** Both sides of one table; null where a side does not have it. */
function tablePair(
  name: string,
  [was, is]: readonly [number, number],
): fc.Arbitrary<readonly [TablePlan | null, TablePlan | null]> {
  return fc
    .record({
      keys: fc.constantFrom(...keyColumns),
      others: fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 20 }),
      added: fc.array(fc.constantFrom('S72', 'I4', 'V0'), { maxLength: 2 }),
      where: fc.constantFrom('both', 'both', 'both', 'before', 'after'),
    })
    .chain(({ keys, others, added, where }) => {
      // The streams of a row are named for its key alone: there is room for one binary column.
      const known = others.filter((type, i) => type !== 'V0' || others.indexOf('V0') === i);
      const more = added.filter(
        (type, i) => type !== 'V0' || (!known.includes('V0') && added.indexOf('V0') === i),
      );
      const columns = [...keys, ...known.map((type, i) => ({ name: `C${i}`, type }))];
      const wider = [...columns, ...more.map((type, i) => ({ name: `New${i}`, type }))];
      // What is written in a code page has to be one that both have.
      const page = was === 0 || is === 0 ? 0 : was;
      return fc.tuple(
        where === 'after' ? fc.constant(null) : sideOf(name, columns, page),
        where === 'before' ? fc.constant(null) : sideOf(name, wider, page),
      );
    });
}

/** Databases with tables, columns and rows that are added, changed and removed, in several code pages. */
export const databasePairs: fc.Arbitrary<DatabasePair> = fc
  .constantFrom<readonly [number, number]>([0, 0], [1252, 1252], [932, 932], [0, 1252])
  .chain((pages) =>
    fc.tuple(...['First', 'Second', 'Third_Table'].map((name) => tablePair(name, pages))).map((pairs) => {
      const [before, after] = ([0, 1] as const).map((side) => ({
        codePage: pages[side],
        // Windows Installer and Wine read no database without a table.
        tables: [property, ...pairs.flatMap((pair) => pair[side] ?? [])],
        summary: {
          template: 'Intel;1033',
          revision: '{00000000-0000-0000-0000-000000000001}',
          pageCount: 200,
        },
      }));
      return { before: before!, after: after! };
    }),
  );

const property: TablePlan = {
  name: 'Property',
  columns: [
    { name: 'Property', type: 's72', key: true },
    { name: 'Value', type: 'l0' },
  ],
  rows: [['ProductCode', '{00000000-0000-0000-0000-000000000002}']],
};

export function openDatabase(bytes: Uint8Array): Database {
  return Database.open(CompoundFile.open(new BufferSource(bytes)).root);
}

export function databaseOfPlan(plan: DatabasePlan): Database {
  return openDatabase(buildDatabase(plan));
}

/** Columns and rows of all tables, in an order that says nothing; binary values by their bytes. */
export function contentOf(database: Database): Record<string, unknown> {
  return Object.fromEntries(
    [...database.tableNames].sort().map((name) => {
      const table = database.table(name);
      const rows = [...table.rows()].map((row) =>
        JSON.stringify(row.map((cell) => (cell instanceof BinaryCell ? [...readAll(cell.open())] : cell))),
      );
      const columns = table.columns.map(
        (column) => `${column.key ? '*' : ''}${column.name} ${column.typeCode}`,
      );
      return [name, { columns, rows: rows.sort() }];
    }),
  );
}
