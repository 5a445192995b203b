import { expect, it } from 'vitest';
import { GrowingText } from '../../../src/hotfix/article/growing-text.js';

const of = (...pieces: string[]): GrowingText => {
  const text = new GrowingText();
  for (const piece of pieces) text.add(piece);
  return text;
};

it('is the text of its pieces, and begins anew when it is taken', () => {
  const text = of('a.d', '', 'll', ' ');
  expect(text.length).toBe(6);
  expect(text.take()).toBe('a.dll ');
  expect([text.length, text.isBlank, text.take()]).toEqual([0, true, '']);
});

it.each([
  [[], true],
  [[' ', '\n\t'], true],
  [[' ', 'a', ' '], false],
])('of %j, it is blank: %s', (pieces, isBlank) => {
  expect(of(...pieces).isBlank).toBe(isBlank);
});

it.each([
  [0, ''],
  [1, '4'],
  [3, '3.4'],
  [4, '.3.4'],
  [9, '1.2.3.4'],
])('its last %d characters are %j', (most, end) => {
  expect(of('1.2', '.3', '.4').end(most)).toBe(end);
});

it.each([
  [9, '1.2.3.4'],
  [7, '1.2.3.4'],
  [5, '1.2.3'],
  [4, '1.2.'],
  [0, ''],
])('is cut to %d characters: %j', (length, left) => {
  const text = of('1.2', '.3', '.4');
  text.cut(length);
  expect([text.length, text.isBlank]).toEqual([left.length, left === '']);
  text.add('!');
  expect(text.take()).toBe(`${left}!`);
});
