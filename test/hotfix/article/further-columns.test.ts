import { describe, expect, it } from 'vitest';
import { furtherColumns, notComparedColumns } from '../../../src/hotfix/article/further-columns.js';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const file = { path: 'a.dll', name: 'a.dll', size: 17768, version: '4.0.6487.2111', platform: 'x86' };
const known = {
  'File name': 'a.dll',
  'File version': '4.0.6487.2111',
  'File size': '17,768',
  Date: '08-Oct-2009',
};

const html = (cells: Readonly<Record<string, string>>): string => {
  const row = (tag: string, texts: string[]) =>
    `<tr>${texts.map((text) => `<${tag}>${text}</${tag}>`).join('')}</tr>`;
  return `<h3>Files</h3><table>${row('th', Object.keys(cells))}${row('td', Object.values(cells))}</table>`;
};
const markdown = (cells: Readonly<Record<string, string>>): string => {
  const row = (texts: string[]) => `| ${texts.join(' | ')} |`;
  const keys = Object.keys(cells);
  return ['# Files', '', row(keys), row(keys.map(() => '-')), row(Object.values(cells)), ''].join('\n');
};

describe('a further column', () => {
  it.each([
    ['Product version', '9.9.9.9'],
    ['Assembly version', '9.9.9.9'],
    ['Produktversion', '9.9.9.9'],
    ['Remarks', '9.9.9.9'],
    ['Bytes', '99'],
    ['Size on disk', '20,480'],
    ['Compressed size', '99'],
    ['Length', '99'],
    ['Language', 'German'],
    ['Locale', '1031'],
    ['Langue', 'Allemand'],
    ['\u8a00\u8a9e', '\u30c9\u30a4\u30c4\u8a9e'],
    ['Signed by', 'Contoso'],
    ['Internal name', 'FIXTURE'],
    ['Status', 'Withdrawn'],
    ['Action', 'deleted'],
    ['Comments', 'No longer available.'],
    ['Release', 'Not included'],
    ['Notes', 'version 9.9.9.9 on SP2'],
    ['Remark', '20,480 bytes in Japanese'],
    ['x64', '20,480'],
    ['x64', '9.9.9.9'],
    ['64-bit', '20480'],
    ['Build', '7601'],
    ['Superseded by', 'KB900002'],
    ['Ersetzt durch', 'KB900002'],
    ['Service branch', 'Beta'],
    ['SP', 'Beta'],
    ['Channel', 'Fast'],
    ['Variante', 'Debug'],
    ['Status', 'Beta'],
    ['Comments', 'The size is wrong'],
    ['Notes', 'Draft'],
  ])('that states something of a file is named: %s', (heading, value) => {
    for (const text of [html, markdown]) {
      const article = importArticle(text({ ...known, [heading]: value }));
      const { ok, warnings } = verifyFiles([file], article);
      const message = `the table states something of its files in a further column, which is not compared: "${heading}"`;
      expect({ ok, warnings }).toEqual({ ok: true, warnings: [{ code: 'VERIFY_NOT_COMPARED', message }] });
    }
  });

  it.each([
    ['Description', 'Certificates of clients'],
    ['Comment', 'Version 2 of the protocol'],
    ['Comment', 'Replaces version 4.0.6487.2000'],
    ['Comment', 'Replaces the previous release'],
    ['Comment', 'Version 4.0.6487.2111 as in SP2'],
    ['x64', 'Yes'],
    ['Language', 'n/a'],
    ['Language', ''],
    ['Bytes', '-'],
    ['KB article', '977203'],
    ['Previous version', '4.0.6487.2000'],
    ['Minimum Windows version', '6.0.6000.0'],
    ['SP requirement', 'SP2'],
    ['Service branch', 'QFE'],
    ['Platform', 'x86'],
    ['Status', 'Updated'],
    ['Action', 'Replaces the file that was removed'],
  ])('that states nothing of it is not: %s, %s', (heading, value) => {
    const article = importArticle(html({ ...known, [heading]: value }));
    expect(verifyFiles([file], article).warnings).toEqual([]);
  });

  it.each([
    ['Included', 'Yes', 'No'],
    ['Included', 'No', 'No'],
    ['Status', 'New', 'Not in the x86 package'],
    ['Delivery', 'Shipped', 'Withheld'],
    ['Package', 'A', 'B'],
    ['Enthalten', 'Ja', 'Nein'],
    ['Inclus', 'Oui', 'Non'],
    ['\u542b\u307e\u308c\u308b', '\u306f\u3044', '\u3044\u3044\u3048'],
    ['Description', 'Kernel', 'Not shipped'],
  ])('that denies something of a file, or says it of some, is named: %s, %s, %s', (heading, one, other) => {
    const columns = ['name', 'version', 'other'] as const;
    const rows = [
      ['a.dll', '1.0.0.1', one],
      ['b.dll', '1.0.0.1', other],
    ];
    const languages = new Set(['de', 'fr', 'ja']);
    expect(furtherColumns(columns, ['File name', 'File version', heading], rows, languages)).toEqual([
      heading,
    ]);
  });

  it.each([
    ['Status', 'Final', 'Final'],
    ['Changed', 'Yes', 'Yes'],
    ['Description', 'Kernel', 'Helper'],
    ['Comment', 'Certificates of clients', 'Certificates of servers that clients ask for'],
    ['KB article', '977203', '977384'],
  ])('that says the same of all files, or tells what they are, is not: %s, %s, %s', (heading, one, other) => {
    const columns = ['name', 'version', 'other'] as const;
    const rows = [
      ['a.dll', '1.0.0.1', one],
      ['b.dll', '1.0.0.1', other],
    ];
    expect(furtherColumns(columns, ['File name', 'File version', heading], rows)).toEqual([]);
  });

  it('below a heading of several columns is named', () => {
    const article = importArticle(
      `<h1>KB900001</h1><table><tr><th rowspan=2>File name</th><th rowspan=2>File version</th><th colspan=2>File size</th></tr>
       <tr><th>x86</th><th>x64</th></tr><tr><td>a.dll</td><td>4.0.6487.2111</td><td>17,768</td><td>20,480</td></tr></table>`,
    );
    expect(verifyFiles([file], article).warnings.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('in a further column, which is not compared: "x64"'),
    );
  });

  it('without a heading is named by its first cell', () => {
    const cells = '<tr><td>a.dll</td><td>4.0.6487.2111</td><td>17,768</td><td>08-Oct-2009</td>';
    const heading = `<tr>${Object.keys(known)
      .map((name) => `<th>${name}</th>`)
      .join('')}</tr>`;
    const warningsOf = (cell: string) => {
      const article = importArticle(`<h3>Files</h3><table>${heading}${cells}<td>${cell}</td></tr></table>`);
      return verifyFiles([file], article).warnings.map(({ message }) => message);
    };
    expect(warningsOf('4.0.6487.9999')).toEqual([
      expect.stringMatching(/further column.*"4\.0\.6487\.9999"$/),
    ]);
    for (const cell of ['', 'QFE', 'Not applicable']) expect(warningsOf(cell)).toEqual([]);
  });

  it('of platforms that differ from the first is named', () => {
    const cells = ['name', 'version', 'platform', 'platform'] as const;
    const rows = [['a.dll', '1.0.0.1', 'x86', 'x64']];
    expect(furtherColumns(cells, ['', '', 'Platform', 'Processor'], rows)).toEqual(['Processor']);
    expect(furtherColumns(cells, [], [['a.dll', '1.0.0.1', 'x86', 'i386']])).toEqual([]);
  });

  it('is named with a few others', () => {
    expect(notComparedColumns(['A', 'B', 'C', 'D', 'E', 'F'])).toMatch(
      /in further columns, which are not compared: "A"; "B"; "C"; "D"; "E"; 1 more$/,
    );
  });
});

it.each([
  ['File size', '17,768 (1,000 compressed)', true],
  ['File size', '17,768 (99999)', true],
  ['File size', '17,768 (17.4 KB)', false],
  ['File size', '17,768 (bytes)', false],
  ['File size', '17,768 (1)', false],
  ['File version', '4.0.6487.2111 (9.9.9.9)', true],
  ['File version', '4.0.6487.2111 (assembly 9.9.9.9)', true],
  ['File version', '4.0.6487.2111 (winmain.091008-1234)', false],
])('a second value in a cell is a doubt: %s %s', (heading, value, isDoubtful) => {
  const { ok, warnings } = verifyFiles([file], importArticle(html({ ...known, [heading]: value })));
  expect([ok, warnings.length > 0]).toEqual([true, isDoubtful]);
});
