import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BerValue } from '../../src/formats/asn1/ber-value.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import {
  digestOfSignature,
  isSignatureAlgorithm,
  parsePublicKey,
  verifyWithKey,
} from '../../src/signature/public-key.js';
import { int, NULL, oid, seq, testKey, tlv } from '../support/authenticode-builder.js';
import { caught } from '../support/caught.js';

const bits = (bytes: Uint8Array): Buffer => tlv(3, Buffer.from([0]), bytes);

describe('public keys', () => {
  it('reads RSA', () => {
    const info = seq(seq(oid('1.2.840.113549.1.1.1'), NULL), bits(seq(int(0xff01), int(65537))));
    expect(parsePublicKey(BerValue.parse(info))).toEqual({
      kind: 'rsa',
      key: { modulus: 0xff01n, exponent: 65537n, length: 2 },
    });
  });

  it('reads curves by name and verifies with them', () => {
    const key = testKey('public key');
    const { x, y } = key.export({ format: 'jwk' });
    const point = Buffer.concat([
      Buffer.from([4]),
      Buffer.from(x!, 'base64url'),
      Buffer.from(y!, 'base64url'),
    ]);
    const info = seq(seq(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), bits(point));
    const parsed = parsePublicKey(BerValue.parse(info));
    expect(parsed).toMatchObject({ kind: 'ecdsa', curve: 'P-256' });
    const message = Buffer.from('message');
    expect(verifyWithKey(cryptography, parsed, 'sha256', message, sign('sha256', message, key))).toBe(
      'digest-info',
    );
    expect(verifyWithKey(cryptography, parsed, 'sha1', message, sign('sha256', message, key))).toBeNull();
  });

  it.each([
    [
      'parameters of its own instead of a name',
      seq(seq(oid('1.2.840.10045.2.1'), seq(int(1))), bits(Buffer.alloc(65, 4))),
    ],
    [
      'a curve that is not known',
      seq(seq(oid('1.2.840.10045.2.1'), oid('1.3.132.0.10')), bits(Buffer.alloc(65, 4))),
    ],
    ['an algorithm that is not known', seq(seq(oid('1.3.101.112')), bits(Buffer.alloc(32)))],
  ])('does not support %s', (_, info) => {
    const key = parsePublicKey(BerValue.parse(info));
    expect(key.kind).toBe('unsupported');
    expect(verifyWithKey(cryptography, key, 'sha1', new Uint8Array(1), new Uint8Array(1))).toBeNull();
  });

  it('refuses what is no key', () => {
    const info = seq(seq(oid('1.2.840.113549.1.1.1'), NULL), bits(seq(int(1))));
    expect(caught(() => parsePublicKey(BerValue.parse(info)))).toMatchObject({ code: 'ASN1_MALFORMED' });
  });

  it('knows algorithms', () => {
    expect(digestOfSignature('1.2.840.113549.1.1.4')).toBe('md5');
    expect(digestOfSignature('1.2.840.113549.1.1.10')).toBeNull(); // PSS
    expect(isSignatureAlgorithm('1.2.840.113549.1.1.1')).toBe(true);
    expect(isSignatureAlgorithm('1.2.840.10045.4.1')).toBe(true);
    expect(isSignatureAlgorithm('1.2.840.113549.1.1.10')).toBe(false);
  });
});
