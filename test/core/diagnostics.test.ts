import { expect, it } from 'vitest';
import { Diagnostics } from '../../src/core/diagnostics.js';
import { caught } from '../support/caught.js';

it('are noted by a tolerant reader', () => {
  const diagnostics = new Diagnostics(false);
  diagnostics.report('CFB_BAD_HEADER', 'odd', { offset: 4 });
  expect(diagnostics.warnings).toEqual([{ code: 'CFB_BAD_HEADER', message: 'odd', offset: 4 }]);
});

it('are refused by a strict one', () => {
  expect(caught(() => new Diagnostics(true).report('CFB_BAD_HEADER', 'odd', { offset: 4 }))).toMatchObject({
    code: 'CFB_BAD_HEADER',
    facts: { offset: 4 },
  });
});
