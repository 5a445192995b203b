import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { refuseSignatures } from '../../../src/hotfix/stage/check-signatures.js';
import { packageSignature } from '../../../src/package/signature/package-signatures.js';
import {
  attachCertificates,
  plainExecutable,
  signedExecutable,
  winCertificate,
} from '../../support/authenticode-builder.js';
import { caught } from '../../support/caught.js';
import { judgeTest } from '../../support/signed-hotfix.js';

const files = {
  good: signedExecutable(),
  plain: plainExecutable(),
  text: Buffer.from('text'),
  changed: signedExecutable().fill(1, 0x500, 0x510),
  malformed: attachCertificates(plainExecutable(), winCertificate(Buffer.from('no signature'))),
};
const one = (name: keyof typeof files) =>
  packageSignature('patch', name, judgeTest(new BufferSource(files[name])));

describe('refuseSignatures', () => {
  it.each<[keyof typeof files, boolean, boolean]>([
    ['good', false, false],
    ['plain', false, true],
    ['text', false, true],
    ['changed', true, true],
    ['malformed', true, true],
  ])('%s', (name, always, whereSigned) => {
    const refuse = (options: { signed?: boolean; force?: boolean }) => () =>
      refuseSignatures([one('good'), one(name)], options);
    const expectRefusal = (run: () => void, isRefused: boolean): void => {
      if (!isRefused) {
        expect(run).not.toThrow();
        return;
      }
      const error = caught(run);
      expect(error).toMatchObject({ code: 'SIGNATURE_REFUSED', facts: { entry: name } });
      expect(error.message).toMatch(
        /^the patch (?:must not be used, its signature is not valid: |has no signature that)/,
      );
    };
    expectRefusal(refuse({}), always);
    expectRefusal(refuse({ signed: true }), whereSigned);
    expectRefusal(refuse({ signed: true, force: true }), false);
  });

  it('asks no archive for a signature, though it is in no catalogue', () => {
    const zip = { ...one('text'), role: 'download' as const };
    for (const verdict of ['no-signature', 'not-in-catalog'] as const) {
      expect(() => refuseSignatures([{ ...zip, verdict }], { signed: true })).not.toThrow();
    }
  });
});
