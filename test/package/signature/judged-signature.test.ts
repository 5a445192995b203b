import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import {
  countSignatures,
  mustNotBeUsed,
  revocationWords,
  shortSignature,
  signatureLine,
  signedAt,
} from '../../../src/package/signature/judged-signature.js';
import {
  attachCertificates,
  executableSignature,
  plainExecutable,
  signedExecutable,
  winCertificate,
} from '../../support/authenticode-builder.js';
import { judgeTest } from '../../support/signed-hotfix.js';

const judge = (bytes: Uint8Array) => judgeTest(new BufferSource(bytes));
const changed = signedExecutable();
changed[0x500]! ^= 1;
const plain = plainExecutable();
const cut = signedExecutable().subarray(0, 4200);

describe('a signature in words', () => {
  it.each<[string, Uint8Array, string, string, boolean]>([
    [
      'valid',
      signedExecutable(),
      'valid: Test Signer, no timestamp (SHA-256, Test Root)',
      'valid: Test Signer',
      false,
    ],
    [
      'valid, with bytes that are not covered',
      attachCertificates(
        plain,
        winCertificate(Buffer.concat([executableSignature(plain), Buffer.alloc(16, 1)])),
      ),
      'valid: Test Signer, no timestamp (SHA-256, Test Root); with data that no signature covers',
      'valid: Test Signer',
      false,
    ],
    [
      'changed',
      changed,
      'digest-mismatch: Test Signer, no timestamp (SHA-256, Test Root); not valid: the file was changed after it was signed',
      'digest-mismatch: Test Signer',
      true,
    ],
    [
      'cut short',
      cut,
      'malformed: signer not known; not valid: the signature, or the file that it lies in, is damaged',
      'malformed',
      true,
    ],
    ['unsigned', plainExecutable(), 'not signed', 'not signed', false],
    ['a text', Buffer.from('text'), 'not signed', '', false],
  ])('%s', (_, bytes, line, short, harmful) => {
    const judged = judge(bytes);
    expect(signatureLine(judged)).toBe(line);
    expect(shortSignature(judged)).toBe(short);
    expect(mustNotBeUsed(judged)).toBe(harmful);
    expect(signedAt(judged)).toBeNull();
  });

  it('cuts names that nobody has', () => {
    const judged = judge(signedExecutable());
    const signatures = judged.signatures.map((one) => ({ ...one, signerName: 'x'.repeat(60_000) }));
    expect(signatureLine({ ...judged, signatures }).length).toBeLessThan(400);
    expect(shortSignature({ ...judged, signatures }).length).toBeLessThan(400);
  });

  it('counts verdicts, with the signer where there is one', () => {
    const all = [signedExecutable(), signedExecutable(), plainExecutable()].map(
      (bytes) => judge(bytes).signatures,
    );
    expect(countSignatures(all)).toBe('2 valid: Test Signer, 1 not signed');
  });

  it.each([
    [['checked'], ''],
    [['checked', 'checked'], ''],
    [['not checked'], '; revocation was not checked'],
    [['partly checked'], '; revocation was partly checked'],
    [['checked', 'not checked'], '; revocation was partly checked'],
  ] as const)('says of revocation that is %j: %j', (states, words) => {
    const [signature] = judge(signedExecutable()).signatures;
    const unsigned = judge(plainExecutable()).signatures;
    const all = states.map((revocation) => [{ ...signature!, revocation }]);
    expect(revocationWords([...all, unsigned])).toBe(words);
    expect(revocationWords([unsigned])).toBe('');
  });
});
