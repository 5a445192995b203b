import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { BinaryCell } from '../../src/msi/binary-cell.js';
import { Database } from '../../src/msi/database.js';
import { readTypedRows } from '../../src/msi/typed-rows.js';
import { caught } from '../support/caught.js';
import { buildDatabase } from '../support/database-builder.js';

const database = Database.open(
  CompoundFile.open(
    new BufferSource(
      buildDatabase({
        tables: [
          {
            name: 'T',
            columns: [
              { name: 'Key', type: 's72', key: true },
              { name: 'Number', type: 'I2' },
              { name: 'Text', type: 'S255' },
              { name: 'Data', type: 'V0' },
            ],
            rows: [
              ['a', 7, 'x', Uint8Array.of(1, 2)],
              ['b', null, null, null],
            ],
          },
        ],
      }),
    ),
  ).root,
);

describe('typed rows', () => {
  it('are read by column name', () => {
    const rows = readTypedRows(database, 'T', (row) => ({
      key: row.text('Key'),
      number: row.integerOrNull('Number'),
      text: row.textOrNull('Text'),
      data: row.binaryOrNull('Data')?.size ?? null,
    }));
    expect(rows).toEqual([
      { key: 'a', number: 7, text: 'x', data: 2 },
      { key: 'b', number: null, text: null, data: null },
    ]);
  });

  it('are none where there is no table', () => {
    expect(readTypedRows(database, 'Absent', (row) => row.text('Key'))).toEqual([]);
  });

  it('have null for a column that an older schema lacks', () => {
    expect(
      readTypedRows(database, 'T', (row) => [
        row.textOrNull('New'),
        row.integerOrNull('New'),
        row.binaryOrNull('New'),
      ]),
    ).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
  });

  it('have null where the value is of another type', () => {
    const [row] = readTypedRows(database, 'T', (r) => [
      r.textOrNull('Number'),
      r.integerOrNull('Text'),
      r.binaryOrNull('Text'),
      r.textOrNull('Data'),
    ]);
    expect(row).toEqual([null, null, null, null]);
  });

  it.each([
    ['a number that is missing', 'Number', 'integer', 'null'],
    ['a text that is missing', 'Text', 'text', 'null'],
    ['a column that is missing', 'New', 'text', 'null'],
    ['a text in place of a number', 'Key', 'integer', 'a'],
  ] as const)('refuse %s, naming the row', (_name, column, as, found) => {
    const error = caught(() => readTypedRows(database, 'T', (row) => row[as](column)));
    expect(error).toMatchObject({ code: 'MSI_BAD_VALUE', facts: { stream: 'T', found } });
    expect(error.message).toContain(`T.${column}`);
    expect(['a', 'b']).toContain(error.facts.entry);
  });

  it('give streams as cells', () => {
    const [cell] = readTypedRows(database, 'T', (row) => row.binaryOrNull('Data'));
    expect(cell).toBeInstanceOf(BinaryCell);
    expect([...cell!.open().read(0, 2)]).toEqual([1, 2]);
  });
});
