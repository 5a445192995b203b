import { expect, it } from 'vitest';
import { headersOf, longestLine } from '../../../src/hotfix/article/line-headers.js';

const columns = ['name', 'version', 'size'];

it.each([
  ['headings', 'File name File version File size', columns],
  ['headings in marks of code', ' `File name`  `File version` `File size`', columns],
  ['a sentence', 'The file name has no version.', undefined],
  ['a line beyond all sense', `File name File version File size ${' '.repeat(longestLine)}`, undefined],
])('%s: %#', (_, text, expected) => {
  const cells = { kind: 'cells' as const, rows: [['File name', 'File version', 'File size']] };
  const headers = headersOf([cells, { kind: 'line', text, heading: false }]);
  expect(headers.map((header) => header?.columns)).toEqual([undefined, expected]);
});
