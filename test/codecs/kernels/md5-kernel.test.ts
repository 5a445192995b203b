import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Md5Kernel } from '../../../src/codecs/kernels/md5-kernel.js';
import { sampleBytes } from '../../support/sample-bytes.js';
import { runs } from '../../support/thorough.js';

/** The digests of messages, as many as eight of them side by side. */
function digests(messages: readonly Uint8Array[], kernel = new Md5Kernel()): string[] {
  const found: string[] = [];
  const drain = (until: () => boolean): void => {
    while (!until()) kernel.step();
  };
  for (const [index, message] of messages.entries()) {
    drain(() => !kernel.isFull);
    kernel.add(
      message.length,
      (target, at) => target.set(message.subarray(at, at + target.length)),
      (md5) => {
        found[index] = md5;
      },
    );
  }
  drain(() => kernel.active === 0);
  return found;
}

const md5Of = (message: Uint8Array): string => createHash('md5').update(message).digest('hex');

// RFC 1321, appendix A.5.
const suite: [string, string][] = [
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['a', '0cc175b9c0f1b6a831c399e269772661'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'd174ab98d277d9f5a5611c2c9f419d9f'],
  ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
];

describe('MD5 of several messages side by side', () => {
  it.each(suite)('the test suite of RFC 1321, alone: %j', (text, md5) => {
    expect(digests([Buffer.from(text)])).toEqual([md5]);
  });

  it('the test suite of RFC 1321, together', () => {
    expect(digests(suite.map(([text]) => Buffer.from(text)))).toEqual(suite.map(([, md5]) => md5));
  });

  it('is what OpenSSL says at every length around a block and a chunk', () => {
    const lengths = [0, 64, 128, 65_536, 131_072].flatMap((middle) =>
      Array.from({ length: 21 }, (_, i) => Math.max(0, middle - 10 + i)),
    );
    const messages = lengths.map((length, i) => sampleBytes(length, i));
    expect(digests(messages)).toEqual(messages.map(md5Of));
  });

  it('is what OpenSSL says of messages that come and go', () => {
    const kernel = new Md5Kernel();
    fc.assert(
      fc.property(fc.array(fc.nat(200_000), { maxLength: 24 }), (lengths) => {
        const messages = lengths.map((length, i) => sampleBytes(length, i));
        expect(digests(messages, kernel)).toEqual(messages.map(md5Of));
      }),
      { seed: 1321, numRuns: runs(10) },
    );
  });

  it('forgets what is dropped', () => {
    const kernel = new Md5Kernel();
    const told: string[] = [];
    const add = (size: number): void =>
      kernel.add(
        size,
        (target) => target.fill(7),
        (md5) => told.push(md5),
      );
    add(1_000_000);
    kernel.step();
    kernel.clear();
    add(3);
    while (kernel.active > 0) kernel.step();
    expect(told).toEqual([md5Of(Uint8Array.of(7, 7, 7))]);
  });

  it('takes eight at most', () => {
    const kernel = new Md5Kernel();
    const add = (): void =>
      kernel.add(
        1,
        () => undefined,
        () => undefined,
      );
    for (let i = 0; i < 8; i++) add();
    expect(kernel.isFull).toBe(true);
    expect(add).toThrow(RangeError);
  });
});
