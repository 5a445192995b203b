import { expect, it } from 'vitest';
import { PICTURE, pictures, pictureText } from '../../../src/hotfix/article/picture-text.js';

const md5 = 'ab12'.repeat(8);

it.each([
  [{ alt: md5 }, md5],
  [{ title: md5, alt: 'MD5' }, md5],
  [{ value: md5, type: 'hidden' }, md5],
  [{ alt: 'hash' }, PICTURE],
  [{}, PICTURE],
  [{ src: 'images/spacer.gif' }, ''],
  [{ width: '1px' }, ''],
  [{ hidden: '' }, ''],
])('%j stands for %j', (attributes, text) => {
  expect(pictureText(attributes)).toBe(text);
});

it('pictures have no text', () => {
  expect(['img', 'svg', 'input', 'span'].map((name) => pictures.has(name))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
