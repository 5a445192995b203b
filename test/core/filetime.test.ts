import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dateToFiletime, filetimeToDate } from '../../src/core/filetime.js';
import { runs } from '../support/thorough.js';

// 116444736000000000 is the distance between the epochs that the win32 docs give.
it.each([
  ['the Unix epoch', 116_444_736_000_000_000n, '1970-01-01T00:00:00.000Z'],
  ['one tick after the epoch of FILETIME', 10_000n, '1601-01-01T00:00:00.001Z'],
  ['2009-12-31', 129_067_775_980_000_000n, '2009-12-31T23:59:58.000Z'],
])('%s', (_name, filetime, date) => {
  expect(filetimeToDate(filetime)?.toISOString()).toBe(date);
  expect(dateToFiletime(new Date(date))).toBe(filetime);
});

it('zero means that nobody set it', () => {
  expect(filetimeToDate(0n)).toBeNull();
});

it('the highest values are dates or nothing', () => {
  const date = filetimeToDate(0xffff_ffff_ffff_ffffn);
  expect(date === null || !Number.isNaN(date.getTime())).toBe(true);
});

it('dates come back', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1601-01-02'), noInvalidDate: true }), (date) => {
      return filetimeToDate(dateToFiletime(date))?.getTime() === date.getTime();
    }),
    { seed: 1, numRuns: runs(500) },
  );
});
