import { describe, expect, it } from 'vitest';
import months from '../../../src/hotfix/article/lexicon/months.json' with { type: 'json' };
import { datesAt } from '../../../src/hotfix/article/read-date.js';
import { rowText } from '../../../src/hotfix/article/row-text.js';

const none = new Set<string>();
/** The dates that take all of a text. */
const whole = (text: string, languages: readonly string[] = []) => {
  const row = rowText(text);
  return datesAt(row, 0, new Set(languages)).filter(({ end }) => end === row.text.length);
};

describe('datesAt', () => {
  it.each([
    '01-Dec-2008',
    '1-Dec-08',
    '01 Dec 2008',
    'December 1, 2008',
    'Dec 1st 2008',
    '2008-12-01',
    '2008/12/1',
    '2008. 12. 1.',
    '2008. december 1.',
    '2008 m. gruodžio 1 d.',
    '2008. gada 1. decembris',
    '1. Dezember 2008',
    '1er décembre 2008',
    '1 de diciembre de 2008',
    '1º de dezembro de 2008',
    '1. prosince 2008',
    '1 grudnia 2008 r.',
    '1 декабря 2008 г.',
    '1 грудня 2008 року',
    '1 Δεκεμβρίου 2008',
    '1 Aralık 2008',
    '1 ธันวาคม 2551',
    '01 בדצמבר 2008',
    '2008年12月1日',
    '2008 年 12 月 1 日',
    '2008년 12월 1일',
    '01 Tháng mười hai, 2008',
    '1-dic-2008',
    '01-דצמ-2008',
    "01-דצמ'-2008",
    '1 בדצמ׳ 2008',
  ])('%j', (text) => {
    expect(whole(text).map(({ value }) => value.iso)).toContain('2008-12-01');
  });

  it.each([
    ['13/12/2008', { iso: '2008-12-13', proves: 'dmy', mark: '/' }],
    ['12/13/2008', { iso: '2008-12-13', proves: 'mdy', mark: '/' }],
    ['05/05/2008', { iso: '2008-05-05' }],
    ['05/06/2008', { iso: '2008-06-05', monthFirst: '2008-05-06', mark: '/' }],
    ['05.06.2008', { iso: '2008-06-05', monthFirst: '2008-05-06', mark: '.' }],
    ['13/14/2008', { iso: null }],
    ['31/04/2008', { iso: null, proves: 'dmy', mark: '/' }],
  ])('%j: which order the numbers prove', (text, value) => {
    expect(whole(text).map((match) => match.value)).toContainEqual(value);
  });

  it.each(Object.entries(months.months))(
    'reads every month by its names in a date of %s',
    (language, list) => {
      list.forEach((names, month) => {
        const iso = `2010-${String(month + 1).padStart(2, '0')}-25`;
        for (const name of names) {
          for (const text of [`25-${name}-2010`, `25 ${name} 2010`, `25-${name}-10`]) {
            expect([text, ...whole(text, [language]).map(({ value }) => value.iso)]).toContain(iso);
          }
        }
      });
    },
  );

  it.each([
    ['10-04-03', '2010-04-03'],
    ['10/13/03', null],
    ['10.04.03.', '2010-04-03'],
  ])('%j: two digits of a year may come first', (text, yearFirst) => {
    expect(whole(text.replace(/\.$/, '')).map(({ value }) => value.yearFirst)).toContain(yearFirst);
  });

  it('reads the year first where nothing else is a day', () => {
    expect(whole('99-12-31').map(({ value }) => value)).toContainEqual({ iso: '1999-12-31', proves: 'ymd' });
    expect(whole('2010-04-03')[0]!.value).toEqual({ iso: '2010-04-03', proves: 'ymd', mark: '-' });
  });

  it.each(['30-Feb-2008', '31-Nov-2009', '29-Feb-2009', '01-Dec-1984', '01-Dec-2050'])(
    '%j is no day of the years that there are hotfixes of',
    (text) => {
      const found = whole(text).filter(({ cost }) => cost === 0);
      expect(found.length).toBeGreaterThan(0);
      for (const { value } of found) expect(value.iso).toBeNull();
    },
  );

  it.each([
    ['1-Jan-69', '2069-01-01', null],
    ['1-Jan-99', '1999-01-01', '1999-01-01'],
    ['1-Jan-08', '2008-01-01', '2008-01-01'],
    ['1-Jan-49', '2049-01-01', '2049-01-01'],
  ])('%j: two digits of a year', (text, _, iso) => {
    expect(whole(text)[0]!.value.iso).toBe(iso);
  });

  it('has both ends where a day may have taken a digit', () => {
    const row = rowText('2008年12月112:30');
    expect(datesAt(row, 0, none).map(({ value }) => value.iso)).toEqual(['2008-12-11', '2008-12-01']);
  });

  it('asks the language where a word is two months', () => {
    // In Croatian `listopad` is October, in Polish and Czech November.
    const months = (language: string) => whole('1 listopad 2008', [language]).map(({ value }) => value.iso);
    expect(months('hr')).toEqual(['2008-10-01']);
    expect(months('pl')).toEqual(['2008-11-01']);
    const unknown = whole('1 listopad 2008');
    expect(unknown.map(({ value }) => value.iso).sort()).toEqual(['2008-10-01', '2008-11-01']);
    for (const { cost } of unknown) expect(cost).toBeGreaterThan(0);
  });

  it.each(['', 'x86', '17,768', '01:40', 'Dec', '4.0.6221.1193'])('%j begins with no date', (text) => {
    expect(datesAt(rowText(text), 0, none)).toEqual([]);
  });

  it('is no part of a version', () => {
    expect(datesAt(rowText('1.2.03.4'), 0, none)).toEqual([]);
  });
});

describe('datesAt, of days that are none', () => {
  it.each([
    ['2008-02-29', '2008-02-29'],
    ['2009-02-29', null],
    ['2000-02-29', '2000-02-29'],
    ['2009-04-31', null],
    ['2009-12-31', '2009-12-31'],
    ['2009-13-01', null],
    ['2009-00-10', null],
    ['1985-01-01', '1985-01-01'],
    ['1984-01-01', null],
    ['2049-12-31', '2049-12-31'],
    ['2050-01-01', null],
  ])('%s: %s', (text, iso) => {
    expect(whole(text)[0]?.value.iso ?? null).toBe(iso);
  });
});
