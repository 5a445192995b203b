import { expect, it } from 'vitest';
import { ZipCrypto } from '../../../src/formats/zip/zip-crypto.js';

const bytes = Uint8Array.from({ length: 32 }, (_, i) => i);

// What the decrypter of Python's zipfile module makes of the bytes 0 to 31, and of 0 to 7.
it.each([
  ['secret', 32, 'c84ed9bdad8b91daa848363543fb3393fa31a885cf176e8c009a441a83c1fd47'],
  ['', 8, 'abda457db672ba2d'],
])('decrypts with the password %j', (password, length, plain) => {
  const cipher = new ZipCrypto(Buffer.from(password));
  expect(Buffer.from(cipher.decrypt(bytes.subarray(0, length))).toString('hex')).toBe(plain);
});

it('decrypts in pieces as at once, and leaves what it is given', () => {
  const whole = new ZipCrypto(Buffer.from('secret')).decrypt(bytes);
  const cipher = new ZipCrypto(Buffer.from('secret'));
  const pieces = [0, 1, 1, 5, 32].map((at, i, all) => cipher.decrypt(bytes.subarray(all[i - 1] ?? 0, at)));
  expect(Buffer.concat(pieces)).toEqual(Buffer.from(whole));
  expect(bytes[31]).toBe(31);
});
