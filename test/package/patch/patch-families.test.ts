import { describe, expect, it } from 'vitest';
import type { TableRow } from '../../../src/msi/schema.js';
import { orderByFamily, relevantSequences, supersedes } from '../../../src/package/patch/patch-families.js';
import { caught } from '../../support/caught.js';

const PRODUCT = '{AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE}';
const OTHER = '{BBBBBBBB-BBBB-CCCC-DDDD-EEEEEEEEEEEE}';

const row = (
  patchFamily: string,
  sequence: string | null,
  attributes: number | null = 0,
  productCode: string | null = null,
): TableRow<'MsiPatchSequence'> => ({
  PatchFamily: patchFamily,
  ProductCode: productCode,
  Sequence: sequence,
  Attributes: attributes,
});

const patch = (label: string, ...sequences: TableRow<'MsiPatchSequence'>[]) => ({ label, sequences });

describe('relevantSequences', () => {
  it('lets a row for the product go before one for all, wherever it stands', () => {
    for (const rows of [
      [row('F', '1'), row('F', '2', 1, PRODUCT.toLowerCase())],
      [row('F', '2', 1, PRODUCT), row('F', '1')],
    ]) {
      expect(relevantSequences(rows, PRODUCT)).toEqual(
        new Map([['F', { sequence: [2, 0, 0, 0], supersedes: true }]]),
      );
    }
  });

  it('ignores rows for other products', () => {
    expect(relevantSequences([row('F', '1', 0, OTHER)], PRODUCT).size).toBe(0);
  });
});

describe('supersedes', () => {
  const of = (...rows: TableRow<'MsiPatchSequence'>[]) => relevantSequences(rows, PRODUCT);

  it.each([
    ['a higher sequence that says so', of(row('F', '1.10', 1)), of(row('F', '1.9')), true],
    ['a higher one that does not say so', of(row('F', '2', 0)), of(row('F', '1')), false],
    ['an equal one', of(row('F', '1.0', 1)), of(row('F', '1')), false],
    ['a lower one', of(row('F', '1', 1)), of(row('F', '2')), false],
    ['one of two families', of(row('F', '2', 1)), of(row('F', '1'), row('G', '1')), false],
    ['both', of(row('F', '2', 1), row('G', '2', 1)), of(row('F', '1'), row('G', '1')), true],
    ['more families than the other has', of(row('F', '2', 1), row('G', '2', 1)), of(row('F', '1')), true],
    ['a patch without families', of(row('F', '2', 1)), of(), false],
  ])('%s', (_, a, b, expected) => {
    expect(supersedes(a, b)).toBe(expected);
  });
});

describe('orderByFamily', () => {
  const labels = (...patches: ReturnType<typeof patch>[]) =>
    orderByFamily(patches, PRODUCT).map(({ label }) => label);

  it('compares sequences as numbers', () => {
    expect(labels(patch('b', row('F', '1.10')), patch('a', row('F', '1.9')))).toEqual(['a', 'b']);
  });

  it('keeps the order of patches that share no family, and of equals', () => {
    expect(labels(patch('x', row('F', '2')), patch('y', row('G', '1')), patch('z', row('F', '2')))).toEqual([
      'x',
      'y',
      'z',
    ]);
  });

  it('joins the orders of several families', () => {
    // c before b in F, b before a in G.
    expect(
      labels(patch('a', row('G', '2')), patch('b', row('F', '2'), row('G', '1')), patch('c', row('F', '1'))),
    ).toEqual(['c', 'b', 'a']);
  });

  it('refuses families that contradict each other', () => {
    const error = caught(() =>
      labels(patch('a', row('F', '1'), row('G', '2')), patch('b', row('F', '2'), row('G', '1'))),
    );
    expect(error.code).toBe('PATCH_NO_SEQUENCE');
    expect(error.message).toContain('a, b');
    expect(error.message).toContain('leave the others out');
  });
});
