import { describe, expect, it } from 'vitest';
import { isNameOfProduct, isProduct } from '../../../src/hotfix/article/product-names.js';

describe('names of products', () => {
  it.each([
    ['windows', true, true],
    ['sharepoint', true, true],
    ['server', true, false],
    ['aarch64', true, false],
    ['aarch', true, false],
    ['release', true, false],
    ['beta', false, false],
    ['packed', false, false],
    ['windowsin', true, true],
    ['clients', true, false],
    ['table', false, false],
    ['provient', false, false],
  ])('%s', (word, isName, isWhole) => {
    expect([isNameOfProduct(word), isProduct(word)]).toEqual([isName, isWhole]);
  });
});
