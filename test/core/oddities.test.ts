import { expect, it } from 'vitest';
import { Oddities } from '../../src/core/oddities.js';
import { caught } from '../support/caught.js';

it('are noted by a tolerant reader', () => {
  const oddities = new Oddities(false);
  oddities.report('CFB_BAD_HEADER', 'odd', { offset: 4 });
  expect(oddities.warnings).toEqual([{ code: 'CFB_BAD_HEADER', message: 'odd', offset: 4 }]);
});

it('are refused by a strict one', () => {
  expect(caught(() => new Oddities(true).report('CFB_BAD_HEADER', 'odd', { offset: 4 }))).toMatchObject({
    code: 'CFB_BAD_HEADER',
    facts: { offset: 4 },
  });
});
