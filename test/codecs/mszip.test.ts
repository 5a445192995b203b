import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MszipDecoder } from '../../src/codecs/mszip.js';
import { cfDataChecksum } from '../../src/formats/cab/cf-data-checksum.js';
import { caught } from '../support/caught.js';
import { sameBytes, sampleBytes } from '../support/sample-bytes.js';
import { runs } from '../support/thorough.js';

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

interface Block {
  input: Uint8Array;
  length: number;
}

/** A CFDATA (MS-CAB 2.4); without a checksum that is 0. */
function cfData({ input, length }: Block, isChecked = true): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(input.length, 4);
  head.writeUInt16LE(length, 6);
  if (isChecked) head.writeUInt32LE(cfDataChecksum(input, head.readUInt32LE(4)));
  return Buffer.concat([head, input]);
}

/** What comes of blocks one by one, up to the first that is wrong. */
function oneByOne(blocks: readonly Block[]): { blocks: number; output: Buffer } {
  const decoder = new MszipDecoder();
  const output: Uint8Array[] = [];
  try {
    for (const { input, length } of blocks) output.push(decoder.decode(input, length).slice());
  } catch {
    // The rest is not looked at.
  }
  return { blocks: output.length, output: Buffer.concat(output) };
}

/** What comes of blocks at once, in as many calls as it takes. */
function atOnce(bytes: Uint8Array, most = 8): { blocks: number; output: Buffer; inputLength: number } {
  const decoder = new MszipDecoder();
  const output: Uint8Array[] = [];
  let [blocks, at] = [0, 0];
  for (;;) {
    const some = decoder.decodeBlocks(bytes.subarray(at), most, 2 ** 30);
    if (some === null) return { blocks, output: Buffer.concat(output), inputLength: at };
    output.push(some.output.slice());
    blocks += some.blocks;
    at += some.inputLength;
  }
}

describe('blocks at once', () => {
  const lengths = [32768, 32768, 1, 3000, 32768, 32768, 32768, 32768, 32768, 32768, 32768, 500];
  const content = sampleBytes(lengths.reduce((a, b) => a + b));
  const encoded = encode(content, lengths);
  const sequence = Buffer.concat(encoded.map((one) => cfData(one)));

  it.each([1, 2, 3, 8, 100])('come to the same as one by one, %d at most', (most) => {
    const { blocks, output, inputLength } = atOnce(sequence, most);
    expect([blocks, inputLength]).toEqual([lengths.length, sequence.length]);
    expect(sameBytes(output, content)).toBe(true);
  });

  it('end where there is as much as is wanted', () => {
    const some = new MszipDecoder().decodeBlocks(sequence, 8, 65537)!;
    expect([some.blocks, some.output.length]).toEqual([3, 65537]);
  });

  it.each([2 ** 31, 2 ** 31 + 1, 2 ** 32, 2 ** 32 + 1, 5e9])('are as many as fit for %d bytes', (wanted) => {
    expect(new MszipDecoder().decodeBlocks(sequence, 100, wanted)!.blocks).toBe(8);
  });

  it('go on after one that was decoded by itself, and the other way round', () => {
    const decoder = new MszipDecoder();
    const parts = encoded.map((one) => cfData(one));
    const output: Uint8Array[] = [];
    for (let i = 0; i < parts.length; ) {
      output.push(decoder.decode(encoded[i]!.input, encoded[i]!.length).slice());
      const some = decoder.decodeBlocks(Buffer.concat(parts.slice(i + 1, i + 3)), 8, 1e6);
      if (some) output.push(some.output.slice());
      i += 1 + (some?.blocks ?? 0);
    }
    expect(sameBytes(Buffer.concat(output), content)).toBe(true);
  });

  const [first, second, third] = encode(sampleBytes(9000), [3000, 3000, 3000]) as [Block, Block, Block];
  it.each<[string, Buffer]>([
    ['cut in its header', cfData(second).subarray(0, 7)],
    ['cut in its data', cfData(second).subarray(0, -1)],
    ['continued in another cabinet', cfData({ ...second, length: 0 })],
    ['with too much output', cfData({ ...second, length: 32769 })],
    [
      'with too much input',
      cfData({
        input: Buffer.concat([second.input, Buffer.alloc(38913 - second.input.length)]),
        length: 3000,
      }),
    ],
    ['that inflates to less', cfData({ ...second, length: 3001 })],
    ['that inflates to more', cfData({ ...second, length: 2999 })],
    ['without data', cfData({ input: new Uint8Array(), length: 1 })],
    [
      'without CK',
      cfData({ input: Buffer.concat([Buffer.from('KC'), second.input.subarray(2)]), length: 3000 }),
    ],
    ['with another checksum', Buffer.concat([Buffer.from([1]), cfData(second).subarray(1)])],
    ['of nothing', Buffer.alloc(0)],
  ])('stop before one %s, which is then as if it had not been looked at', (_, wrong) => {
    const decoder = new MszipDecoder();
    const some = decoder.decodeBlocks(Buffer.concat([cfData(first), wrong]), 8, 1e6)!;
    expect([some.blocks, some.inputLength]).toEqual([1, cfData(first).length]);
    expect(decoder.decodeBlocks(Buffer.concat([wrong, cfData(third)]), 8, 1e6)).toBeNull();
    const rest = [second, third].map(({ input, length }) => decoder.decode(input, length).slice());
    expect(sameBytes(Buffer.concat(rest), sampleBytes(9000).subarray(3000))).toBe(true);
  });

  it('are taken without a checksum, if there is none', () => {
    expect(atOnce(Buffer.concat([cfData(first, false), cfData(second, false)])).blocks).toBe(2);
  });

  it('are refused and taken as one by one, however they are damaged', () => {
    const small = encode(sampleBytes(4000), [1500, 700, 1, 1799]);
    const damage = fc.array(
      fc.record({ block: fc.nat(3), at: fc.nat(), xor: fc.integer({ min: 1, max: 255 }) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    const cut = fc.record({ block: fc.nat(3), by: fc.nat(40) });
    fc.assert(
      fc.property(damage, fc.option(cut), (changes, shorter) => {
        const blocks = small.map(({ input, length }) => ({ input: Uint8Array.from(input), length }));
        for (const { block: index, at, xor } of changes) {
          const { input } = blocks[index]!;
          input[at % input.length]! ^= xor;
        }
        if (shorter) {
          const one = blocks[shorter.block]!;
          one.input = one.input.subarray(0, Math.max(0, one.input.length - shorter.by));
        }
        const wanted = oneByOne(blocks);
        const found = atOnce(Buffer.concat(blocks.map((one) => cfData(one, false))));
        expect(found.blocks).toBe(wanted.blocks);
        expect(sameBytes(found.output, wanted.output)).toBe(true);
      }),
      { seed: 20261128, numRuns: runs(500) },
    );
  });
});
