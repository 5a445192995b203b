import { expect, it } from 'vitest';
import { byGravity, verdictOf, verdicts } from '../../src/signature/verdict.js';

it('is the gravest problem', () => {
  const problems = [
    { code: 'expired', message: '' },
    { code: 'digest-mismatch', message: '' },
    { code: 'untrusted-root', message: '' },
  ] as const;
  expect(verdictOf(problems)).toBe('digest-mismatch');
  expect(byGravity(problems).map(({ code }) => code)).toEqual([
    'digest-mismatch',
    'untrusted-root',
    'expired',
  ]);
});

it('is valid where nothing is wrong', () => {
  expect(verdictOf([])).toBe('valid');
  expect(verdicts.at(-1)).toBe('valid');
});
