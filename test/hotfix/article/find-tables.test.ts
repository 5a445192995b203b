import { describe, expect, it } from 'vitest';
import { textBlocks } from '../../../src/hotfix/article/article-blocks.js';
import { findTables, tooLarge } from '../../../src/hotfix/article/find-tables.js';

const english = new Set(['en']);
const row = 'A.dll 1.0.0.1 1,234 01-Jan-2009 12:00 x86';
const find = (...lines: string[]) => findTables(textBlocks(lines.join('\n')), english).tables;
const shapeOf = (tables: ReturnType<typeof find>) =>
  tables.map(({ title, rows, unread, isHeaded }) => [title, rows.length, unread.length, isHeaded]);

describe('findTables', () => {
  it.each<[string, string[], unknown[]]>([
    ['none in a text', ['Some words', 'and others at 12:00.'], []],
    [
      'one below its columns, with the line above as its title',
      ['For x86', 'File name File version File size Date Time Platform', row, row],
      [['For x86', 2, 0, true]],
    ],
    [
      'rows that lack something, and no prose, below its columns',
      [
        'For x86',
        'File name File version File size Date Time Platform',
        row,
        'no extension 1.0.0.3 300 01-Jan-2010 10:00 x86',
        'D.dll',
        'E.dll 1.0.0.5',
        row,
        'Setup.exe installs the files in this table.',
      ],
      [['For x86', 2, 3, true]],
    ],
    [
      'names alone below a table of cells, but for packages of the hotfix',
      [
        'For x86',
        'File name\tFile version\tFile size\tDate\tTime\tPlatform',
        'A.dll\t1.0.0.1\t1,234\t01-Jan-2009\t12:00\tx86',
        'B.dll\t\t\t\t\t',
        'C.dll',
        '',
        'D.dll',
        'SCCM2007-SP2-KB900001-ENU.msi',
        'E.dll',
      ],
      [['For x86', 1, 3, true]],
    ],
    ['one without columns', ['For x86', row, row], [['For x86', 2, 0, false]]],
    [
      'columns without a row',
      ['For x86', 'File name File version File size Date Time Platform'],
      [['For x86', 0, 0, true]],
    ],
    [
      'two, each with its title',
      ['For x86', row, 'For x64', row],
      [
        ['For x86', 1, 0, false],
        ['For x64', 1, 0, false],
      ],
    ],
  ])('finds %s', (_, lines, expected) => {
    expect(shapeOf(find(...lines))).toEqual(expected);
  });

  it.each(['...', '[…]'])('takes a line that says that rows are left out for one: %s', (gap) => {
    const cells = 'A.dll\t1.0.0.1\t1,234\t01-Jan-2009\t12:00\tx86';
    for (const lines of [
      ['File name File version File size Date Time Platform', row, gap],
      ['File name\tFile version\tFile size\tDate\tTime\tPlatform', cells, gap],
    ]) {
      expect(shapeOf(find(...lines))).toEqual([['', 1, 1, true]]);
    }
    expect(find('Text', gap, 'Text')).toEqual([]);
  });

  it.each([
    ['B.dll is unchanged', [['', 1, 1, true]]],
    [
      'Fabrikam-KB900001-x64.exe for servers',
      [
        ['', 1, 0, true],
        ['Fabrikam-KB900001-x64.exe for servers', 1, 0, false],
      ],
    ],
  ])('takes a row of one text that names no package for a row: %s', (text, expected) => {
    const head = ['File name', 'File version', 'File size', 'Date', 'Time', 'Platform'];
    const cells = ['A.dll', '1.0.0.1', '1,234', '01-Jan-2009', '12:00', 'x86'];
    const rows = [head, cells, [text, '', '', '', '', ''], ...(expected.length > 1 ? [cells] : [])];
    expect(shapeOf(findTables([{ kind: 'cells', rows }], english).tables)).toEqual(expected);
  });

  it('reads cells as rows with nothing to choose', () => {
    const cells = [
      ['File name', 'File version', 'File size', 'Date', 'Time', 'Platform'],
      ['A.dll', '1.0.0.1', '1,234', '01-Jan-2009', '12:00', 'x86'],
    ];
    const { tables } = findTables([{ kind: 'cells', rows: cells }], english);
    expect(tables[0]!.rows).toEqual([expect.objectContaining({ name: 'A.dll', size: 1234, doubts: [] })]);
  });
});

it('tooLarge says how much of what a manifest takes', () => {
  expect(tooLarge('rows', 2, 3)).toMatchObject({
    code: 'ARTICLE_TOO_LARGE',
    facts: { expected: 2, found: 3 },
  });
});
