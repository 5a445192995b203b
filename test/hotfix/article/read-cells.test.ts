import { describe, expect, it } from 'vitest';
import { columnsOfCells, readCells } from '../../../src/hotfix/article/read-cells.js';

const english = new Set(['en']);
const head = ['File name', 'File version', 'File size', 'Date', 'Time', 'Platform'];
const ccm = ['Ccmcertfix.exe', '4.0.6221.1193', '17,768', '01-Dec-2008', '01:40', 'x86'];
const read = {
  name: 'Ccmcertfix.exe',
  version: '4.0.6221.1193',
  size: 17768,
  date: { iso: '2008-12-01' },
  time: '01:40',
  platform: 'x86',
  folder: null,
  doubts: [],
};
/** The row of a table with one cell changed. */
const withCell = (column: number, cell: string) => {
  const row = ccm.map((one, i) => (i === column ? cell : one));
  return readCells([head, row], english)!.rows[0];
};

describe('readCells, of headings', () => {
  const row = (cells: string) => cells.split('|');

  it('keeps a row above the heading, and no title', () => {
    const above = ccm.map((cell, i) => (i === 0 ? 'above.dll' : cell));
    const title = ['KB977203 file list', '', '', '', '', ''];
    expect(readCells([title, above, head, ccm], english)!.rows.map(({ name }) => name)).toEqual([
      'above.dll',
      'Ccmcertfix.exe',
    ]);
  });

  it.each(['File size (KB)', 'Size in MB', 'Size (kilobytes)'])('takes no sizes under %j', (heading) => {
    const headings = ['File name', 'File version', 'File size (bytes)', heading];
    const bytes = readCells([headings.slice(0, 3).concat('Date'), ccm.slice(0, 4)], english)!.rows[0]!;
    expect(bytes).toMatchObject({ size: 17768, doubts: [] });
    const [only] =
      readCells([['File name', 'File version', heading, 'Date'], ccm.slice(0, 4)], english)?.rows ?? [];
    expect(only?.size ?? null).toBeNull();
    if (heading.includes('(')) expect(only!.doubts[0]).toMatch(/not in bytes/);
  });

  it('takes the version of the file where that of the product stands beside it', () => {
    const headings = row('File name|Product version|File version|File size');
    expect(readCells([headings, row('a.dll|9.0.0.1|1.0.0.1|100')], english)!.rows[0]).toMatchObject({
      version: '1.0.0.1',
      doubts: [],
    });
  });

  it.each([
    ['whose headings are not known', 'File name|Old version|New version|File size|Date'],
    ['without a heading', null],
  ])('says that two columns may hold versions, in a table %s', (_, headings) => {
    const rows = ['a.dll|1.0.0.1|1.0.0.2|100|01-Jan-2010', 'b.dll|1.0.0.1|1.0.0.3|200|01-Jan-2010'];
    const table = readCells([...(headings === null ? [] : [headings]), ...rows].map(row), english)!;
    expect(table.rows.map(({ doubts }) => doubts.join())).toEqual([
      expect.stringMatching(/another column may hold versions/),
      expect.stringMatching(/another column may hold versions/),
    ]);
  });
});

describe('columnsOfCells', () => {
  it('tells columns from what stands in them', () => {
    expect(columnsOfCells([ccm, ccm], english)).toEqual([
      'name',
      'version',
      'size',
      'date',
      'time',
      'platform',
    ]);
  });

  it.each([
    ['the rest of a size', ['', '', ',123', '']],
    ['the rest of a version', ['', '.2', '', '']],
    ['rows that are left out', ['…', '', '', '']],
    ['rows that are left out in dots', ['...', '...', '...', '...']],
  ])('does not read %s, and says so', (_, cells) => {
    const headings = ['File name', 'File version', 'File size (bytes)', 'Date'];
    const table = readCells([headings, ccm.slice(0, 4), cells, ccm.slice(0, 4)], english)!;
    expect(table.rows).toHaveLength(2);
    expect(table.unread).toEqual([cells.join(' ').trim()]);
  });

  it('takes empty rows for nothing', () => {
    const headings = ['File name', 'File version', 'File size (bytes)', 'Date'];
    const empty = ['-', '', '-', ''];
    expect(readCells([headings, ccm.slice(0, 4), empty, ccm.slice(0, 4)], english)!.unread).toEqual([]);
  });

  it.each([
    ['no names', [['4.0.6221.1193', '17,768', '01-Dec-2008']]],
    ['two columns', [['Ccmcertfix.exe', '17,768']]],
    ['nothing', []],
    ['more columns than a table of files has', [Array.from({ length: 31 }, () => 'a.exe')]],
    [
      'other things',
      [
        ['Name', 'Value', 'Comment'],
        ['x', 'y', 'z'],
      ],
    ],
  ])('is null for %s', (_, rows) => {
    expect(columnsOfCells(rows, english)).toBeNull();
  });
});

