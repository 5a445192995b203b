import { describe, expect, it } from 'vitest';
import { SummaryInformation } from '../../src/msi/summary-information.js';
import { readTransformSummary, TransformValidation } from '../../src/msi/transform-summary.js';
import { checkTransform, fieldsOf, type TransformTarget } from '../../src/msi/transform-validation.js';
import { buildSummary } from '../support/database-builder.js';

const A = '{AAAAAAAA-0000-0000-0000-000000000001}';
const B = '{BBBBBBBB-0000-0000-0000-000000000002}';
const U = '{CCCCCCCC-0000-0000-0000-000000000003}';
const { product, platform, language, upgradeCode, updateVersion, minorVersion, majorVersion } =
  TransformValidation;
const { less, lessOrEqual, equal, greaterOrEqual, greater } = TransformValidation;

const summaryOf = (validation: number, revision = `${A}2.3.4.5;${B}2.4.0;${U}`) =>
  readTransformSummary(
    SummaryInformation.parse(
      buildSummary({
        template: 'Intel;1033',
        lastAuthor: 'x64;1031,1033',
        revision,
        charCount: validation << 16,
      }),
    ),
  );
const target: TransformTarget = {
  productCode: A,
  productVersion: '2.3.4',
  upgradeCode: U,
  platform: 'Intel',
  languages: ['1033'],
};
const what = (validation: number, change: Partial<TransformTarget>, revision?: string) =>
  checkTransform(summaryOf(validation, revision), { ...target, ...change }).map((mismatch) => mismatch.what);

describe('checkTransform', () => {
  it('asks for nothing where no bit is set', () => {
    expect(
      what(0, { productCode: B, productVersion: '9', upgradeCode: null, languages: [], platform: 'x64' }),
    ).toEqual([]);
  });

  it.each([
    ['productCode', product, { productCode: A.toLowerCase() }, { productCode: B }],
    ['productCode', product, {}, { productCode: null }],
    ['upgradeCode', upgradeCode, {}, { upgradeCode: A }],
    ['upgradeCode', upgradeCode, {}, { upgradeCode: null }],
    ['language', language, { languages: ['1033', '1031'] }, { languages: ['1031', '1033'] }],
    ['platform', platform, { platform: null }, { platform: 'x64' }],
  ] as [string, number, Partial<TransformTarget>, Partial<TransformTarget>][])(
    '%s',
    (name, bit, fits, doesNot) => {
      expect(what(bit, fits)).toEqual([]);
      expect(what(bit, doesNot)).toEqual([name]);
    },
  );

  it.each([
    // comparison, precision, versions of the target that fit, that do not; the transform was made from 2.3.4.5
    [
      equal,
      updateVersion,
      ['2.3.4', '2.3.4.0', '2.3.4.99', '2.03.4'],
      ['2.3.5', '2.3', '3.3.4', '', 'x', '2.3.4.x'],
    ],
    [equal, minorVersion, ['2.3', '2.3.9'], ['2.4', '2']],
    [equal, majorVersion, ['2', '2.9.9'], ['3', '1']],
    [less, updateVersion, ['2.3.3', '1.9'], ['2.3.4', '2.3.5']],
    [lessOrEqual, updateVersion, ['2.3.3', '2.3.4'], ['2.3.5', '2.10']],
    [greaterOrEqual, updateVersion, ['2.3.4', '2.10'], ['2.3.3', '1']],
    [greater, updateVersion, ['2.3.5', '10'], ['2.3.4', '2.3']],
    [greater, majorVersion, ['3.0'], ['2.9.9']],
    // One of the two left out.
    [0, minorVersion, ['2.3.7'], ['2.4']],
    [equal, 0, ['2.3.4'], ['2.3.5']],
  ])('version with bits %i and %i', (comparison, precision, fits, doesNot) => {
    const check = (productVersion: string) => what(comparison | precision, { productVersion });
    expect(fits.filter((version) => check(version).length > 0)).toEqual([]);
    expect(doesNot.filter((version) => check(version)[0] !== 'productVersion')).toEqual([]);
  });

  it('names what it wants and what it found', () => {
    const flags = product | equal | minorVersion | upgradeCode;
    expect(
      checkTransform(summaryOf(flags), {
        ...target,
        productCode: B,
        productVersion: '2.9',
        upgradeCode: null,
      }),
    ).toEqual([
      { what: 'productCode', expected: A, found: B },
      { what: 'productVersion', expected: '= 2.3', found: '2.9' },
      { what: 'upgradeCode', expected: U, found: '(none)' },
    ]);
  });

  it.each(['', 'nonsense', ';;', `${A};${B}`])(
    'with the revision %j what is asked cannot hold',
    (revision) => {
      expect(what(upgradeCode, {}, revision)).toEqual(['upgradeCode']);
      expect(what(equal | updateVersion, {}, revision)).toEqual(['productVersion']);
    },
  );
});

describe('readTransformSummary', () => {
  it('takes both sides apart', () => {
    expect(summaryOf(product | equal | updateVersion)).toEqual({
      before: { productCode: A, productVersion: '2.3.4.5', platform: 'Intel', languages: ['1033'] },
      after: { productCode: B, productVersion: '2.4.0', platform: 'x64', languages: ['1031', '1033'] },
      upgradeCode: U,
      validation: 0x122,
      errors: 0,
      version: { comparison: '=', fields: 3 },
    });
  });
});

describe('fieldsOf', () => {
  it.each([
    ['1.2.3.4', 3, '1.2.3'],
    ['1', 3, '1.0.0'],
    ['4.00.6487.2000', 2, '4.0'],
    ['1.99999', 2, null],
    [null, 3, null],
  ] as const)('%j to %i', (version, fields, expected) => {
    expect(fieldsOf(version, fields)).toBe(expected);
  });
});
