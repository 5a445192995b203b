import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { portableDigests, portableHmacSha1, portablePbkdf2 } from '../../src/core/portable-digests.js';

const text = Buffer.from('what do ya want for nothing?');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('portableDigests', () => {
  it.each(Object.keys(portableDigests) as (keyof typeof portableDigests)[])(
    '%s is that of OpenSSL',
    (name) => {
      const digest = portableDigests[name]();
      for (const piece of [text.subarray(0, 5), text.subarray(5)]) digest.update(piece);
      expect(hex(digest.digest())).toBe(createHash(name).update(text).digest('hex'));
    },
  );
});

it('has HMAC-SHA-1', () => {
  const hmac = portableHmacSha1(Buffer.from('Jefe'));
  hmac.update(text);
  expect(hex(hmac.digest())).toBe(createHmac('sha1', 'Jefe').update(text).digest('hex'));
});

it('has PBKDF2', () => {
  const key = portablePbkdf2(Buffer.from('password'), Buffer.from('salt'), 10, 66);
  expect(hex(key)).toBe(pbkdf2Sync('password', 'salt', 10, 66, 'sha1').toString('hex'));
});
