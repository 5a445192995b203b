import { describe, expect, it } from 'vitest';
import { BerValue } from '../../src/formats/asn1/ber-value.js';
import {
  findSigner,
  parseSignedData,
  parseSignerInfo,
  readContentInfo,
} from '../../src/signature/signed-data.js';
import {
  executableSignature,
  int,
  makeCertificate,
  octets,
  oid,
  plainExecutable,
  seq,
  set,
  signedData,
  signerInfo,
  type TestCertificate,
  testAuthority,
  testKey,
  tlv,
} from '../support/authenticode-builder.js';
import { caught } from '../support/caught.js';

const signature = executableSignature(plainExecutable());
const { signer, authority } = testAuthority();
const content = octets(seq(int(1)));
const info = signerInfo({ certificate: signer, contentType: '1.2.3', content: Buffer.from('hello') });

describe('SignedData', () => {
  it('has its parts', () => {
    const data = parseSignedData(Buffer.concat([signature, Buffer.alloc(3)]));
    expect(data).toMatchObject({
      contentType: '1.3.6.1.4.1.311.2.1.4',
      length: signature.length,
      isBer: false,
    });
    expect(data.certificates).toHaveLength(4);
    expect(data.signers).toHaveLength(1);
    expect(findSigner(data.signers[0]!, data.certificates)!.der.length).toBe(signer.der.length);
    expect(findSigner(data.signers[0]!, [])).toBeNull();
  });

  it('gives the content under an octet string, and the content itself', () => {
    const wrapped = parseSignedData(signedData('1.2.3', octets(seq(int(1))), [], []));
    expect(Buffer.from(wrapped.contentOctets)).toEqual(seq(int(1)));
    expect(wrapped.content.first().smallInteger()).toBe(1);
    const bare = parseSignedData(signedData('1.2.3', seq(int(1)), [], []));
    expect(Buffer.from(bare.contentOctets)).toEqual(int(1));
  });

  it('leaves out certificates that occur twice, and those that cannot be read', () => {
    const broken = { ...signer, der: seq(int(1)) };
    const data = parseSignedData(signedData('1.2.3', content, [info], [signer, signer, broken, authority]));
    expect(data.certificates).toHaveLength(2);
  });

  it('finds a signer by its key identifier', () => {
    const data = parseSignedData(signature);
    const { keyId } = signer;
    expect(findSigner({ ...data.signers[0]!, id: { keyId } }, data.certificates)).not.toBeNull();
  });

  it.each([
    [
      'other content',
      seq(oid('1.2.840.113549.1.7.1'), tlv(0xa0, octets(Buffer.alloc(1)))),
      'SIGNATURE_UNSUPPORTED',
    ],
    ['no content', seq(oid('1.2.840.113549.1.7.2')), 'ASN1_MALFORMED'],
    ['two things under [0]', seq(oid('1.2.840.113549.1.7.2'), tlv(0xa0, seq(), seq())), 'ASN1_MALFORMED'],
    [
      'a version from the future',
      seq(
        oid('1.2.840.113549.1.7.2'),
        tlv(0xa0, seq(int(9), set(), seq(oid('1.2.3'), tlv(0xa0, seq())), set())),
      ),
      'SIGNATURE_UNSUPPORTED',
    ],
    [
      'detached content',
      seq(oid('1.2.840.113549.1.7.2'), tlv(0xa0, seq(int(1), set(), seq(oid('1.2.3')), set()))),
      'ASN1_MALFORMED',
    ],
    [
      'no signers',
      seq(oid('1.2.840.113549.1.7.2'), tlv(0xa0, seq(int(1), set(), seq(oid('1.2.3'), tlv(0xa0, seq()))))),
      'ASN1_MALFORMED',
    ],
    ['an empty sequence', seq(), 'ASN1_MALFORMED'],
  ])('refuses %s', (_, bytes, code) => {
    expect(caught(() => readContentInfo(BerValue.parse(bytes)))).toMatchObject({ code });
  });

  it('takes a certificate once, however often it is there', () => {
    const many = Array.from({ length: 300 }, () => signer);
    expect(parseSignedData(signedData('1.2.3', content, [info], many)).certificates).toHaveLength(1);
  });

  const entries = (count: number, der: Buffer) => Array.from({ length: count }, () => ({ ...signer, der }));
  it.each<[string, () => TestCertificate[]]>([
    [
      'different certificates',
      () => Array.from({ length: 101 }, () => makeCertificate({ name: 'Many', key: testKey('many') })),
    ],
    ['copies of a certificate', () => entries(513, signer.der)],
    ['certificates that cannot be read', () => entries(33, seq())],
    ['certificates of another format', () => entries(513, tlv(0xa1))],
    ['bytes of certificates', () => [{ ...signer, der: seq(octets(Buffer.alloc(2 ** 20))) }]],
  ])('refuses more %s than any signature has', (_, many) => {
    expect(caught(() => parseSignedData(signedData('1.2.3', content, [info], many())))).toMatchObject({
      code: 'SIGNATURE_UNSUPPORTED',
      message: expect.stringContaining('too many'),
    });
  });
});

describe('SignerInfo', () => {
  it('has the attributes as they are signed', () => {
    const parsed = parseSignerInfo(BerValue.parse(info));
    expect(parsed.signedBytes![0]).toBe(0x31);
    expect([...parsed.signedAttributes.keys()].sort()).toEqual([
      '1.2.840.113549.1.9.3',
      '1.2.840.113549.1.9.4',
    ]);
    expect(parsed.unsignedAttributes.size).toBe(0);
  });

  it.each([
    ['empty', seq()],
    [
      'with something behind its attributes',
      seq(
        ...BerValue.parse(info)
          .list()
          .map(({ encoding }) => encoding),
        tlv(0xa1),
        int(1),
      ),
    ],
  ])('is refused %s', (_, bytes) => {
    expect(caught(() => parseSignerInfo(BerValue.parse(bytes)))).toMatchObject({ code: 'ASN1_MALFORMED' });
  });
});
