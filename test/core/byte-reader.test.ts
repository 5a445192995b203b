import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../src/core/byte-reader.js';
import { caught } from '../support/caught.js';

const bytes = Uint8Array.from([0x01, 0x02, 0x03, 0x04, 0xff, 0xff, 0xff, 0xff, 0x41, 0x42, 0x00, 0x43]);

describe('ByteReader', () => {
  it('reads little-endian numbers one after the other', () => {
    const reader = new ByteReader(bytes, 'Sample');
    expect([reader.u8(), reader.u8(), reader.u16()]).toEqual([0x01, 0x02, 0x0403]);
    expect(reader.i32()).toBe(-1);
    reader.position = 4;
    expect(reader.u32()).toBe(0xffffffff);
    reader.position = 0;
    expect(reader.u64()).toBe(0xffffffff04030201n);
    expect(reader.remaining).toBe(4);
  });

  it('reads from the middle of a buffer', () => {
    const reader = new ByteReader(bytes.subarray(2), 'Sample', 100);
    expect(reader.u16()).toBe(0x0403);
    expect(reader.offset).toBe(102);
  });

  it('gives views and skips', () => {
    const reader = new ByteReader(bytes, 'Sample');
    reader.skip(8);
    expect([...reader.take(2)]).toEqual([0x41, 0x42]);
    expect(reader.take(0).length).toBe(0);
    expect(reader.take(1).buffer).toBe(bytes.buffer);
  });

  it('reads up to a NUL and past it', () => {
    const reader = new ByteReader(bytes, 'Sample');
    reader.position = 8;
    expect([...reader.untilNul(2)]).toEqual([0x41, 0x42]);
    expect(reader.position).toBe(11);
  });

  it.each<[string, number, (reader: ByteReader) => unknown, object]>([
    ['u8', 12, (r) => r.u8(), { offset: 20, expected: '1 bytes', found: '0 bytes' }],
    ['u16 with one byte left', 11, (r) => r.u16(), { offset: 19, found: '1 bytes' }],
    ['u64', 12, (r) => r.u64(), { expected: '8 bytes' }],
    ['take', 12, (r) => r.take(1), {}],
    ['take a negative length', 0, (r) => r.take(-1), { offset: 8 }],
    ['skip', 12, (r) => r.skip(2 ** 40), {}],
    ['a string without an end', 11, (r) => r.untilNul(99), { offset: 19 }],
    ['a string longer than its limit', 8, (r) => r.untilNul(1), { offset: 16 }],
  ])('refuses %s past the end, naming place and structure', (_name, position, read, facts) => {
    const reader = new ByteReader(bytes, 'Sample', 8, 'CFB_TRUNCATED');
    reader.position = position;
    expect(caught(() => read(reader))).toMatchObject({
      code: 'CFB_TRUNCATED',
      facts: { structure: 'Sample', ...facts },
    });
  });
});
