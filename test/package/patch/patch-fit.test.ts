import { describe, expect, it } from 'vitest';
import {
  explainUnfit,
  findFittingPair,
  isTarget,
  notApplicable,
} from '../../../src/package/patch/patch-fit.js';
import { at, OTHER, sketch } from '../../support/patch-sketch.js';

const patch = sketch('A', { changes: ['1.0>1.1', '1.1>1.2'] });

describe('findFittingPair', () => {
  it.each([
    ['1.0', 0],
    ['1.1', 1],
    ['1.2', null],
  ])('of a product %s', (version, pair) => {
    expect(findFittingPair(at(version), patch)).toBe(pair);
  });

  it('is none for another product', () => {
    expect(isTarget(at('1.0', OTHER), patch)).toBe(false);
    expect(findFittingPair(at('1.0', OTHER), patch)).toBeNull();
  });
});

it('explainUnfit says what is wanted and what is there', () => {
  expect(explainUnfit(at('1.2'), patch)).toMatchObject({
    reason: 'not applicable',
    expected: expect.stringContaining('version'),
    found: 'version 1.2',
  });
  expect(explainUnfit(at('1.0', OTHER), patch)).toMatchObject({ found: `product ${OTHER}` });
});

it('explainUnfit names the version that a patch is for where only others before it stand in its way', () => {
  const small = sketch('A', { changes: ['1.0'] });
  expect(explainUnfit(at('1.0'), small)).toMatchObject({
    expected: 'version 1.0',
    found: 'another version after the patches before it',
  });
});

it('notApplicable has the facts of the first patch that does not fit', () => {
  const error = notApplicable([patch], [explainUnfit(at('1.2'), patch)]);
  expect(error).toMatchObject({ code: 'PATCH_NOT_APPLICABLE', facts: { found: 'version 1.2' } });
});
