import { describe, expect, it } from 'vitest';
import { displayWidth, type TextColumn, textTableLines } from '../../src/cli/text-table.js';
import { itThorough } from '../support/thorough.js';

const textTable = (columns: readonly TextColumn[], rows: readonly (readonly string[])[]) => [
  ...textTableLines(columns, rows),
];

describe('textTableLines', () => {
  it('aligns columns, numbers to the right, and pads no line at its end', () => {
    const lines = textTable(
      [{ title: 'Name' }, { title: 'Size', align: 'right' }, { title: 'Note' }],
      [
        ['a', '5', ''],
        ['longer name', '1234', 'x'],
      ],
    );
    expect(lines).toEqual(['Name         Size  Note', 'a               5', 'longer name  1234  x']);
  });

  it.each([
    { width: 23, expected: ['Name         Size  Note', 'longer name  1234  x'] },
    { width: 22, expected: ['Size  Note  Name', '1234  x     longer name'] },
  ])('puts the widest column last where $width columns are too few for all', ({ width, expected }) => {
    const columns: TextColumn[] = [{ title: 'Name' }, { title: 'Size', align: 'right' }, { title: 'Note' }];
    expect([...textTableLines(columns, [['longer name', '1234', 'x']], width)]).toEqual(expected);
  });

  it('counts wide characters as two and marks as none', () => {
    const lines = textTable(
      [{ title: 'Name' }, { title: 'X' }],
      [
        ['ソフト', '1'],
        ['e\u0301te\u0301', '2'],
        ['Größe', '3'],
        ['𠀀', '4'],
      ],
    );
    expect(lines).toEqual(['Name    X', 'ソフト  1', 'e\u0301te\u0301     2', 'Größe   3', '𠀀      4']);
  });

  // Widths as UAX #11 gives them; a halfwidth katakana is narrow, its fullwidth punctuation is not.
  it.each([
    ['文件名称', 8],
    ['ﾌｧｲﾙ', 4],
    ['￥１', 4],
    ['Ф᠎', 1],
    ['한글', 4],
    ['\u1112\u1161\u11ab', 2],
    ['Tệp', 3],
    ['a\u200bb', 2],
    ['〿', 1],
    ['📦', 2],
    ['⚡', 2],
  ])('gives %s the width %d', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('takes rows that are short, and no rows', () => {
    expect(textTable([{ title: 'A' }, { title: 'B' }], [['1']])).toEqual(['A  B', '1']);
    expect(textTable([{ title: 'A' }], [])).toEqual(['A']);
  });

  it('shows what a terminal would act on', () => {
    const [, line] = textTable([{ title: 'Name' }], [['a\u001b[2Jb\nc\td']]);
    expect(line).toBe('a\\x1b[2Jb\\x0ac\\x09d');
  });

  itThorough('is not led astray by a great many rows', () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => [String(i)]);
    expect(textTable([{ title: 'N' }], rows)).toHaveLength(200_001);
  });
});

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['日本', 4],
    ['한국어', 6],
    ['ｆｕｌｌ', 8],
    ['e\u0301', 1],
    ['a\u200db', 2],
    ['\u{1f600}', 2],
    ['Ж', 1],
  ])('%j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

it('does not make every row as long as the longest cell', () => {
  const rows = [['x'.repeat(100_000), '1'], ...Array.from({ length: 5000 }, () => ['a', '2'])];
  const lines = textTable([{ title: 'Name' }, { title: 'Count' }], rows);
  expect(lines.reduce((sum, line) => sum + line.length, 0)).toBeLessThan(20 * 2 ** 20);
  expect(lines[1]).toBe(`${'x'.repeat(100_000)}  1`);
});
