import { describe, expect, it } from 'vitest';
import { factTables } from '../../../src/hotfix/article/fact-tables.js';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { caught } from '../../support/caught.js';

const facts = [
  ['File name', 'a.msp'],
  ['Version', '1.2.3.4'],
  ['Size', '444,928'],
];
const turned = [
  ['File name', 'Version', 'Size'],
  ['a.msp', '1.2.3.4', '444,928'],
];

describe('factTables', () => {
  it.each<[string, string[][], { title: string | null; rows: string[][] }[] | null]>([
    ['facts of one file', facts, [{ title: null, rows: turned }]],
    [
      'facts below the names of both columns',
      [['Property', 'Value'], ...facts],
      [{ title: null, rows: turned }],
    ],
    ['facts below an empty heading', [['', ''], ['---', '---'], ...facts], [{ title: null, rows: turned }]],
    [
      'facts below a title',
      [['File information', ''], ...facts],
      [{ title: 'File information', rows: turned }],
    ],
    [
      'facts below a title of each processor',
      [['x86', ''], ...facts, ['x64', ''], ...facts],
      [
        { title: 'x86', rows: turned },
        { title: 'x64', rows: turned },
      ],
    ],
    [
      'a column for each file',
      facts.map(([heading, value]) => [heading!, value!, value!]),
      [{ title: null, rows: [...turned, turned[1]!] }],
    ],
    ['a group for each file', [...facts, ...facts], [{ title: null, rows: [...turned, ...turned] }]],
    [
      'a fact without a value',
      [...facts, ['Prerequisites', ''], ['Language', 'English']],
      [
        {
          title: null,
          rows: [
            [...turned[0]!, 'Prerequisites', 'Language'],
            [...turned[1]!, '', 'English'],
          ],
        },
      ],
    ],
    [
      'no facts of a file',
      [
        ['Product', 'Windows'],
        ['Version', '6.1'],
      ],
      null,
    ],
    [
      'headings above the cells',
      [
        ['File name', 'Version'],
        ['a.msp', '1.2.3.4'],
      ],
      null,
    ],
    ['a file above the facts', [['b.msp', '1.1.1.1'], ...facts], null],
  ])('turns %s', (_, rows, expected) => {
    expect(factTables(rows)).toEqual(expected);
  });
});

const file = { name: 'a.msp', version: '1.2.3.4', size: 444928 };
const html = (rows: readonly (readonly string[])[], cell = 'td') =>
  `<html><body><h1>KB900001</h1><table>${rows.map((row) => `<tr>${row.map((text) => `<${cell}>${text}</${cell}>`).join('')}</tr>`).join('')}</table></body></html>`;

describe('an article with rows of facts', () => {
  it.each([
    ['HTML', html(facts)],
    ['HTML with colons', html(facts.map(([heading, value]) => [`${heading}:`, value!]))],
    [
      'HTML below a title',
      html([]).replace(
        '</table>',
        `<tr><th colspan="2">File information</th></tr>${html(facts).split('<table>')[1]}`,
      ),
    ],
    ['HTML below the names of columns', html([['Property', 'Value'], ...facts])],
    [
      'Markdown',
      `# KB900001\n\n| File name | a.msp |\n|---|---|\n| Version | 1.2.3.4 |\n| Size | 444,928 |\n`,
    ],
    [
      'Markdown below the names of columns',
      `# KB900001\n\n| Property | Value |\n|---|---|\n| File name | a.msp |\n| File version | 1.2.3.4 |\n| File size | 444,928 |\n`,
    ],
    [
      'Markdown below an empty heading',
      `# KB900001\n\n| | |\n|---|---|\n| **File name** | \`a.msp\` |\n| **Version** | 1.2.3.4 |\n| **Size** | 444,928 bytes |\n`,
    ],
  ])('is read in %s', (_, article) => {
    const { sections, warnings } = importArticle(article);
    expect(sections.map(({ files }) => files)).toMatchObject([[file]]);
    expect(warnings).toEqual([]);
  });

  it('has a section for the processor of each title', () => {
    const article = html([['x86', ''], ...facts, ['x64', ''], ...facts]);
    const { sections } = importArticle(article);
    expect(sections.map(({ title, files }) => [title, files])).toMatchObject([
      ['x86', [file]],
      ['x64', [file]],
    ]);
  });

  it('is no table where nothing names a file', () => {
    expect(
      caught(() =>
        importArticle(
          html([
            ['Product', 'Windows'],
            ['Version', '6.1'],
            ['Size', '3'],
          ]),
        ),
      ).code,
    ).toBe('ARTICLE_NO_TABLE');
  });
});
