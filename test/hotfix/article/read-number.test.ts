import { describe, expect, it } from 'vitest';
import { sizesAt, versionsAt } from '../../../src/hotfix/article/read-number.js';
import { rowText } from '../../../src/hotfix/article/row-text.js';

describe('sizesAt', () => {
  it.each([
    ['17,768', 17768, ','],
    ['17.768', 17768, '.'],
    ['17 768', 17768, ' '],
    ["17'768", 17768, "'"],
    ['17768', 17768, ''],
    ['7,312,896', 7312896, ','],
    ['1,234, 567', 1234, ','],
    ['7, 312, 896', 7312896, ','],
    ['0', 0, ''],
    ['512 bytes', 512, ''],
    ['17,768.00', 17768, ','],
    ['17 768 байт', 17768, ' '],
    ['17,768 バイト', 17768, ','],
    ['999999999999', 999999999999, ''],
  ])('%j: %d', (text, value, grouping) => {
    expect(sizesAt(rowText(text), 0)[0]).toMatchObject({ value, grouping });
  });

  it('takes the unit and decimals that are zero as part of a size', () => {
    for (const text of ['512 bytes', '17,768.00', '17 768 байт']) {
      const row = rowText(text);
      expect(sizesAt(row, 0)[0]!.end).toBe(row.text.length);
    }
  });

  it('finds every way to end one that is glued to what follows', () => {
    // 17,768 and the first day of a month, or 177,680 and nothing.
    const found = sizesAt(rowText('17,76801-Dec'), 0);
    expect(found.map(({ value }) => value)).toEqual([17768, 17, 1]);
    expect(sizesAt(rowText('1776801'), 0).map(({ value }) => value)).toEqual([
      1776801, 177680, 17768, 1776, 177, 17, 1,
    ]);
  });

  it.each(['', 'x86', ',768', '-5'])('%j begins with no size', (text) => {
    expect(sizesAt(rowText(text), 0)).toEqual([]);
  });

  it.each([
    ['017', [0]],
    ['1234567890123', Array.from({ length: 12 }, (_, i) => Number('123456789012'.slice(0, 12 - i)))],
  ])('%j: no number that begins with 0, or has more than twelve digits', (text, values) => {
    expect(sizesAt(rowText(text), 0).map(({ value }) => value)).toEqual(values);
  });

  it('wants one mark throughout', () => {
    expect(sizesAt(rowText('1,234.567'), 0)[0]).toMatchObject({ value: 1234, grouping: ',' });
  });
});

describe('versionsAt', () => {
  it.each([
    ['4.0.6221.1193', '4.0.6221.1193', 0],
    ['2.0.0', '2.0.0', 1],
    ['2.0', '2.0', 4],
    ['1.2.3.4.5', '1.2.3.4.5', 4],
    ['4,0,6221,1193', '4,0,6221,1193', 1],
    ['4, 0, 6221, 1193', '4, 0, 6221, 1193', 1],
    ['6.0.6002.0123', '6.0.6002.0123', 1],
  ])('%j', (text, value, cost) => {
    expect(versionsAt(rowText(text), 0)[0]).toEqual({ end: text.length, value, cost });
  });

  it('ends the last number at each of its digits', () => {
    expect(versionsAt(rowText('5.2.3790.316317,768'), 0).map(({ value }) => value)).toEqual(
      expect.arrayContaining(['5.2.3790.31631', '5.2.3790.3163', '5.2.3790.3']),
    );
  });

  it.each([
    ['numbers beyond 65535', '1.2.3.65536', '1.2.3.6553'],
    ['six numbers', '1.2.3.4.5.6', '1.2.3.4.5'],
  ])('has none of %s', (_, text, longest) => {
    expect(versionsAt(rowText(text), 0)[0]!.value).toBe(longest);
  });

  it.each(['', '17768', '.5', 'v4.0'])('%j begins with no version', (text) => {
    expect(versionsAt(rowText(text), 0)).toEqual([]);
  });

  it('counts from the place that is asked for', () => {
    expect(versionsAt(rowText('Ccm.exe 4.0.6221.1193 x86'), 8)[0]).toEqual({
      end: 21,
      value: '4.0.6221.1193',
      cost: 0,
    });
  });
});
