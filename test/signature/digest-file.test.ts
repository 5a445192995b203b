import { expect, it } from 'vitest';
import { BufferSource, type ByteSource, SliceSource } from '../../src/core/byte-source.js';
import { hex } from '../../src/signature/cryptography.js';
import { digestFile } from '../../src/signature/digest-file.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { hash } from '../support/authenticode-builder.js';

const bytes = new Uint8Array(600_000).map((_, i) => i % 251);

/** A source that counts what is read of it. */
function counting(): ByteSource & { count: () => number } {
  let count = 0;
  return {
    size: bytes.length,
    read(offset, length) {
      count += length;
      return bytes.subarray(offset, offset + length);
    },
    count: () => count,
  };
}

it('reads a file once for what is covered and for all of it', () => {
  const source = counting();
  const parts = [{ start: 0, end: 10 }, { start: 14, end: 500_000 }, new Uint8Array(3)];
  const wanted = { covered: ['sha1', 'sha256'], whole: ['sha256', 'md5'] } as const;
  const { covered, whole } = digestFile(cryptography, source, parts, wanted);
  for (const name of wanted.covered) {
    const expected = hash(name, bytes.subarray(0, 10), bytes.subarray(14, 500_000), new Uint8Array(3));
    expect(hex(covered.get(name)!)).toBe(expected.toString('hex'));
  }
  for (const name of wanted.whole) {
    expect(hex(whole.get(name)!)).toBe(hash(name, bytes).toString('hex'));
  }
  expect(source.count()).toBe(bytes.length);
});

it('does not read what no digest needs', () => {
  const source = counting();
  const { covered } = digestFile(cryptography, source, [{ start: 100, end: 200 }], {
    covered: ['sha1'],
    whole: [],
  });
  expect(source.count()).toBe(100);
  expect(hex(covered.get('sha1')!)).toBe(hash('sha1', bytes.subarray(100, 200)).toString('hex'));
  digestFile(cryptography, source, [{ start: 0, end: 600_000 }], { covered: [], whole: [] });
  expect(source.count()).toBe(100);
});

it('takes streams in any order', () => {
  const source = new BufferSource(bytes);
  const parts = [new SliceSource(source, 300_000), new SliceSource(source, 0, 300_000)];
  const { covered, whole } = digestFile(cryptography, source, parts, { covered: ['sha1'], whole: ['sha1'] });
  const expected = hash('sha1', bytes.subarray(300_000), bytes.subarray(0, 300_000));
  expect(hex(covered.get('sha1')!)).toBe(expected.toString('hex'));
  expect(hex(whole.get('sha1')!)).toBe(hash('sha1', bytes).toString('hex'));
});
