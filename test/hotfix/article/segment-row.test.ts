import { describe, expect, it } from 'vitest';
import type { ColumnKind } from '../../../src/hotfix/article/lexicon.js';
import { rowText } from '../../../src/hotfix/article/row-text.js';
import { budgetOfRows, type SegmentOptions, segmentRow } from '../../../src/hotfix/article/segment-row.js';
import { caught } from '../../support/caught.js';

const kbOrder: ColumnKind[] = ['name', 'version', 'size', 'date', 'time', 'platform'];
const dateFirst: ColumnKind[] = ['date', 'time', 'version', 'size', 'name'];
const options = { languages: new Set(['en']) };
const segmentLine = (line: string, columns: ColumnKind[], of: SegmentOptions) =>
  segmentRow(rowText(line), columns, of);
const best = (line: string, columns = kbOrder) => segmentLine(line, columns, options)[0];

const ccm = {
  name: 'Ccmcertfix.exe',
  version: '4.0.6221.1193',
  size: 17768,
  date: { iso: '2008-12-01' },
  time: '01:40',
  platform: 'x86',
  folder: null,
};

describe('segmentRow', () => {
  it.each([
    ['blanks', 'Ccmcertfix.exe 4.0.6221.1193 17,768 01-Dec-2008 01:40 x86'],
    ['tabs', 'Ccmcertfix.exe\t4.0.6221.1193\t17,768\t01-Dec-2008\t01:40\tx86'],
    ['pipes', '| Ccmcertfix.exe | 4.0.6221.1193 | 17,768 | 01-Dec-2008 | 01:40 | x86 |'],
    ['Markdown', '**Ccmcertfix.exe** 4.0.6221.1193 17,768 01-Dec-2008 01:40 x86'],
  ])('reads a row whose columns are parted by %s', (_, line) => {
    expect(best(line)).toMatchObject(ccm);
  });

  it('has the right reading among those of a row without any blank', () => {
    const readings = segmentLine('Ccmcertfix.exe4.0.6221.119317,76801-Dec-200801:40x86', kbOrder, options);
    expect(readings.length).toBeGreaterThan(1);
    expect(readings).toContainEqual(expect.objectContaining(ccm));
    // The version could have taken digits of the size.
    expect(readings).toContainEqual(expect.objectContaining({ version: '4.0.6221.11931', size: 7768 }));
  });

  it('takes other columns in their order', () => {
    expect(best('01-Dec-2008 01:40 4.0.6221.1193 17,768 Ccmcertfix.exe', dateFirst)).toMatchObject({
      ...ccm,
      platform: null,
    });
  });

  it.each([
    ['a processor that the heading does not name', 'a.exe 4.0.0.1 512 01-Dec-2008 01:40 x64', 'x64', null],
    ['a branch behind it', 'a.exe 4.0.0.1 512 01-Dec-2008 01:40 x86 SP2QFE', 'x86', 'SP2QFE'],
    ['neither', 'a.exe 4.0.0.1 512 01-Dec-2008 01:40', null, null],
  ])('finds %s', (_, line, platform, folder) => {
    expect(best(line, kbOrder.slice(0, 5))).toMatchObject({ platform, folder });
  });

  it.each(['Not applicable', 'Not Applicable', 'N/A', '-', '--'])('takes %j for no version', (none) => {
    expect(best(`Mcs.msi ${none} 7,312,896 01-Dec-2008 01:40 x86`)).toMatchObject({
      name: 'Mcs.msi',
      version: null,
      size: 7312896,
      platform: 'x86',
    });
  });

  it('takes what this table writes for "not applicable"', () => {
    const line = 'Mcs.msi entfaellt 512 01-Dec-2008 01:40 x86';
    expect(segmentLine(line, kbOrder, options)).toEqual([]);
    const [reading] = segmentLine(line, kbOrder, { ...options, alsoNone: ['entfaellt'] });
    expect(reading).toMatchObject({ name: 'Mcs.msi', version: null, size: 512 });
  });

  it('marks a day or a time that cannot be', () => {
    expect(best('a.exe 4.0.0.1 512 31-Nov-2008 01:40 x86')).toMatchObject({ impossible: true });
    expect(best('a.exe 4.0.0.1 512 01-Dec-2008 25:40 x86')).toMatchObject({ impossible: true, time: null });
    expect(best('a.exe 4.0.0.1 512 01-Dec-2008 01:40 x86')).toMatchObject({ impossible: false });
  });

  it.each([
    ['nothing', ''],
    ['prose', 'The dates and times for these files are listed in UTC.'],
    ['no name', '4.0.6221.1193 17,768 01-Dec-2008 01:40 x86'],
    ['more than a row', 'Ccmcertfix.exe 4.0.6221.1193 17,768 01-Dec-2008 01:40 x86 and some more text'],
    ['too many characters', `Ccmcertfix.exe ${' '.repeat(5000)}4.0.6221.1193 17,768 01-Dec-2008 01:40`],
  ])('%s has no reading', (_, line) => {
    expect(segmentLine(line, kbOrder.slice(0, 5), options)).toEqual([]);
  });

  it('gives the usual ones first', () => {
    const costs = segmentLine('Ccm.exe4.0.6221.119317,76801-Dec-200801:40', kbOrder, options).map(
      ({ cost }) => cost,
    );
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
  });

  it('keeps a budget for all rows of an article', () => {
    const budget = budgetOfRows();
    const { steps, readings } = budget;
    segmentLine('Ccmcertfix.exe 4.0.6221.1193 17,768 01-Dec-2008 01:40 x86', kbOrder, { ...options, budget });
    expect(budget.steps).toBeLessThan(steps);
    expect(budget.readings).toBeLessThan(readings);
    const spent = { steps: 3, readings: 100 };
    expect(
      caught(() =>
        segmentLine('a.exe 4.0.0.1 512 01-Dec-2008 01:40', kbOrder, { ...options, budget: spent }),
      ),
    ).toMatchObject({ code: 'ARTICLE_TOO_LARGE' });
  });
});

describe('segmentRow, counting its work', () => {
  const stepsOf = (line: string): number => {
    const budget = budgetOfRows();
    const before = budget.steps;
    expect(segmentLine(line, kbOrder, { ...options, budget })).not.toEqual([]);
    return before - budget.steps;
  };

  it.each([
    ['Ccmsetup.exe  4.0.6487.2111  611,688  25-Jan-2010  06:27  x86', 60],
    ['Ccmsetup.exe 4.0.6487.2111 611,688 25-Jan-2010 06:27 x86', 60],
    ['Ccmsetup.exe4.0.6487.2111611,68825-Jan-201006:27x86', 600],
  ])('reads %j in some steps', (line, most) => {
    expect(stepsOf(line)).toBeLessThan(most);
  });
});
