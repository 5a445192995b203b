import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { microsoftJudge } from '../../../src/package/node/microsoft-judge.js';
import { signedExecutable } from '../../support/authenticode-builder.js';
import { corpusDir, describeCorpus } from '../../support/corpus.js';

describe('microsoftJudge', () => {
  it('does not trust the root of the tests', () => {
    const judged = microsoftJudge()(new BufferSource(signedExecutable()));
    expect(judged).toMatchObject({ verdict: 'untrusted-root', accepted: false });
    expect(judged.reason).not.toBeNull();
  });
});

describeCorpus('microsoftJudge on real files', () => {
  it.each([
    ['DIFxApp-x86.dll', 'valid'],
    ['oem89.cat', 'valid'],
    ['GoogleUpdate_corrupted.exe', 'digest-mismatch'],
    ['BurnTestCatalog.cat', 'malformed'],
  ])('%s is %s', (name, verdict) => {
    const bytes = readFileSync(join(corpusDir, 'authenticode/real', name));
    expect(microsoftJudge()(new BufferSource(bytes)).verdict).toBe(verdict);
  });
});
