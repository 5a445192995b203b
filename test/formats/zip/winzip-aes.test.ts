import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AES_AUTHENTICATION, AES_VERIFIER, WinZipAes } from '../../../src/formats/zip/winzip-aes.js';

const password = Buffer.from('secret');

describe.each([16, 24, 32])('WinZipAes with a key of %d bytes', (keyLength) => {
  const salt = Uint8Array.from({ length: keyLength / 2 }, (_, i) => i * 7);
  const keys = pbkdf2Sync(password, salt, 1000, 2 * keyLength + 2, 'sha1');

  /** The block that masks the bytes from `16 * (n - 1)` on: the number, the least byte first, encrypted. */
  function mask(n: number): Buffer {
    const counter = Buffer.alloc(16);
    counter.writeUInt32LE(n);
    const cipher = createCipheriv(`aes-${keyLength * 8}-ecb`, keys.subarray(0, keyLength), null);
    return cipher.setAutoPadding(false).update(counter);
  }

  it('has the two bytes that tell a wrong password', () => {
    const { verifier } = new WinZipAes(password, salt, keyLength);
    expect(Buffer.from(verifier)).toEqual(keys.subarray(-AES_VERIFIER));
    expect(Buffer.from(new WinZipAes(Buffer.from('other'), salt, keyLength).verifier)).not.toEqual(
      Buffer.from(verifier),
    );
  });

  it('counts blocks from 1, also beyond those that are made at a time', () => {
    const zeros = new Uint8Array(70_000);
    const stream = Buffer.from(new WinZipAes(password, salt, keyLength).decrypt(zeros));
    for (const n of [1, 2, 4096, 4097, 4300]) {
      expect(stream.subarray((n - 1) * 16, n * 16)).toEqual(mask(n));
    }
  });

  it('decrypts in pieces as at once, with the check of the content', () => {
    const bytes = Buffer.alloc(70_000, 'content');
    const whole = new WinZipAes(password, salt, keyLength);
    const pieces = new WinZipAes(password, salt, keyLength);
    const plain = [0, 3, 3, 65_530, 65_537, 70_000].map((at, i, all) =>
      pieces.decrypt(bytes.subarray(all[i - 1] ?? 0, at)),
    );
    expect(Buffer.concat(plain).equals(Buffer.from(whole.decrypt(bytes)))).toBe(true);
    const check = createHmac('sha1', keys.subarray(keyLength, 2 * keyLength))
      .update(bytes)
      .digest();
    for (const cipher of [whole, pieces]) {
      expect(Buffer.from(cipher.authentication())).toEqual(check.subarray(0, AES_AUTHENTICATION));
    }
  });
});
