import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../src/signature/certificate.js';
import { readCertificates, readKnownCertificates, TrustedCertificates } from '../../src/signature/trust.js';
import { makeCertificate, testKey } from '../support/authenticode-builder.js';
import { caught } from '../support/caught.js';

const root = makeCertificate({ name: 'Root', key: testKey('trust'), ca: true });
const other = makeCertificate({ name: 'Other', key: testKey('trust'), ca: true });
const pem = ({ der }: { der: Buffer }): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\r\n')}\n-----END CERTIFICATE-----\n`;

describe('files of certificates', () => {
  it('are PEM with text between, or DER', () => {
    const text = Buffer.from(`# two roots\n${pem(root)}more\n${pem(other)}`);
    expect(readCertificates(text).map(({ subject }) => subject[0]!.value)).toEqual(['Root', 'Other']);
    expect(readCertificates(root.der)[0]!.subject[0]!.value).toBe('Root');
  });

  it.each([
    ['empty', ''],
    ['of another kind', 'hello'],
    ['without end', '-----BEGIN CERTIFICATE-----\nMII'],
    ['not base64', '-----BEGIN CERTIFICATE-----\n*!\n-----END CERTIFICATE-----'],
    ['not a certificate', '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----'],
    ['cut DER', root.der.subarray(0, 40)],
  ])('are refused: %s', (_, text) => {
    expect(caught(() => readCertificates(Buffer.from(text as string)))).toMatchObject({
      code: 'SIGNATURE_BAD_CERTIFICATE',
    });
  });

  it('of a system may hold some that cannot be read', () => {
    const bad = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
    const found = readKnownCertificates(Buffer.from(`${pem(root)}${bad}${pem(other)}`));
    expect(found.map(({ subject }) => subject[0]!.value)).toEqual(['Root', 'Other']);
  });
});

describe('a trusted certificate', () => {
  const trusted = new TrustedCertificates([parseCertificate(root.der)]);
  const find = (certificate: { der: Buffer }) => trusted.find(parseCertificate(certificate.der));

  it('is found as itself, and as another one of its subject and key', () => {
    expect(find(root)).toBe(trusted.certificates[0]);
    const again = makeCertificate({ name: 'Root', key: testKey('trust'), ca: true, notAfter: '2030-01-01' });
    expect(find(again)).toBe(trusted.certificates[0]);
  });

  it('is not found by its subject or its key alone', () => {
    expect(find(makeCertificate({ name: 'Root', key: testKey('another key'), ca: true }))).toBeNull();
    expect(find(other)).toBeNull();
  });
});
