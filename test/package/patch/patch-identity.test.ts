import { describe, expect, it } from 'vitest';
import { PropertyType } from '../../../src/msi/property-set.js';
import { SummaryInformation, SummaryProperty } from '../../../src/msi/summary-information.js';
import { parsePatchIdentity } from '../../../src/package/patch/patch-identity.js';
import { caught } from '../../support/caught.js';

const guid = (digit: string) => `{${'AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE'.replace(/[A-E]/g, digit)}}`;

const summary = (revision: string, template: string, lastAuthor: string) =>
  new SummaryInformation(
    new Map([
      [SummaryProperty.revision, { type: PropertyType.string, value: revision }],
      [SummaryProperty.template, { type: PropertyType.string, value: template }],
      [SummaryProperty.lastAuthor, { type: PropertyType.string, value: lastAuthor }],
    ]),
  );

describe('parsePatchIdentity', () => {
  it.each([
    ['nothing between the codes', guid('1') + guid('2'), guid('8'), ':T;:#T'],
    ['semicolons between them', `${guid('1')};${guid('2')}`, `${guid('8')};`, ':T;:#T;'],
    ['no colons before names', `${guid('1')} ${guid('2')}`, ` ${guid('8')}`, 'T;#T'],
    ['the patch transform first', guid('1') + guid('2'), guid('8'), ':#T;:T'],
  ])('takes %s', (_, revision, template, lastAuthor) => {
    expect(parsePatchIdentity(summary(revision, template, lastAuthor))).toEqual({
      patchCode: guid('1'),
      obsoletes: [guid('2')],
      targets: [guid('8')],
      pairs: [{ product: 'T', patch: '#T' }],
    });
  });

  it('keeps pairs in the order of the product transforms, with or without their partners', () => {
    const { pairs, targets } = parsePatchIdentity(
      summary(guid('1'), guid('8') + guid('9'), ':a;:#b;:b;:#A;:c'),
    );
    expect(targets).toEqual([guid('8'), guid('9')]);
    expect(pairs).toEqual([
      { product: 'a', patch: '#A' },
      { product: 'b', patch: '#b' },
      { product: 'c', patch: null },
    ]);
  });

  it.each([
    ['no code', '', guid('8'), ':T;:#T', 'Revision Number'],
    ['a code without a brace', guid('1').slice(1), guid('8'), ':T;:#T', 'Revision Number'],
    ['a code that is none', '{1}', guid('8'), ':T;:#T', 'Revision Number'],
    ['no product', guid('1'), 'Intel;1033', ':T;:#T', 'Template'],
    ['no transforms', guid('1'), guid('8'), '', 'Last Saved By'],
    ['patch transforms only', guid('1'), guid('8'), ':#T', 'Last Saved By'],
  ])('refuses %s', (_, revision, template, lastAuthor, structure) => {
    const error = caught(() => parsePatchIdentity(summary(revision, template, lastAuthor)));
    expect([error.code, error.facts.structure]).toEqual(['PATCH_INVALID', structure]);
  });
});
