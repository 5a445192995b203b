import { describe, expect, it } from 'vitest';
import { aesBlocks, deriveKey, HmacSha1 } from '../../../src/formats/zip/ciphers.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('deriveKey', () => {
  // RFC 6070, section 2.
  it.each([
    [1, '0c60c80f961f0e71f3a9b524af6012062fe037a6'],
    [2, 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957'],
    [4096, '4b007901b765489abead49d926f721d065a429c1'],
  ])('%d rounds', (rounds, key) => {
    expect(hex(deriveKey(Buffer.from('password'), Buffer.from('salt'), rounds, 20))).toBe(key);
  });
});

describe('HmacSha1', () => {
  // RFC 2202, section 3, case 2.
  it('is the same in pieces', () => {
    const hmac = new HmacSha1(Buffer.from('Jefe'));
    for (const piece of ['what do ya want ', '', 'for nothing?']) hmac.update(Buffer.from(piece));
    expect(hex(hmac.digest())).toBe('effcdf6ae5eb2fa2d27416d5f184df9c259a7c79');
  });
});

describe('aesBlocks', () => {
  const plain = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
  // FIPS 197, appendix C.
  it.each([
    [16, '69c4e0d86a7b0430d8cdb78070b4c55a'],
    [24, 'dda97ca4864cdfe06eaf70a0ec0d7191'],
    [32, '8ea2b7ca516745bfeafc49904b496089'],
  ])('a key of %d bytes', (length, block) => {
    const encrypt = aesBlocks(Uint8Array.from({ length }, (_, i) => i));
    expect(hex(encrypt(plain))).toBe(block);
    expect(hex(encrypt(Buffer.concat([plain, plain])))).toBe(block + block);
  });
});
