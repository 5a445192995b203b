import { describe, expect, it } from 'vitest';
import { BerValue } from '../../src/formats/asn1/ber-value.js';
import { parseCertificate } from '../../src/signature/certificate.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { readRevocationLists } from '../../src/signature/revocation-list.js';
import { parseSignerInfo } from '../../src/signature/signed-data.js';
import { type CheckedTimestamp, checkTimestamps } from '../../src/signature/timestamp.js';
import { TrustedCertificates } from '../../src/signature/trust.js';
import {
  attribute,
  counterSignature,
  Eku,
  hash,
  makeCertificate,
  octets,
  oid,
  type SignerPlan,
  seq,
  signerInfo,
  type TestCertificate,
  testAuthority,
  testKey,
  timestampToken,
} from '../support/authenticode-builder.js';

const { root, signer, stamper } = testAuthority();
const WHEN = '2020-06-15T12:00:00.000Z';

function check(
  unsigned: NonNullable<SignerPlan['unsigned']>,
  certificates: TestCertificate[] = [stamper],
  trusted: TestCertificate[] = [root],
  crls: Uint8Array[] = [],
): CheckedTimestamp[] {
  const info = signerInfo({ certificate: signer, contentType: '1.2.3', content: Buffer.from('x'), unsigned });
  return checkTimestamps(
    parseSignerInfo(BerValue.parse(info)),
    certificates.map(({ der }) => parseCertificate(der)),
    {
      cryptography,
      trusted: new TrustedCertificates(trusted.map(({ der }) => parseCertificate(der))),
      at: Date.parse('2026-11-26'),
      ...(crls.length > 0 ? { revocation: crls.flatMap(readRevocationLists) } : {}),
    },
  );
}

const kinds = [
  ['a countersignature', counterSignature],
  ['a token', timestampToken],
] as const;

describe.each(kinds)('%s', (_, make) => {
  it('is good', () => {
    const [{ timestamp, time }] = check([make(stamper, WHEN)]) as [CheckedTimestamp];
    expect(timestamp).toMatchObject({ status: 'good', time: WHEN, problems: [] });
    expect(time).toBe(Date.parse(WHEN));
  });

  it.each([
    ['of another signature', 'bad', () => check([make(stamper, WHEN, { ofOther: true })])],
    [
      'by a certificate that is not for it',
      'bad',
      () => check([make(signer, WHEN)], [signer, testAuthority().authority]),
    ],
    ['by a certificate out of time', 'bad', () => check([make(stamper, '2014-06-15')])],
    ['to a root that is not trusted', 'untrusted', () => check([make(stamper, WHEN)], [stamper, root], [])],
    ['without the issuer', 'untrusted', () => check([make(stamper, WHEN)], [stamper], [])],
  ])('%s is %s', (__, status, run) => {
    expect(run()[0]!.timestamp.status).toBe(status);
  });
});

describe('timestamps', () => {
  it('without the certificate of the signer prove nothing', () => {
    expect(check([counterSignature(stamper, WHEN)], [])[0]!.timestamp.status).toBe('untrusted');
  });

  it('without DigestInfo hold in countersignatures', () => {
    const old = makeCertificate({
      name: 'Old Stamper',
      key: testKey('old stamper', 'rsa'),
      issuer: root,
      ekus: [Eku.time],
    });
    const [stamp] = check([counterSignature(old, WHEN, { digest: 'sha1', bare: true })], [old]);
    expect(stamp).toMatchObject({ isBare: true, timestamp: { status: 'good' } });
  });

  it('that cannot be read are bad', () => {
    const broken = () => attribute('1.3.6.1.4.1.311.3.3.1', seq());
    expect(check([broken])[0]!.timestamp).toMatchObject({ status: 'bad', time: null });
  });

  const V1 = '1.2.840.113549.1.9.16.2.12';
  const V2 = '1.2.840.113549.1.9.16.2.47';
  const sha512 = seq(oid('2.16.840.1.101.3.4.2.3'));
  it.each<[string, string, string, Buffer[]]>([
    ['by SHA-1', 'good', V1, [octets(hash('sha1', stamper.der))]],
    ['by SHA-256', 'good', V2, [octets(hash('sha256', stamper.der))]],
    ['by another digest', 'good', V2, [sha512, octets(hash('sha512', stamper.der)), seq()]],
    ['that is another by SHA-1', 'bad', V1, [octets(hash('sha1', signer.der))]],
    ['that is another by SHA-256', 'bad', V2, [octets(hash('sha256', signer.der))]],
    ['by a digest that is not known', 'bad', V2, [seq(oid('1.2.3')), octets(hash('sha256', stamper.der))]],
    ['that cannot be read', 'bad', V2, []],
  ])('names its certificate in an attribute, %s: %s', (_, status, id, parts) => {
    const signed = [attribute(id, seq(seq(seq(...parts))))];
    const [{ timestamp }] = check([timestampToken(stamper, WHEN, { signed })]) as [CheckedTimestamp];
    expect(timestamp.status).toBe(status);
    expect(timestamp.problems.map(({ code }) => code)).toEqual(
      status === 'good' ? [] : ['timestamp-invalid'],
    );
  });

  it('name the broken digest that they rely on', () => {
    const weakOf = (...stamps: NonNullable<SignerPlan['unsigned']>) =>
      check(stamps, [stamper, weakly]).map(({ timestamp }) => [timestamp.status, timestamp.weak]);
    const weakly = makeCertificate({ name: 'Weakly', issuer: root, ekus: [Eku.time], digest: 'sha1' });
    expect(weakOf(counterSignature(stamper, WHEN), timestampToken(stamper, WHEN))).toEqual([
      ['good', null],
      ['good', null],
    ]);
    expect(
      weakOf(
        counterSignature(stamper, WHEN, { digest: 'sha1' }),
        timestampToken(stamper, WHEN, { imprint: 'md5' }),
        timestampToken(weakly, WHEN),
      ),
    ).toEqual([
      ['good', 'sha1'],
      ['good', 'md5'],
      ['good', 'sha1'],
    ]);
  });

  it('are all listed, up to a limit', () => {
    const several = [counterSignature(stamper, WHEN), timestampToken(stamper, '2021-01-01')];
    expect(check(several).map(({ timestamp }) => timestamp.kind)).toEqual(['pkcs9', 'rfc3161']);
    expect(check(Array.from({ length: 20 }, () => counterSignature(stamper, WHEN)))).toHaveLength(9);
  });
});
