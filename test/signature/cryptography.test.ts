import { describe, expect, it } from 'vitest';
import { digestLengths, digestOf, digestOfOid, hex, sameBytes } from '../../src/signature/cryptography.js';
import { cryptography } from '../../src/signature/local-cryptography.js';

describe('digests', () => {
  it('knows those of Authenticode by their object identifiers', () => {
    expect(digestOfOid('1.3.14.3.2.26')).toBe('sha1');
    expect(digestOfOid('2.16.840.1.101.3.4.2.3')).toBe('sha512');
    expect(digestOfOid('1.2.840.113549.2.2')).toBeNull(); // MD2
  });

  it.each(Object.entries(digestLengths))('%s has %i bytes', (name, length) => {
    expect(digestOf(cryptography, name as 'md5', new Uint8Array(0)).length).toBe(length);
  });

  it('compares and writes bytes', () => {
    expect(sameBytes(new Uint8Array([1, 2]), new Uint8Array([1, 2]))).toBe(true);
    expect(sameBytes(new Uint8Array([1, 2]), new Uint8Array([1, 2, 3]))).toBe(false);
    expect(hex(new Uint8Array([0, 255]))).toBe('00ff');
  });
});
