import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  areSignaturesDemanded,
  areSignaturesMentioned,
  signatureJudge,
} from '../../src/cli/signature-judge.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { signedExecutable, testAuthority } from '../support/authenticode-builder.js';
import { tempFolder } from '../support/temp-folder.js';

const none = { trust: [], trustSystem: false, catalog: [], crl: [], signedBy: undefined, at: undefined };

describe('signatureJudge', () => {
  it('trusts what is named', () => {
    const root = join(tempFolder(), 'root.der');
    writeFileSync(root, testAuthority().root.der);
    const verdict = (values: Partial<Parameters<typeof signatureJudge>[0]>) =>
      signatureJudge({ ...none, strict: false, ...values })(
        new BufferSource(signedExecutable({ digest: 'sha1' })),
      );
    expect(verdict({})).toMatchObject({ verdict: 'untrusted-root', accepted: false });
    expect(verdict({ trust: [root] })).toMatchObject({ verdict: 'valid', accepted: true, reason: null });
    expect(verdict({ trust: [root], strict: true })).toMatchObject({ verdict: 'valid', accepted: false });
    expect(() => verdict({ trust: [`${root}.absent`] })).toThrow();
  });

  it.each([
    [none, false, false],
    [{ ...none, signedBy: 'X' }, true, true],
    [{ ...none, at: '2020-01-01' }, true, false],
    [{ ...none, catalog: ['a.cat'] }, true, false],
    [{ ...none, trustSystem: true }, true, false],
  ])('%j', (values, mentioned, demanded) => {
    expect(areSignaturesMentioned(values)).toBe(mentioned);
    expect(areSignaturesDemanded({ ...values, signed: false })).toBe(demanded);
    expect(areSignaturesDemanded({ ...values, signed: true })).toBe(true);
  });
});
