import { expect, it } from 'vitest';
import { PairBudget } from '../../../src/hotfix/verify/pair-budget.js';
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
