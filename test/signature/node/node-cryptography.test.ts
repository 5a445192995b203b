import { describe, expect, it } from 'vitest';
import { nodeCryptography } from '../../../src/signature/node/node-cryptography.js';

// Curves and digests are tested beside those in script, in ../portable-cryptography.test.ts.
describe('cryptography of Node', () => {
  it('gives bytes of its own', () => {
    const digest = nodeCryptography.createDigest('md5');
    digest.update(new Uint8Array(0));
    expect(Buffer.from(digest.digest()).toString('hex')).toBe('d41d8cd98f00b204e9800998ecf8427e');
  });
});
