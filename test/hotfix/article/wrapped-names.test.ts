import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import { joinWrapped } from '../../../src/hotfix/article/wrapped-names.js';

const facts = ['4.0.6487.2111', '17,768'];

describe('joinWrapped', () => {
  it.each<[string, string[][], string[][]]>([
    [
      'a divided name',
      [
        ['longname', ...facts],
        ['part.dll', '', ''],
      ],
      [['longname\npart.dll', ...facts]],
    ],
    [
      'an extension in the next line',
      [
        ['longname', ...facts],
        ['.dll', '', ''],
      ],
      [['longname\n.dll', ...facts]],
    ],
    [
      'a whole name',
      [
        ['a.dll', ...facts],
        ['b.dll', '', ''],
      ],
      [
        ['a.dll', ...facts],
        ['b.dll', '', ''],
      ],
    ],
    [
      'a row of its own',
      [
        ['longname', ...facts],
        ['part.dll', '4.0.0.1', ''],
      ],
      [
        ['longname', ...facts],
        ['part.dll', '4.0.0.1', ''],
      ],
    ],
    [
      'a heading',
      [
        ['x86 files', '', ''],
        ['part.dll', '', ''],
      ],
      [
        ['x86 files', '', ''],
        ['part.dll', '', ''],
      ],
    ],
  ])('of %s', (_, rows, expected) => {
    expect(joinWrapped(rows, 0)).toEqual(expected);
  });

  it('leaves rows without names', () => {
    expect(joinWrapped([facts], -1)).toEqual([facts]);
  });
});

it('a drawn table with a divided name is read', () => {
  const article = [
    'KB900001',
    '',
    '+-----------+---------------+-----------+',
    '| File name | File version  | File size |',
    '+-----------+---------------+-----------+',
    '| longname  | 4.0.6487.2111 | 17,768    |',
    '| part.dll  |               |           |',
    '| b.dll     | 4.0.6487.2112 | 17,769    |',
    '+-----------+---------------+-----------+',
  ].join('\n');
  const { sections, warnings } = importArticle(article);
  expect(sections.flatMap(({ files }) => files)).toMatchObject([
    { name: 'longnamepart.dll', version: '4.0.6487.2111', size: 17768 },
    { name: 'b.dll', version: '4.0.6487.2112', size: 17769 },
  ]);
  expect(warnings).toEqual([]);
});
