import { expect, it } from 'vitest';
import { toneOf } from '../../src/report/evidence.js';

it('a warning that weakens a verdict turns it amber, no other', () => {
  expect(toneOf(false, [])).toBe('bad');
  expect(toneOf(true, [])).toBe('good');
  expect(toneOf(true, [{ code: 'STATE_INVALID', message: '' }])).toBe('good');
  expect(toneOf(true, [{ code: 'PACKAGE_NOT_SEARCHED', message: '' }])).toBe('warn');
});
