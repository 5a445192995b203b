import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { certificateFacts, isSignedBy, KeyUsage, parseCertificate } from '../../src/signature/certificate.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import {
  Eku,
  makeCertificate,
  NULL,
  octets,
  oid,
  seq,
  testKey,
  tlv,
} from '../support/authenticode-builder.js';
import { caught } from '../support/caught.js';

const root = makeCertificate({ name: 'Root', key: testKey('cert root', 'rsa'), ca: true, pathLength: 1 });

describe('a certificate', () => {
  it('says what node:crypto says', () => {
    const { der } = makeCertificate({
      name: 'Leaf',
      issuer: root,
      ekus: [Eku.code],
      keyUsage: KeyUsage.digitalSignature,
      notBefore: '2016-02-03',
      notAfter: '2017-04-05',
      serial: Buffer.from('80ff', 'hex'), // a negative number
    });
    const other = new X509Certificate(der);
    const facts = certificateFacts(cryptography, parseCertificate(der));
    expect(facts).toMatchObject({
      subject: 'CN=Leaf, O=Test',
      issuer: 'CN=Root, O=Test',
      serial: '80ff',
      notBefore: '2016-02-03T00:00:00.000Z',
      notAfter: '2017-04-05T00:00:00.000Z',
    });
    expect(facts.sha256).toBe(other.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(facts.sha1).toBe(other.fingerprint.replaceAll(':', '').toLowerCase());
  });

  it('has its extensions', () => {
    const { der } = makeCertificate({
      name: 'Leaf',
      issuer: root,
      ekus: [Eku.code, Eku.lifetime],
      keyUsage: 0x80,
    });
    expect(parseCertificate(der)).toMatchObject({
      constraints: null,
      keyUsage: 0x80,
      extendedUsages: [Eku.code, Eku.lifetime],
      unknownCritical: null,
    });
    expect(parseCertificate(root.der).constraints).toEqual({ isCa: true, pathLength: 1 });
    expect(parseCertificate(der).authorityKeyId).toEqual(parseCertificate(root.der).subjectKeyId);
  });

  it('names a critical extension that is not known', () => {
    const critical = seq(oid('1.2.3.4'), tlv(1, Buffer.from([255])), octets(NULL));
    const { der } = makeCertificate({ name: 'Leaf', extensions: [critical] });
    expect(parseCertificate(der).unknownCritical).toBe('1.2.3.4');
  });

  it('is signed by its issuer and nobody else', () => {
    const leaf = parseCertificate(makeCertificate({ name: 'Leaf', issuer: root }).der);
    expect(isSignedBy(cryptography, leaf, parseCertificate(root.der))).toBe(true);
    expect(isSignedBy(cryptography, leaf, leaf)).toBe(false);
  });

  it('is refused with an extension that occurs twice', () => {
    const extension = seq(oid('2.5.29.14'), octets(octets(Buffer.alloc(20))));
    const { der } = makeCertificate({ name: 'Leaf', extensions: [extension] });
    expect(caught(() => parseCertificate(der))).toMatchObject({ code: 'ASN1_MALFORMED' });
  });

  it('is refused where it is cut, at every byte', () => {
    for (let length = 0; length < root.der.length; length += 7) {
      expect(caught(() => parseCertificate(root.der.subarray(0, length)))).toMatchObject({
        code: 'ASN1_MALFORMED',
      });
    }
  });
});
