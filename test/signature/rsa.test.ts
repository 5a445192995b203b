import { constants, createHash, privateEncrypt, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isUsableRsaKey, type RsaKey, toBigInt, verifyRsa } from '../../src/signature/rsa.js';
import { testKey } from '../support/authenticode-builder.js';

const key = testKey('rsa test', 'rsa');
const { n, e } = key.export({ format: 'jwk' });
const modulus = toBigInt(Buffer.from(n!, 'base64url'));
const rsa: RsaKey = { modulus, exponent: toBigInt(Buffer.from(e!, 'base64url')), length: 128 };
const message = Buffer.from('what is signed');
const digest = (name: string): Uint8Array => new Uint8Array(createHash(name).update(message).digest());
const padding = constants.RSA_PKCS1_PADDING;

describe('RSA signatures', () => {
  it.each(['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const)('with %s', (name) => {
    expect(verifyRsa(rsa, name, digest(name), sign(name, message, key))).toBe('digest-info');
    expect(verifyRsa(rsa, name, digest(name).reverse(), sign(name, message, key))).toBeNull();
  });

  it('around the bare digest are told apart', () => {
    const signature = privateEncrypt({ key, padding }, digest('sha1'));
    expect(verifyRsa(rsa, 'sha1', digest('sha1'), signature)).toBe('bare');
  });

  it('without parameters in DigestInfo hold', () => {
    const info = Buffer.concat([Buffer.from('301f300706052b0e03021a0414', 'hex'), digest('sha1')]);
    expect(verifyRsa(rsa, 'sha1', digest('sha1'), privateEncrypt({ key, padding }, info))).toBe(
      'digest-info',
    );
  });

  it('with something behind the digest do not hold', () => {
    const info = Buffer.concat([
      Buffer.from('3021300906052b0e03021a05000414', 'hex'),
      digest('sha1'),
      Buffer.from([0]),
    ]);
    expect(verifyRsa(rsa, 'sha1', digest('sha1'), privateEncrypt({ key, padding }, info))).toBeNull();
  });

  it.each([
    ['of another length', () => sign('sha1', message, key).subarray(1)],
    ['not below the modulus', () => Buffer.alloc(128, 0xff)],
    ['of zeros', () => Buffer.alloc(128)],
  ])('%s do not hold', (_, signature) => {
    expect(verifyRsa(rsa, 'sha1', digest('sha1'), signature())).toBeNull();
  });

  it.each([
    ['an exponent of 1', { exponent: 1n }],
    ['a huge exponent', { exponent: 2n ** 1000n + 1n }],
    ['an even modulus', { modulus: modulus + 1n }],
    ['a huge modulus', { length: 100_000 }],
    ['a tiny modulus', { length: 8 }],
  ])('by keys with %s do not hold', (_, part) => {
    expect(isUsableRsaKey({ ...rsa, ...part })).toBe(false);
    expect(verifyRsa({ ...rsa, ...part }, 'sha1', digest('sha1'), sign('sha1', message, key))).toBeNull();
  });
});
