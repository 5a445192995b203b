import { expect, it } from 'vitest';
import { labelledSizes } from '../../../src/hotfix/article/labelled-lines.js';

it.each<[string, string[], [string, string][]]>([
  ['below the name', ['File name: a.exe', 'File size: 1 KB'], [['a.exe', '1 KB']]],
  ['above the name', ['Size: 1 KB', 'Date: 1/1/2009', 'File name: a.exe'], [['a.exe', '1 KB']]],
  ['below their labels', ['File name:', 'a.exe', 'Size:', '1 KB'], [['a.exe', '1 KB']]],
  [
    'of one name, two',
    ['a.exe', 'Size: 1 KB', 'Bytes: 1,024'],
    [
      ['a.exe', '1 KB'],
      ['a.exe', '1,024'],
    ],
  ],
  ['behind a sentence', ['File name: a.exe', 'This is a sentence.', 'Size: 1 KB'], []],
  ['without a name', ['Size: 1 KB'], []],
  ['at the end', ['File name: a.exe', 'Size:'], [['a.exe', '']]],
])('finds sizes %s', (_, lines, sizes) => {
  expect(labelledSizes(lines).map(({ files, value }) => [files[0], value])).toEqual(sizes);
});
