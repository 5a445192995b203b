import { describe, expect, it } from 'vitest';
import { BerValue } from '../../src/formats/asn1/ber-value.js';
import { parseCertificate } from '../../src/signature/certificate.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { parseSignerInfo } from '../../src/signature/signed-data.js';
import { Attribute, checkSigner, type SignerCheck } from '../../src/signature/verify-signer.js';
import {
  attribute,
  makeCertificate,
  type SignerPlan,
  signerInfo,
  testAuthority,
  testKey,
  withOtherValue,
} from '../support/authenticode-builder.js';

const content = Buffer.from('what is signed');
const rsa = makeCertificate({ name: 'RSA', key: testKey('verify signer', 'rsa') });

function check(
  plan: Partial<SignerPlan>,
  options: { octets?: Uint8Array; contentType?: string | null; allowBare?: boolean; known?: boolean } = {},
): SignerCheck {
  const certificate = plan.certificate ?? testAuthority().signer;
  const info = parseSignerInfo(
    BerValue.parse(signerInfo({ contentType: '1.2.3', content, certificate, ...plan })),
  );
  const what = {
    octets: options.octets ?? content,
    contentType: options.contentType === undefined ? '1.2.3' : options.contentType,
  };
  const parsed = options.known === false ? null : parseCertificate(certificate.der);
  return checkSigner(cryptography, info, parsed, what, options.allowBare ?? false);
}
const codes = ({ problems }: SignerCheck): string[] => problems.map(({ code }) => code);

describe('a signer', () => {
  it.each(['sha1', 'sha256', 'sha384', 'sha512'] as const)('holds with %s', (digest) => {
    expect(check({ digest })).toEqual({ digestName: digest, problems: [], isBare: false });
    expect(check({ digest, certificate: rsa })).toEqual({ digestName: digest, problems: [], isBare: false });
  });

  it('does not hold for other content', () => {
    expect(codes(check({}, { octets: Buffer.from('other') }))).toEqual(['signature-invalid']);
    expect(codes(check({}, { octets: Buffer.from('other'), known: false }))).toEqual(['signature-invalid']);
  });

  it('does not hold for another type of content, unless any will do', () => {
    expect(codes(check({}, { contentType: '1.2.4' }))).toEqual(['signature-invalid']);
    expect(codes(check({}, { contentType: null }))).toEqual([]);
  });

  it('does not hold with two digests', () => {
    const second = attribute(Attribute.messageDigest, Buffer.from('0400', 'hex'));
    expect(codes(check({ signed: [second] }))).toEqual(['signature-invalid']);
  });

  it.each([
    ['a type of content', Attribute.contentType],
    ['a digest', Attribute.messageDigest],
  ])('is malformed with %s that is of another type', (_, id) => {
    const certificate = testAuthority().signer;
    const bytes = withOtherValue(signerInfo({ contentType: '1.2.3', content, certificate }), id);
    const info = parseSignerInfo(BerValue.parse(bytes));
    const of = { octets: content, contentType: '1.2.3' };
    const parsed = parseCertificate(certificate.der);
    expect(codes(checkSigner(cryptography, info, parsed, of, false))).toContain('malformed');
    expect(codes(checkSigner(cryptography, info, null, of, false))).toEqual(['malformed']);
  });

  it('may be around the bare digest where that is allowed', () => {
    expect(check({ certificate: rsa, digest: 'sha1', bare: true }, { allowBare: true })).toMatchObject({
      problems: [],
      isBare: true,
    });
    expect(codes(check({ certificate: rsa, digest: 'sha1', bare: true }))).toEqual(['signature-invalid']);
  });

  it.each([
    ['digest', { digestAlgorithm: '1.2.840.113549.2.2' }],
    ['signature', { signatureAlgorithm: '1.2.840.113549.1.1.10' }],
    ['way to sign: no signed attributes', { signedBytes: null }],
  ])('is not supported with another %s', (_, part) => {
    const { signer } = testAuthority();
    const info = parseSignerInfo(
      BerValue.parse(signerInfo({ certificate: signer, contentType: '1.2.3', content })),
    );
    const what = { octets: content, contentType: '1.2.3' };
    const checked = checkSigner(cryptography, { ...info, ...part }, parseCertificate(signer.der), what, true);
    expect(codes(checked)).toEqual(['unsupported']);
  });
});
