import { describe, expect, it } from 'vitest';
import { timesAt } from '../../../src/hotfix/article/read-time.js';
import { rowText } from '../../../src/hotfix/article/row-text.js';

describe('timesAt', () => {
  it.each([
    ['01:40', '01:40'],
    ['1:40', '01:40'],
    ['01: 40', '01:40'],
    ['01 : 40', '01:40'],
    ['18.40', '18:40'],
    ['03h15', '03:15'],
    ['3시15', '03:15'],
    ['01:40:59', '01:40'],
    ['4:27pm', '16:27'],
    ['4:27 PM', '16:27'],
    ['12:05 AM', '00:05'],
    ['12:05 PM', '12:05'],
    ['16:27 PM', '16:27'],
    ['오후 2:30', '14:30'],
    ['오전 1:40', '01:40'],
    ['午後 2:30', '14:30'],
    ['上午 1:40', '01:40'],
    ['2:30 μμ', '14:30'],
    ['2:30 SA', '02:30'],
    ['٠١:٤٠', '01:40'],
  ])('%j: %s', (text, value) => {
    const row = rowText(text);
    expect(timesAt(row, 0)[0]).toMatchObject({ value, end: row.text.length });
  });

  it.each(['24:00', '01:60', '99:99', '123:40', '16:27 AM'])('%j is no time of day', (text) => {
    expect(timesAt(rowText(text), 0)[0]!.value).toBeNull();
  });

  it.each(['', 'x86', '0140', '01:4', 'pm'])('%j begins with no time', (text) => {
    expect(timesAt(rowText(text), 0)).toEqual([]);
  });

  it('takes no platform for a half of the day', () => {
    // Greek and others shorten to a letter; `a` is no half where a word goes on.
    const found = timesAt(rowText('01:40 amd64'), 0);
    expect(found.map(({ value }) => value)).toContain('01:40');
    expect(timesAt(rowText('01:40x86'), 0)).toEqual([{ end: 5, value: '01:40', cost: 0 }]);
  });

  it('can leave seconds to what follows, at a cost', () => {
    const found = timesAt(rowText('01:40:59'), 0);
    expect(found.map(({ end, cost }) => [end, cost])).toEqual([
      [8, 0],
      [5, 1],
    ]);
  });

  it('trusts a full stop less than a colon', () => {
    expect(timesAt(rowText('18.40'), 0)[0]!.cost).toBeGreaterThan(timesAt(rowText('18:40'), 0)[0]!.cost);
  });
});
