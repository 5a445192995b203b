import { describe, expect, it } from 'vitest';
import { describeColumn } from '../../src/msi/column.js';
import { encodeTable, storeInteger } from '../../src/msi/encode-table.js';
import { caught } from '../support/caught.js';

describe('integers', () => {
  it.each([
    [null, 2, 0],
    [0, 2, 0x8000],
    [1, 2, 0x8001],
    [-1, 2, 0x7fff],
    [32767, 2, 0xffff],
    [-32767, 2, 1],
    [null, 4, 0],
    [0, 4, 0x80000000],
    [-1, 4, 0x7fffffff],
    [2147483647, 4, 0xffffffff],
    [-2147483647, 4, 1],
  ])('%s in %d bytes', (value, width, stored) => {
    expect(storeInteger(value, width)).toBe(stored);
  });

  it.each([
    [-32768, 2],
    [32768, 2],
    [-2147483648, 4],
    [2147483648, 4],
    [1.5, 4],
    [Number.NaN, 2],
  ])('%d does not fit %d bytes', (value, width) => {
    expect(caught(() => storeInteger(value, width))).toMatchObject({ code: 'MSI_BAD_VALUE' });
  });
});

describe('rows', () => {
  const key = describeColumn('K', 1, 0x2d48, 2);
  const number = describeColumn('N', 2, 0x2502, 2);
  const long = describeColumn('L', 3, 0x1104, 2);

  it('are written column after column', () => {
    const bytes = encodeTable(
      [key, number, long],
      [
        [1, 0x8001, 0x80000005],
        [2, 0x8002, 0],
      ],
    );
    expect([...bytes]).toEqual([1, 0, 2, 0, 0x01, 0x80, 0x02, 0x80, 5, 0, 0, 0x80, 0, 0, 0, 0]);
  });

  it('are sorted by their keys as stored: Windows refuses a table in another order', () => {
    const rows = [
      [3, 0x8001, 30],
      [1, 0x8002, 20],
      [1, 0x7fff, 10],
      [0xffff, 0, 40],
    ];
    const bytes = encodeTable([key, number, long], rows);
    expect([...new Uint16Array(bytes.slice(0, 16).buffer)]).toEqual([
      1, 1, 3, 0xffff, 0x7fff, 0x8002, 0x8001, 0,
    ]);
    expect(rows[0]).toEqual([3, 0x8001, 30]);
  });

  it('have references of three bytes where the pool is large', () => {
    const wide = describeColumn('K', 1, 0x2d48, 3);
    expect([...encodeTable([wide], [[0x030201], [0x00ffff]])]).toEqual([0xff, 0xff, 0, 1, 2, 3]);
  });

  it('may be none', () => {
    expect(encodeTable([key], []).length).toBe(0);
  });
});
