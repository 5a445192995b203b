import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvBlocks, parseCsv } from '../../../src/hotfix/article/csv-blocks.js';

describe('parseCsv', () => {
  it.each<[string, string, string[][]]>([
    [
      'a,b\r\nc,d\r\n',
      ',',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\nc,d',
      ',',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a;b,c', ';', [['a', 'b,c']]],
    ['"a,b",c', ',', [['a,b', 'c']]],
    ['"a ""b""",c', ',', [['a "b"', 'c']]],
    ['"a\r\nb",c', ',', [['a\r\nb', 'c']]],
    ['"a" x,b', ',', [['a x', 'b']]],
    ['a "b",c', ',', [['a "b"', 'c']]],
    ['"never closed,b', ',', [['"never closed', 'b']]],
    ['a,,', ',', [['a', '', '']]],
    ['\ufeffa,b', ',', [['a', 'b']]],
    ['', ',', []],
  ])('reads %j with %j', (text, separator, rows) => {
    expect(parseCsv(text, separator)).toEqual(rows);
  });

  it('reads what is written by the rules of RFC 4180', () => {
    const cell = fc.string({ maxLength: 12 }).map((text) => text.trim());
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';'), (table, separator) => {
        const text = table
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(separator))
          .join('\r\n');
        expect(parseCsv(text, separator)).toEqual(table);
      }),
      { seed: 4180, numRuns: 200 },
    );
  });
});

describe('csvBlocks', () => {
  const row = 'example.dll,10.0.1.2,"571,000",30-Sep-2017,10:01,x86';

  it.each([
    ['a heading and rows', `File name,File version,File size,Date,Time,Platform\n${row}`],
    ['rows alone', `${row}\n${row}`],
    ['semicolons', 'Dateiname;Dateiversion;Dateigröße\nbeispiel.dll;10.0.1.2;571.000'],
    ['a title above', `Windows 10 version 1607\nFile name,File version,File size\n${row}`],
  ])('takes %s', (_, text) => {
    expect(csvBlocks(text)).toEqual([{ kind: 'cells', rows: expect.any(Array) }]);
  });

  it.each([
    [
      'prose',
      'This update, which is large, replaces a.dll, b.dll, and others.\nRead it, please, now, or later.',
    ],
    ['a table with tabs', 'File name\tFile version\tFile size\na.dll\t1.0.0.1\t1,024'],
    ['a table with pipes', '|File name|File version|File size|\n|---|---|---|\n|a.dll|1.0.0.1|1,024|'],
    ['rows in lines', 'a.dll 1.0.0.1 1,024 25-Jan-2010 06:27 x86\nb.dll 1.0.0.1 2,048 25-Jan-2010 06:27 x86'],
    ['other values', 'one,two,three,four\n1,2,3,4'],
    ['nothing', ''],
  ])('leaves %s to others', (_, text) => {
    expect(csvBlocks(text)).toBeNull();
  });

  it('makes a line of one cell as wide as the table', () => {
    const [block] = csvBlocks(`File name,File version,File size\nx64\n${row}\n\n,,\n`)!;
    expect(block).toMatchObject({
      rows: [expect.any(Array), ['x64', '', '', '', '', ''], expect.any(Array)],
    });
  });
});
