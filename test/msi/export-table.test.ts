import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import type { Row } from '../../src/msi/binary-cell.js';
import { describeColumn } from '../../src/msi/column.js';
import { Database } from '../../src/msi/database.js';
import { cellText, tableToCsv, tableToIdt, tableToJson, tableToText } from '../../src/msi/export-table.js';
import { Table } from '../../src/msi/table.js';
import { caught } from '../support/caught.js';
import { buildDatabase, type TablePlan } from '../support/database-builder.js';

function database(plan: TablePlan, codePage = 1252): Database {
  return Database.open(CompoundFile.open(new BufferSource(buildDatabase({ codePage, tables: [plan] }))).root);
}

const mixed = database({
  name: 'Mixed',
  columns: [
    { name: 'Key', type: 's72', key: true },
    { name: 'Number', type: 'I2' },
    { name: 'Text', type: 'L0' },
    { name: 'Data', type: 'V0' },
  ],
  rows: [
    ['a', -5, 'x\ty\r\nz', Uint8Array.of(1)],
    ['b', null, 'say "no", please', null],
    ['c', 0, 'C:\\dir', null],
  ],
}).table('Mixed');

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

describe('JSON', () => {
  it('has an object a row, streams by their name', () => {
    expect(tableToJson(mixed)).toEqual([
      { Key: 'a', Number: -5, Text: 'x\ty\r\nz', Data: 'Mixed.a' },
      { Key: 'b', Number: null, Text: 'say "no", please', Data: null },
      { Key: 'c', Number: 0, Text: 'C:\\dir', Data: null },
    ]);
  });
});

it('JSON is refused where the names of the columns alone would take more than it can hold', () => {
  const column = describeColumn('N'.repeat(10_000), 1, 0x2502, 2);
  const rows = (): IterableIterator<Row> => {
    throw new Error('read');
  };
  expect(caught(() => tableToJson(new Table('T', [column], 1_000_000, rows)))).toMatchObject({
    code: 'MSI_BAD_TABLE',
    facts: { stream: 'T', found: '1000000 rows' },
  });
});

describe('CSV', () => {
  it('is as RFC 4180 has it, inner quotes doubled', () => {
    expect(tableToCsv(mixed)).toBe(
      'Key,Number,Text,Data\r\na,-5,"x\ty\r\nz",Mixed.a\r\nb,,"say ""no"", please",\r\nc,0,C:\\dir,\r\n',
    );
  });

  it.each([
    ["=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"],
    ['@SUM(1+1)', "'@SUM(1+1)"],
    ['+1+1', "'+1+1"],
    ['-2+3', "'-2+3"],
    ['\t=1+1', '"\'\t=1+1"'],
    ['\r\n=x', '"\'\r\n=x"'],
    ['  =x', "'  =x"],
    ['\u200b=x', "'\u200b=x"],
    ['\uff1dx', "'\uff1dx"],
    ['=a,"b"', '"\'=a,""b"""'],
    ['\ttext', '"\'\ttext"'],
    ['-', "'-"],
    ['-5', '-5'],
    ['+49', '+49'],
    ['-1.5', '-1.5'],
    ['a;=b', '"a;=b"'],
    ['a=b', 'a=b'],
    ['{-x}', '{-x}'],
    ["'=x", "'=x"],
  ])('%j, which a spreadsheet may take for a formula, is %s', (cell, written) => {
    const columns = [
      { name: 'K', type: 's72', key: true },
      { name: 'V', type: 'L0' },
    ];
    const table = database({ name: 'T', columns, rows: [['k', cell]] }, 65001).table('T');
    expect(tableToCsv(table)).toBe(`K,V\r\nk,${written}\r\n`);
    expect(tableToJson(table)).toEqual([{ K: 'k', V: cell }]);
  });
});

describe('text', () => {
  it('keeps a row on a line', () => {
    expect(tableToText(mixed)).toBe(
      'Key\tNumber\tText\tData\na\t-5\tx\\ty\\r\\nz\tMixed.a\nb\t\tsay "no", please\t\nc\t0\tC:\\dir\t\n',
    );
  });
});

it.each([
  [null, ''],
  ['x', 'x'],
  [0, '0'],
])('%j in text is %j', (value, text) => {
  expect(cellText(value)).toBe(text);
});

describe('the text archive format', () => {
  it('is the example of the documentation', () => {
    // win32 docs, "ASCII Data in Text Archive Files".
    const binary = database({
      name: 'Binary',
      columns: [
        { name: 'Name', type: 's72', key: true },
        { name: 'Data', type: 'v0' },
      ],
      rows: [
        ['Books', Uint8Array.of(1)],
        ['Cars', Uint8Array.of(2)],
      ],
    }).table('Binary');
    expect(latin1(tableToIdt(binary, 1252))).toBe(
      'Name\tData\r\ns72\tv0\r\nBinary\tName\r\nBooks\tBooks.ibd\r\nCars\tCars.ibd\r\n',
    );
    expect(latin1(tableToIdt(binary, 1252, (cell) => cell.streamName))).toContain('Cars\tBinary.Cars\r\n');
  });

  it('translates control characters as the documentation says', () => {
    // win32 docs, "Archive File Format": NULL 21, BS 27, HT 16, LF 25, FF 24, CR 17.
    const table = database({
      name: 'T',
      columns: [{ name: 'K', type: 's0', key: true }],
      rows: [['\0-\b-\t-\n-\f-\r-\u0001']],
    }).table('T');
    const [, , , row] = latin1(tableToIdt(table, 1252)).split('\r\n');
    expect([...row!].filter((c) => c !== '-').map((c) => c.charCodeAt(0))).toEqual([
      21, 27, 16, 25, 24, 17, 1,
    ]);
  });

  it.each([
    [1252, 'é', '1252\tT\tK', [0xe9]],
    [932, '日', '932\tT\tK', [0x93, 0xfa]],
    [65001, 'é', '65001\tT\tK', [0xc3, 0xa9]],
    [1252, 'plain', 'T\tK', [0x70, 0x6c, 0x61, 0x69, 0x6e]],
    // "the current system code page" for a database without one; ours is the same everywhere.
    [0, 'é', '1252\tT\tK', [0xe9]],
  ])('in code page %d states it if %j needs it', (page, text, heading, bytes) => {
    const table = database(
      { name: 'T', columns: [{ name: 'K', type: 's0', key: true }], rows: [[text]] },
      page,
    ).table('T');
    const idt = tableToIdt(table, page);
    expect(latin1(idt)).toBe(`K\r\ns0\r\n${heading}\r\n${String.fromCharCode(...bytes)}\r\n`);
  });

  it('names every key and every type', () => {
    const table = database({
      name: 'T',
      columns: [
        { name: 'A', type: 's32', key: true },
        { name: 'B', type: 'i2', key: true },
        { name: 'C', type: 'I4' },
        { name: 'D', type: 'L255' },
      ],
      rows: [],
    }).table('T');
    expect(latin1(tableToIdt(table, 0))).toBe('A\tB\tC\tD\r\ns32\ti2\tI4\tL255\r\nT\tA\tB\r\n');
  });
});
