import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { parseCertificate } from '../../src/signature/certificate.js';
import { EmbeddedSignatures, TRUST_LIST } from '../../src/signature/embedded-signatures.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { openCarrier } from '../../src/signature/open-carrier.js';
import { TrustedCertificates } from '../../src/signature/trust.js';
import {
  attachCertificates,
  executableDigest,
  executableSignature,
  nestedSignature,
  plainExecutable,
  seq,
  signedData,
  signedExecutable,
  testAuthority,
  winCertificate,
} from '../support/authenticode-builder.js';

const trusted = new TrustedCertificates([parseCertificate(testAuthority().root.der)]);
const options = { cryptography, trusted, at: Date.parse('2026-11-26') };
const read = (bytes: Uint8Array): EmbeddedSignatures =>
  new EmbeddedSignatures(openCarrier(new BufferSource(bytes))!);
const plain = plainExecutable();

describe('signatures in a file', () => {
  it('say which digests they need', () => {
    const nested = nestedSignature(executableSignature(plain, { digest: 'sha384' }));
    expect([...read(signedExecutable({ unsigned: [nested] })).digestNames]).toEqual(['sha256', 'sha384']);
    expect(read(plain).digestNames.size).toBe(0);
  });

  it('are judged by digests that are given', () => {
    const embedded = read(signedExecutable());
    const good = new Map([['sha256', executableDigest('sha256', plain)]] as const);
    expect(embedded.judge(good, options)[0]!.verdict).toBe('valid');
    const other = new Map([['sha256', Buffer.alloc(32)]] as const);
    expect(embedded.judge(other, options)[0]!.verdict).toBe('digest-mismatch');
  });

  it('are one that says so where there is none, and where nobody signed', () => {
    expect(read(plain).judge(new Map(), options)).toMatchObject([{ index: 0, verdict: 'no-signature' }]);
    const list = new Uint8Array(signedData(TRUST_LIST, seq(), [], []));
    expect(read(list).judge(new Map(), options)).toMatchObject([{ verdict: 'no-signature' }]);
    const cut = attachCertificates(plain, winCertificate(Buffer.alloc(8)));
    expect(read(cut).judge(new Map(), options)).toMatchObject([{ verdict: 'malformed' }]);
  });
});
