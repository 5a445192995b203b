import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { byGravity, problemOf, verdictOf, verdicts } from '../../src/signature/verdict.js';

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

describe('an error as a problem', () => {
  it('has its place', () => {
    const error = new HotfixkitError('ASN1_MALFORMED', 'bad', { offset: 7, found: 'x' });
    expect(problemOf(error)).toEqual({ code: 'malformed', message: 'bad: x (offset 7)' });
    expect(problemOf(new HotfixkitError('SIGNATURE_UNSUPPORTED', 'odd')).code).toBe('unsupported');
  });

  it('is one of ours, others are thrown on', () => {
    expect(() => problemOf(new RangeError('x'))).toThrow(RangeError);
  });

  it.each(['FILE_READ', 'FILE_CHANGED', 'ABORTED'] as const)('is none where %s is the matter', (code) => {
    const error = new HotfixkitError(code, 'the disk');
    expect(() => problemOf(error)).toThrow(error);
  });
});
