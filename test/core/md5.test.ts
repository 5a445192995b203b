import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Md5 } from '../../src/core/md5.js';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('Md5', () => {
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a', '0cc175b9c0f1b6a831c399e269772661'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
    ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
  ])('hashes %j as RFC 1321 does', (text, digest) => {
    expect(new Md5().update(ascii(text)).hex()).toBe(digest);
  });

  it.each([55, 56, 57, 63, 64, 65, 119, 120, 128])('pads %d bytes as Node does', (length) => {
    const bytes = new Uint8Array(length).fill(7);
    expect(new Md5().update(bytes).hex()).toBe(createHash('md5').update(bytes).digest('hex'));
  });

  it('does not depend on how the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
        const mine = new Md5();
        const theirs = createHash('md5');
        for (const piece of pieces) {
          mine.update(piece);
          theirs.update(piece);
        }
        expect(mine.hex()).toBe(theirs.digest('hex'));
      }),
      { seed: 1321, numRuns: 200 },
    );
  });
});
