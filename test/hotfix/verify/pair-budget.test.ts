import { expect, it } from 'vitest';
import { AllPairs, PairBudget } from '../../../src/hotfix/verify/pair-budget.js';
import { caught } from '../../support/caught.js';

it('refuses the pair that is one too many', () => {
  const budget = new PairBudget('a.dll');
  budget.spend(399_999);
  budget.spend(1);
  expect(caught(() => budget.spend(1))).toMatchObject({
    code: 'MANIFEST_INVALID',
    facts: { entry: 'a.dll', expected: 400_000, found: 400_001 },
  });
});

it('refuses tables that have too many pairs together', () => {
  const all = new AllPairs();
  for (let i = 0; i < 5; i++) new PairBudget('a.dll', 'files', all).spend(400_000);
  expect(caught(() => new PairBudget('b.dll', 'files', all).spend(1))).toMatchObject({
    code: 'MANIFEST_INVALID',
    facts: { entry: 'b.dll', expected: 2_000_000, found: 2_000_001 },
  });
});
