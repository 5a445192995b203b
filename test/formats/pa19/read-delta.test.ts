import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { isDelta, readDelta } from '../../../src/formats/pa19/read-delta.js';
import { caught } from '../../support/caught.js';
import { buildDelta, buildPlainDelta, trailer } from '../../support/delta-builder.js';
import { sampleBytes } from '../../support/sample-bytes.js';

const old = sampleBytes(3000);
const whole = buildPlainDelta(old, sampleBytes(2000, 5));
const header = buildDelta({ newFile: old, oldFiles: [{ content: old }], headerOnly: true });

describe('a delta', () => {
  it('is read from bytes and from sources alike', () => {
    expect(readDelta(whole)).toMatchObject({ size: whole.length, isHeaderOnly: false, newSize: 2000 });
    expect(readDelta(new BufferSource(whole))).toEqual(readDelta(whole));
  });

  it.each([
    ['that ends with its header', header],
    ['that ends with its header and a trailer', new Uint8Array([...header, ...trailer(header)])],
  ])('%s is a header only', (_label, bytes) => {
    expect(readDelta(bytes)).toMatchObject({ isHeaderOnly: true, newSize: 3000, size: bytes.length });
  });

  it('with nothing to decode is whole with its trailer', () => {
    const bytes = buildDelta({ newFile: old, oldFiles: [{ content: old, stream: new Uint8Array() }] });
    expect(readDelta(bytes).isHeaderOnly).toBe(false);
    expect(caught(() => readDelta(bytes.subarray(0, -4))).code).toBe('DELTA_CORRUPT');
  });

  it.each([
    ['a byte changed', whole.map((byte, i) => (i === 500 ? byte ^ 1 : byte)), 'fails its own checksum'],
    ['a byte missing', whole.subarray(0, -1), 'fails its own checksum'],
    ['a byte more', new Uint8Array([...whole, 1]), 'fails its own checksum'],
    // The checksum does not see zeros behind it.
    ['a zero more', new Uint8Array([...whole, 0]), 'do not have the length'],
    ['a header whose trailer is wrong', new Uint8Array([...header, 1, 2, 3, 4]), 'fails its own checksum'],
    [
      'bytes between the streams and the trailer',
      new Uint8Array([
        ...whole.subarray(0, -4),
        1,
        2,
        ...trailer(new Uint8Array([...whole.subarray(0, -4), 1, 2])),
      ]),
      'do not have the length',
    ],
  ])('with %s is corrupt', (_label, bytes, message) => {
    const error = caught(() => readDelta(bytes));
    expect(error.code).toBe('DELTA_CORRUPT');
    expect(error.message).toContain(message);
  });
});

it.each([
  ['PA19', true],
  ['PA30....', true],
  ['PA31', true],
  ['PA20', false],
  ['MSCF', false],
  ['', false],
])('%j starts like a delta: %s', (text, expected) => {
  expect(isDelta(Buffer.from(text))).toBe(expected);
});
