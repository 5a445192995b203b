import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MszipDecoder } from '../../src/codecs/mszip.js';
import { caught } from '../support/caught.js';
import { sameBytes, sampleBytes } from '../support/sample-bytes.js';

function block(deflated: Uint8Array, signature = 'CK'): Uint8Array {
  return Buffer.concat([Buffer.from(signature, 'latin1'), deflated]);
}

/** Blocks of the given lengths, each referring to the 32 KiB before it. */
function encode(content: Uint8Array, lengths: number[]): { input: Uint8Array; length: number }[] {
  let at = 0;
  return lengths.map((length) => {
    const plain = content.subarray(at, at + length);
    const dictionary = content.subarray(Math.max(0, at - 32768), at);
    at += length;
    const options = dictionary.length > 0 ? { dictionary } : {};
    return { input: block(deflateRawSync(plain, options)), length };
  });
}

describe('history', () => {
  it.each([
    ['whole blocks', [32768, 32768, 32768, 1000]],
    ['short blocks', [1, 2, 3000, 32768, 5, 20000, 20000, 32767]],
  ])('goes over %s', (_label, lengths) => {
    const content = sampleBytes(lengths.reduce((a, b) => a + b));
    const decoder = new MszipDecoder();
    const output = encode(content, lengths).map(({ input, length }) => decoder.decode(input, length).slice());
    expect(sameBytes(Buffer.concat(output), content)).toBe(true);
  });

  it('is forgotten by reset', () => {
    const [first, second] = encode(sampleBytes(65536), [32768, 32768]);
    const decoder = new MszipDecoder();
    decoder.decode(first!.input, 32768);
    decoder.reset();
    expect(caught(() => decoder.decode(second!.input, 32768)).code).toBe('MSZIP_CORRUPT');
  });
});

describe('the end of a block', () => {
  const plain = sampleBytes(500);
  const whole = deflateRawSync(plain);

  it('is where its length says, even if the stream has no last block', () => {
    const open = deflateRawSync(plain, { finishFlush: constants.Z_SYNC_FLUSH });
    expect(sameBytes(new MszipDecoder().decode(block(open), 500), plain)).toBe(true);
  });

  it('may be followed by bytes that belong to nothing', () => {
    expect(sameBytes(new MszipDecoder().decode(block(Buffer.concat([whole, plain])), 500), plain)).toBe(true);
  });

  it.each([
    ['too early', block(whole), 501],
    ['too late', block(whole), 499],
    ['in the middle of a cut stream', block(whole.subarray(0, whole.length >> 1)), 500],
  ])('%s is an error', (_label, input, length) => {
    const error = caught(() => new MszipDecoder().decode(input, length));
    expect(error.code).toBe('MSZIP_CORRUPT');
    expect(error.facts.expected).toBe(length);
  });

  it('is not reached by a stream that would go on for megabytes', () => {
    const bomb = deflateRawSync(new Uint8Array(30_000_000));
    expect(caught(() => new MszipDecoder().decode(block(bomb), 32768)).code).toBe('MSZIP_CORRUPT');
  });
});

it.each([
  ['no signature', block(deflateRawSync(Uint8Array.of(1)), 'KC')],
  ['nothing at all', new Uint8Array()],
  ['one byte', Uint8Array.of(0x43)],
  ['a signature alone', Uint8Array.of(0x43, 0x4b)],
  // Block type 3 does not exist; distance codes 30 and 31 neither (fixed codes, length 3, distance code 30).
  ['an unknown block type', Uint8Array.of(0x43, 0x4b, 0x07, 0xff)],
  ['a distance code that does not exist', Uint8Array.of(0x43, 0x4b, 0x03, 0x3e, 0x00)],
])('refuses %s', (_label, input) => {
  expect(caught(() => new MszipDecoder().decode(input, 1)).code).toBe('MSZIP_CORRUPT');
});
