import { describe, expect, it } from 'vitest';
import { compareVersions, kindFor, patched, versionOf } from '../../../src/package/patch/patch-kind.js';
import { at, OTHER, PRODUCT, sketch, transform } from '../../support/patch-sketch.js';

describe('kindFor', () => {
  it.each([
    ['small', '1.0>1.0'],
    ['small', '1.0.0.1>1.0.0.9'],
    ['minor', '1.0>1.1'],
  ])('%s: %s', (kind, change) => {
    expect(kindFor(at('1.0'), sketch('A', { changes: [change] }))).toBe(kind);
  });

  it('is major where the product code changes, for the product that the transform is for', () => {
    const own = transform('1.0', '1.0');
    const patch = {
      ...sketch('A', { changes: [] }),
      transforms: [own, transform('1.0', '2.0', { code: OTHER, toCode: PRODUCT })],
    };
    expect(kindFor(at('1.0'), patch)).toBe('small');
    expect(kindFor(at('1.0', OTHER), patch)).toBe('major');
  });
});

it('patched has what the transform says, and keeps the rest', () => {
  expect(patched(at('1.0'), transform('1.0', '1.1'))).toEqual({ ...at('1.1'), languages: ['1033'] });
});

it.each([
  ['1.2.3.4', [1, 2, 3, 0]],
  ['none', null],
  [null, null],
])('versionOf %s', (text, version) => {
  expect(versionOf(text)).toEqual(version);
});

it.each([
  ['1.0', '1.0.0.5', 0],
  ['1.0', '1.1', -1],
  [null, '1.0', -1],
  ['x', null, 0],
])('compareVersions %s %s', (a, b, order) => {
  expect(Math.sign(compareVersions(a, b))).toBe(order);
});