describe('readCells', () => {
  it('reads rows below a heading', () => {
    expect(readCells([head, ccm], english)).toEqual({
      columns: ['name', 'version', 'size', 'date', 'time', 'platform'],
      rows: [read],
      unread: [],
      isHeaded: true,
    });
  });

  it('leaves out rules, empty rows and the heading when it comes again', () => {
    expect(
      readCells([head, head.map(() => '---'), ccm, head.map(() => ''), head, ccm], english)!.rows,
    ).toEqual([read, read]);
  });

  it('reads rows without a heading, and rows whose columns are known', () => {
    expect(readCells([ccm, ccm], english)).toMatchObject({ isHeaded: false, rows: [read, read] });
    expect(readCells([['a.exe', '512']], english)).toBeNull();
    expect(readCells([['a.exe', '512']], english, ['name', 'size'])!.rows).toMatchObject([
      { name: 'a.exe', size: 512 },
    ]);
  });

  it('is null for another table', () => {
    expect(
      readCells(
        [
          ['Name', 'Value'],
          ['a', 'b'],
        ],
        english,
      ),
    ).toBeNull();
  });

  it.each([
    [1, 'Not applicable', { version: null, doubts: [] }],
    [1, '', { version: null, doubts: [] }],
    [1, '2600', { version: '2600', doubts: [] }],
    [1, '4.0.6221.1193 (SP1)', { version: '4.0.6221.1193', doubts: [] }],
    [1, '6.5-beta.1', { version: '6.5-beta.1', doubts: ['the version is not a file version'] }],
    [1, 'none yet', { version: null, doubts: ['"none yet" is treated as no version'] }],
    [2, '17,768 bytes', { size: 17768, doubts: [] }],
    [2, '17 768 байт', { size: 17768, doubts: [] }],
    [2, '1,234567', { size: 1234567, doubts: ['the size is written "1,234567"'] }],
    [2, '12x', { size: null, doubts: ['the size "12x" cannot be read'] }],
    [2, '17,768 (bytes)', { size: 17768, doubts: [] }],
    [2, '17,768 (packed)', { size: 17768, doubts: ['the cell of the size has a remark: "17,768 (packed)"'] }],
    [
      1,
      '4.0.6487.2111 (beta)',
      {
        version: '4.0.6487.2111',
        doubts: ['the cell of the version has a remark: "4.0.6487.2111 (beta)"'],
      },
    ],
    [1, '5.1.2600.2180 (xpsp_sp2_rtm.040803-2158)', { version: '5.1.2600.2180', doubts: [] }],
    [1, '4.0.6487.2111 (x86)', { version: '4.0.6487.2111', doubts: [] }],
    [3, '01-Dec-2008 (UTC Zero)', { date: { iso: '2008-12-01' }, doubts: [] }],
    [3, '01-Dec-2008 (UTC)', { date: { iso: '2008-12-01' }, doubts: [] }],
    [4, '1:40 PM', { time: '13:40', doubts: [] }],
    [5, 'x64', { platform: 'x64', doubts: [] }],
    [0, 'Ieframe. dll. mui', { name: 'Ieframe.dll.mui', doubts: [] }],
    [0, 'readme', { name: 'readme', doubts: ['the name has an unknown extension'] }],
  ])('reads column %d with %j', (column, cell, expected) => {
    expect(withCell(column, cell)).toEqual({ ...read, ...expected });
  });

  it('takes sizes for sizes where the heading says "Version"', () => {
    const table = readCells(
      [
        ['File name', 'Version', 'Date', 'Time'],
        ['a.exe', '17,768', '01-Dec-2008', '01:40'],
        ['b.exe', '7,312,896', '01-Dec-2008', '01:40'],
      ],
      english,
    )!;
    expect(table.columns[1]).toBe('size');
    expect(table.rows).toMatchObject([
      { version: null, size: 17768, doubts: ['the heading of the column is version, but it holds sizes'] },
      { version: null, size: 7312896 },
    ]);
  });

  it('keeps rows that have a name and cannot be read', () => {
    const table = readCells([head, ['a.exe', '', '', '', '', ''], ccm], english)!;
    expect(table.rows).toEqual([read]);
    expect(table.unread).toEqual(['a.exe']);
  });
});
