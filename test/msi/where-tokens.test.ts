import { expect, it } from 'vitest';
import { tokenizeWhere } from '../../src/msi/where-tokens.js';
import { caught } from '../support/caught.js';

it('tells words apart and says where they are', () => {
  expect(tokenizeWhere(" `a b`.c>=-12\n'x''y'(\"\" ")).toEqual([
    { kind: 'name', text: 'c', quoted: false, at: 1 },
    { kind: 'operator', text: '>=', at: 8 },
    { kind: 'number', value: -12, at: 10 },
    { kind: 'text', text: "x'y", at: 14 },
    { kind: 'operator', text: '(', at: 20 },
    { kind: 'text', text: '', at: 21 },
    { kind: 'end', at: 23 },
  ]);
});

it('takes quoted names as they are: not for keywords, and with dots', () => {
  expect(tokenizeWhere('`and` [x.y] and')).toEqual([
    { kind: 'name', text: 'and', quoted: true, at: 0 },
    { kind: 'name', text: 'x.y', quoted: true, at: 6 },
    { kind: 'name', text: 'and', quoted: false, at: 12 },
    { kind: 'end', at: 15 },
  ]);
});

it.each([
  ["a = 'b", 4],
  ['a = "b\'', 4],
  ['a ~ b', 2],
  ['a = 1.5', 4],
  ['a = 12x', 4],
  ['`a', 0],
  ['[]', 0],
  ['a.', 1],
])('%j has no words at %d', (text, offset) => {
  expect(caught(() => tokenizeWhere(text))).toMatchObject({ code: 'MSI_BAD_WHERE', facts: { offset } });
});

it('shows the start of a long text only', () => {
  expect(caught(() => tokenizeWhere(`${'a '.repeat(5000)}~`)).message.length).toBeLessThan(300);
});
