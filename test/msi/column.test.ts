import { describe, expect, it } from 'vitest';
import { checkColumns, columnTypeFromCode, describeColumn } from '../../src/msi/column.js';
import { caught } from '../support/caught.js';

describe('column types', () => {
  // Type words as light.exe and Windows write them for the standard tables.
  it.each<[number, object]>([
    [
      0x2d48,
      { kind: 'string', size: 72, width: 2, key: true, nullable: false, localizable: false, typeCode: 's72' },
    ],
    [0x0dff, { kind: 'string', size: 255, key: false, typeCode: 's255' }],
    [0x1dff, { kind: 'string', nullable: true, typeCode: 'S255' }],
    [0x0fff, { kind: 'string', localizable: true, typeCode: 'l255' }],
    [0x1f00, { kind: 'string', size: 0, nullable: true, localizable: true, typeCode: 'L0' }],
    [0x0502, { kind: 'integer', size: 2, width: 2, typeCode: 'i2' }],
    [0x1502, { kind: 'integer', nullable: true, typeCode: 'I2' }],
    [0x2502, { kind: 'integer', key: true, typeCode: 'i2' }],
    [0x0104, { kind: 'integer', size: 4, width: 4, typeCode: 'i4' }],
    [0x1104, { kind: 'integer', width: 4, nullable: true, typeCode: 'I4' }],
    [0x0900, { kind: 'binary', size: 0, width: 2, nullable: false, typeCode: 'v0' }],
    [0x1900, { kind: 'binary', nullable: true, typeCode: 'V0' }],
    // Real packages have integers of size 0 and 1, stored in two bytes.
    [0x1500, { kind: 'integer', size: 0, width: 2, typeCode: 'I0' }],
    [0x1501, { kind: 'integer', size: 1, width: 2, typeCode: 'I1' }],
  ])('%i', (type, expected) => {
    expect(describeColumn('C', 3, type, 2)).toMatchObject({ name: 'C', number: 3, type, ...expected });
  });

  it('strings take three bytes where the pool says so', () => {
    expect(describeColumn('C', 1, 0x2d48, 3).width).toBe(3);
    expect(describeColumn('C', 1, 0x0900, 3).width).toBe(2);
  });

  it.each([
    ['s72', true, 0x2d48],
    ['s255', false, 0x0dff],
    ['S255', false, 0x1dff],
    ['l255', false, 0x0fff],
    ['L0', false, 0x1f00],
    ['i2', false, 0x0502],
    ['I2', false, 0x1502],
    ['i2', true, 0x2502],
    ['i4', false, 0x0104],
    ['I4', false, 0x1104],
    ['v0', false, 0x0900],
    ['V0', false, 0x1900],
  ])('%s, key %s', (code, key, type) => {
    expect(columnTypeFromCode(code, key)).toBe(type);
  });

  it.each(['', 's', 's256', 'i3', 'I8', 'v4', 'x2', '2', 's-1', 's72 '])('%j is no type', (code) => {
    expect(columnTypeFromCode(code, false)).toBeNull();
  });
});

describe('columns of a table', () => {
  const columns = (...plans: [number: number, type: number][]) =>
    plans.map(([number, type], i) => describeColumn(`C${i}`, number, type, 2));

  it('are numbered in a row', () => {
    checkColumns('T', columns([1, 0x2d48], [2, 0x0502]));
    checkColumns('T', columns([1, 0x2501], [2, 0x0500], [3, 0x0104]));
    checkColumns('T', []);
  });

  it.each<[string, [number, number][], object]>([
    [
      'one is missing',
      [
        [1, 0x2d48],
        [3, 0x0502],
      ],
      { entry: 'T.C1', expected: 2, found: 3 },
    ],
    [
      'one is there twice',
      [
        [1, 0x2d48],
        [1, 0x0502],
      ],
      { expected: 2, found: 1 },
    ],
    ['the first is zero', [[0, 0x2d48]], { expected: 1, found: 0 }],
    ['one is three bytes wide', [[1, 0x0503]], { entry: 'T.C0', found: 3 }],
    ['one is eight bytes wide', [[1, 0x0108]], { found: 8 }],
  ])('are refused where %s', (_name, plans, facts) => {
    expect(caught(() => checkColumns('T', columns(...plans)))).toMatchObject({
      code: 'MSI_BAD_COLUMN',
      facts: { stream: '_Columns', ...facts },
    });
  });
});
