import { describe, expect, it } from 'vitest';
import {
  BufferSource,
  type ByteSource,
  checkRange,
  readAll,
  SliceSource,
} from '../../src/core/byte-source.js';
import { caught } from '../support/caught.js';

const bytes = Uint8Array.from([10, 11, 12, 13, 14, 15]);
const ways: [string, () => ByteSource][] = [
  ['a buffer', () => new BufferSource(bytes)],
  [
    'a slice of a buffer',
    () => new SliceSource(new BufferSource(Uint8Array.from([1, 2, ...bytes, 3])), 2, 6),
  ],
  ['a slice of a slice', () => new SliceSource(new SliceSource(new BufferSource(bytes), 0), 0, 6)],
];

describe.each(ways)('%s', (_name, make) => {
  it('gives what is asked for', () => {
    const source = make();
    expect(source.size).toBe(6);
    expect([...source.read(1, 3)]).toEqual([11, 12, 13]);
    expect([...readAll(source)]).toEqual([...bytes]);
    expect(source.read(6, 0).length).toBe(0);
  });

  it.each([
    [5, 2],
    [7, 0],
    [-1, 1],
    [0, -1],
    [0, 2 ** 53],
    [Number.NaN, 1],
    [0, Number.NaN],
  ])('refuses to read %d, %d', (offset, length) => {
    expect(caught(() => make().read(offset, length)).code).toBe('READ_PAST_END');
  });
});

it('copies nothing', () => {
  expect(new BufferSource(bytes).read(1, 2).buffer).toBe(bytes.buffer);
});

it('says where and how much is missing', () => {
  expect(caught(() => checkRange(10, 8, 4)).facts).toEqual({
    offset: 8,
    expected: '4 bytes',
    found: '2 bytes',
  });
});

it('makes no slice that the source does not have', () => {
  expect(caught(() => new SliceSource(new BufferSource(bytes), 4, 3)).code).toBe('READ_PAST_END');
});
