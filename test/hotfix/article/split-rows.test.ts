import { describe, expect, it } from 'vitest';
import type { ColumnKind } from '../../../src/hotfix/article/lexicon.js';
import { splitRows } from '../../../src/hotfix/article/split-rows.js';

const dateFirst: ColumnKind[] = ['date', 'time', 'version', 'size', 'name'];

describe('splitRows', () => {
  it.each([
    [
      'blanks',
      '01-Dec-2008 01:40 4.0.6221.1193 17,768 Ccm.exe 02-Dec-2008 13:05 4.0.6221.1193 18,000 Mcs.dll',
    ],
    [
      'nothing',
      '01-Dec-2008 01:40 4.0.6221.1193 17,768 Ccm.exe02-Dec-2008 13:05 4.0.6221.1193 18,000 Mcs.dll',
    ],
  ])('opens a row at each date and time, with %s before it', (_, text) => {
    expect(splitRows(text, dateFirst).map((row) => row.trim())).toEqual([
      '01-Dec-2008 01:40 4.0.6221.1193 17,768 Ccm.exe',
      '02-Dec-2008 13:05 4.0.6221.1193 18,000 Mcs.dll',
    ]);
  });

  it('keeps all of the text', () => {
    const text = 'Before 01-Dec-2008 01:40 a.exe 02-Dec-2008 13:05 b.exe';
    expect(splitRows(text, dateFirst).join('')).toBe(text);
  });

  it.each([
    ['other columns come first', ['name', 'version', 'size', 'date', 'time'], 'a.exe 01-Dec-2008 01:40'],
    ['no time follows', dateFirst, '01-Dec-2008 4.0.6221.1193 17,768 Ccm.exe'],
    ['the day is none', dateFirst, '30-Feb-2008 01:40 Ccm.exe'],
    ['the time is none', dateFirst, '01-Dec-2008 25:40 Ccm.exe'],
    ['there is nothing', dateFirst, ''],
  ] as const)('keeps it whole where %s', (_, columns, text) => {
    expect(splitRows(text, columns)).toEqual([text]);
  });
});
