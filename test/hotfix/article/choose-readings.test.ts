import { describe, expect, it } from 'vitest';
import { chooseReadings } from '../../../src/hotfix/article/choose-readings.js';
import type { ColumnKind } from '../../../src/hotfix/article/lexicon.js';
import { rowText } from '../../../src/hotfix/article/row-text.js';
import { segmentRow } from '../../../src/hotfix/article/segment-row.js';

const columns: ColumnKind[] = ['name', 'version', 'size', 'date', 'time', 'platform'];
const choose = (...lines: string[]) =>
  chooseReadings(lines.map((line) => segmentRow(rowText(line), columns, { languages: new Set(['en']) })));

describe('chooseReadings', () => {
  it('has nothing for a row without a reading', () => {
    expect(choose('prose', 'a.exe 4.0.0.1 512 01-Dec-2008 01:40 x86')).toMatchObject([
      null,
      { reading: { name: 'a.exe' }, doubt: null },
    ]);
    expect(chooseReadings([])).toEqual([]);
  });

  it('doubts no row that can be read in one way only', () => {
    expect(choose('Ccmcertfix.exe 4.0.6221.1193 17,768 01-Dec-2008 01:40 x86')).toMatchObject([
      { reading: { version: '4.0.6221.1193', size: 17768 }, doubt: null },
    ]);
  });

  it('doubts a row that stands alone and can be read in two ways', () => {
    const [choice] = choose('Ccm.exe4.0.6221.119317,76801-Dec-200801:40x86');
    expect(choice!.doubt).toMatch(/^could also be version 4\.0\.6221\./);
  });

  it('lets rows with one version prove where it ends', () => {
    // Sizes as linkers pad them: multiples of 512.
    const sizes = ['17,408', '26,112', '315,904', '49,664', '58,368', '612,352'];
    const choices = choose(
      ...sizes.map((size, i) => `File${'abcdef'[i]}.dll4.0.6221.1193${size}01-Dec-200801:40x86`),
    );
    expect(choices.map((choice) => choice!.reading.version)).toEqual(sizes.map(() => '4.0.6221.1193'));
    expect(choices.map((choice) => choice!.reading.size)).toEqual([
      17408, 26112, 315904, 49664, 58368, 612352,
    ]);
    expect(choices.map((choice) => choice!.doubt)).toEqual(sizes.map(() => null));
  });

  it('doubts a day that cannot be', () => {
    const [choice] = choose('a.exe 4.0.0.1 512 31-Nov-2008 01:40 x86');
    expect(choice!.doubt).toBe('a date or time in it is impossible');
  });

  it('takes rows that say the same for one', () => {
    const row = 'Ccm.exe4.0.6221.119317,76801-Dec-200801:40x86';
    const [alone] = choose(row);
    for (const choice of choose(row, row, row, row, row)) expect(choice).toEqual(alone);
  });
});
