import { describe, expect, it } from 'vitest';
import { databaseKindOfClass, databaseKindOfName } from '../../src/msi/database-kind.js';

describe('the kind of a database', () => {
  it.each([
    ['{000C1084-0000-0000-C000-000000000046}', 'msi'],
    ['{000C1086-0000-0000-C000-000000000046}', 'msp'],
    ['{000C1082-0000-0000-C000-000000000046}', 'mst'],
    ['{00020906-0000-0000-C000-000000000046}', null],
  ])('by the class %s', (clsid, kind) => {
    expect(databaseKindOfClass(clsid)).toBe(kind);
  });

  it.each([
    ['a.msi', 'msi'],
    ['dir/A.MSM', 'msm'],
    ['a.msp', 'msp'],
    ['a.b.mst', 'mst'],
    ['a.msi.txt', null],
    ['msi', null],
    ['', null],
  ])('by the name %j', (name, kind) => {
    expect(databaseKindOfName(name)).toBe(kind);
  });
});
