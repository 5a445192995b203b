import { describe, expect, it } from 'vitest';
import { Judgement, withoutSignature } from '../../src/signature/judgement.js';

describe('a judgement', () => {
  it('keeps all problems, and the first warning of a code', () => {
    const judgement = new Judgement(0);
    judgement.problem('expired', 'a');
    judgement.problem('expired', 'b');
    judgement.warn('ber', 'first');
    judgement.warn('ber', 'second');
    expect(judgement.problems).toHaveLength(2);
    expect([...judgement.warnings.values()]).toEqual([{ code: 'ber', message: 'first' }]);
  });

  it.each([
    [['sha256', 'md5', 'sha1'], 'weak-md5'],
    [['sha1', null, 'sha512'], 'weak-sha1'],
    [['sha256', 'sha384'], undefined],
    [[null], undefined],
  ] as const)('of digests %j warns of %s', (names, code) => {
    const judgement = new Judgement(0);
    judgement.warnWeak(names);
    expect([...judgement.warnings.keys()][0]).toBe(code);
  });
});

it('says why there is no signature', () => {
  const problems = [{ code: 'malformed', message: 'cut' } as const];
  expect(withoutSignature(2, problems)).toMatchObject({ index: 2, verdict: 'malformed', problems });
});
