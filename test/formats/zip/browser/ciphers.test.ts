import { expect, it } from 'vitest';
import * as browser from '../../../../src/formats/zip/browser/ciphers.js';
import * as node from '../../../../src/formats/zip/ciphers.js';

const bytes = Uint8Array.from({ length: 64 }, (_, i) => (i * 37) & 0xff);

it.each([16, 24, 32])('encrypts blocks with %d bytes of key as Node does', (length) => {
  const key = bytes.subarray(0, length);
  expect(Buffer.from(browser.aesBlocks(key)(bytes))).toEqual(Buffer.from(node.aesBlocks(key)(bytes)));
  // The key is used again and again.
  expect(browser.aesBlocks(key)(bytes)).toEqual(browser.aesBlocks(key)(bytes));
});

it('derives the keys that Node does', () => {
  const derive = (from: typeof browser | typeof node) => Buffer.from(from.deriveKey(bytes, bytes, 10, 66));
  expect(derive(browser)).toEqual(derive(node));
});

it('authenticates as Node does', () => {
  const code = (from: typeof browser | typeof node) => {
    const hmac = new from.HmacSha1(bytes);
    hmac.update(bytes);
    hmac.update(bytes.subarray(3));
    return Buffer.from(hmac.digest());
  };
  expect(code(browser)).toEqual(code(node));
});
