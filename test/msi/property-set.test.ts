import { describe, expect, it } from 'vitest';
import { PropertyType, type SummaryValue, writePropertySet } from '../../src/msi/property-set.js';
import { SummaryInformation, SummaryProperty } from '../../src/msi/summary-information.js';
import { ascii, filetime, i2, i4, propertySet, text, u32 } from '../support/property-set.js';

describe('a property set that is written', () => {
  const properties = new Map<number, SummaryValue>([
    [SummaryProperty.revision, { type: PropertyType.string, value: '{R}' }],
    [SummaryProperty.codePage, { type: PropertyType.i2, value: 1252 }],
    [SummaryProperty.created, { type: PropertyType.filetime, value: new Date('2009-12-31T23:59:58Z') }],
    [SummaryProperty.wordCount, { type: PropertyType.i4, value: -4 }],
    [SummaryProperty.title, { type: PropertyType.string, value: 'é€' }],
  ]);

  it('lays out what MS-OLEPS asks for', () => {
    expect(writePropertySet(properties)).toEqual(
      propertySet([
        [1, i2(1252)],
        [2, text([0xe9, 0x80])],
        [9, text(ascii('{R}'))],
        [12, filetime],
        [15, i4(-4)],
      ]),
    );
  });

  it.each([1252, -535, 932, 1200, -536])('gives strings back in code page %d', (page) => {
    const written = writePropertySet(
      new Map<number, SummaryValue>([
        [1, { type: 2, value: page }],
        [2, { type: 30, value: 'A+b' }],
        [3, { type: 30, value: '' }],
      ]),
    );
    expect(written.length % 4).toBe(0);
    const summary = SummaryInformation.parse(written);
    expect([summary.title, summary.subject, summary.properties.get(1)!.value]).toEqual(['A+b', '', page]);
  });

  it('keeps times to the tick', () => {
    const bytes = propertySet([[12, [...u32(64), ...u32(0x5b3cd301), ...u32(0x01ca8a75)]]]);
    expect(writePropertySet(SummaryInformation.parse(bytes).properties)).toEqual(bytes);
  });

  it('may have nothing to write', () => {
    expect(SummaryInformation.parse(writePropertySet(new Map())).properties.size).toBe(0);
  });
});
