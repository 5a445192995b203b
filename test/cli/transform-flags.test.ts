import { describe, expect, it } from 'vitest';
import { suppressedErrors, validationOf } from '../../src/cli/transform-flags.js';
import { caught } from '../support/caught.js';

// The numbers of MsiCreateTransformSummaryInfo (msidefs.h, MSITRANSFORM_VALIDATE_* and MSITRANSFORM_ERROR_*).
describe('the flags of a transform', () => {
  it.each<[string[], Parameters<typeof validationOf>[0]['targetVersion'], number]>([
    [[], undefined, 0x2],
    [['none'], undefined, 0],
    [['language', 'platform'], undefined, 0x5],
    [['product,upgrade-code'], undefined, 0x802],
    [['major'], undefined, 0x8 | 0x100],
    [['minor'], 'lower', 0x10 | 0x40],
    [['update'], 'lower-or-equal', 0x20 | 0x80],
    [['none'], 'higher', 0x20 | 0x400],
    [[], 'higher-or-equal', 0x2 | 0x20 | 0x200],
  ])('%j and %s demand 0x%i', (validate, targetVersion, bits) => {
    expect(validationOf({ validate, targetVersion })).toBe(bits);
  });

  it.each<[string[], number]>([
    [[], 0],
    [['add-row', 'delete-row'], 0x3],
    [['add-table,delete-table,change-row'], 0x1c],
    [['code-page'], 0x20],
    [['all'], 0x3f],
  ])('%j suppress 0x%i', (words, bits) => {
    expect(suppressedErrors(words)).toBe(bits);
  });

  it('are words that are known', () => {
    expect(caught(() => suppressedErrors(['toString']))?.message).toMatch(
      /^--suppress takes add-row, .* or all$/,
    );
    expect(caught(() => validationOf({ validate: ['prodct'], targetVersion: undefined }))?.code).toBe(
      'USAGE',
    );
  });
});
