import { describe, expect, it } from 'vitest';
import { cellsOfLine, textOfRow } from '../../../../src/hotfix/article/rules/table-rows.js';

describe('cellsOfLine', () => {
  it.each([
    ['| a | b |', ['a', 'b']],
    ['| a \\| b |  |', ['a \\| b', '']],
    ['|a', ['a']],
  ])('of %j', (line, cells) => {
    expect(cellsOfLine(line)).toEqual(cells);
  });
});

describe('textOfRow', () => {
  it.each([
    [['Status', 'Withdrawn'], 'Status: Withdrawn'],
    [['Stop.', 'Go.'], 'Stop. Go.'],
    [['i386\\hotfix', 'x'], 'i386\\hotfix x'],
    [['a', 'b', 'c'], 'a b c'],
    [['a'], 'a'],
  ])('of %j', (cells, text) => {
    expect(textOfRow(cells)).toBe(text);
  });
});
