import { describe, expect, it } from 'vitest';
import { textBlocks } from '../../../src/hotfix/article/article-blocks.js';

const line = (text: string, heading = false) => ({ kind: 'line', text, heading });
const cells = (...rows: string[][]) => ({ kind: 'cells', rows });

describe('textBlocks', () => {
  it('takes lines for lines', () => {
    expect(textBlocks('One\r\ntwo\rthree')).toEqual([line('One'), line('two'), line('three')]);
  });

  it.each([
    ['# File information', line('File information', true)],
    ['  ### SP1', line('SP1', true)],
    ['**SP1 file information**', line('**SP1 file information**', true)],
    ['**SP1:**', line('**SP1:**', true)],
    ['a **bold** word', line('a **bold** word')],
    ['#no heading', line('#no heading')],
  ])('%j', (text, expected) => {
    expect(textBlocks(text)).toEqual([expected]);
  });

  it('knows a heading by the rule below it', () => {
    expect(textBlocks('SP1\n===\nText')).toEqual([line('SP1', true), line('==='), line('Text')]);
    expect(textBlocks('SP1\n--\nText')[0]).toEqual(line('SP1'));
  });

  it.each([
    [
      '| A | B |\n|---|---|\n| 1 | 2 |',
      [
        ['A', 'B'],
        ['---', '---'],
        ['1', '2'],
      ],
    ],
    [
      'A | B | C | D\n1 | 2 | 3 | 4',
      [
        ['A', 'B', 'C', 'D'],
        ['1', '2', '3', '4'],
      ],
    ],
    ['| a \\| b | c |', [['a \\| b', 'c']]],
    ['| one<br>two | x<BR/>y |', [['one\ntwo', 'x\ny']]],
    [
      'A\tB\tC\n1\t\t3',
      [
        ['A', 'B', 'C'],
        ['1', '', '3'],
      ],
    ],
    [
      'A\tB\tC\n1\t\t\n\t\t3',
      [
        ['A', 'B', 'C'],
        ['1', '', ''],
        ['', '', '3'],
      ],
    ],
  ])('reads the cells of %j', (text, rows) => {
    expect(textBlocks(text)).toEqual([cells(...rows)]);
  });

  it('ends a table where its mark ends', () => {
    expect(textBlocks('| A | B |\nA\tB\tC\ntext')).toEqual([
      cells(['A', 'B']),
      cells(['A', 'B', 'C']),
      line('text'),
    ]);
  });

  const head = ['File name', 'File version', 'File size', 'Date', 'Time', 'Platform'];
  const first = ['Ccmcertfix.exe', '4.0.6221.1193', '17,768', '01-Dec-2008', '01:40', 'x86'];
  const second = ['Mcs.msi', 'Not applicable', '7,312,896', '01-Dec-2008', '01:40', 'x86'];

  it('reads a table with a cell a line, with empty lines between', () => {
    expect(textBlocks([...head, ...first, ...second, 'Note'].join('\n'))).toEqual([
      cells(head, first, second),
      line('Note'),
    ]);
    expect(textBlocks([...head, ...first].join('\n\n'))).toEqual([cells(head, first)]);
  });

  it('takes no row that is cut off', () => {
    expect(textBlocks([...head, ...first, ...second.slice(0, 4)].join('\n'))).toEqual([
      cells(head, first),
      ...second.slice(0, 4).map((text) => line(text)),
    ]);
  });

  it.each([
    ['no row follows', [...head, 'The files are listed.']],
    ['too few columns are known', ['File name', 'File size', ...first]],
  ])('makes no table where %s', (_, lines) => {
    expect(textBlocks(lines.join('\n'))).toEqual(lines.map((text) => line(text)));
  });
});
