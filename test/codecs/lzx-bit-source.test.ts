import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HuffmanTable } from '../../src/codecs/huffman-table.js';
import { LzxBitSource } from '../../src/codecs/lzx-bit-source.js';

describe('bits', () => {
  it('come from the top of each word, the low byte of which is first', () => {
    const bits = new LzxBitSource(8, 8);
    bits.open(Uint8Array.of(0x34, 0x12, 0x78, 0x56));
    expect([bits.take(4), bits.take(8), bits.take(16), bits.take(4)]).toEqual([0x1, 0x23, 0x4567, 0x8]);
    expect([bits.at, bits.end]).toEqual([32, 32]);
  });

  it('of a last half word are its low ones', () => {
    const bits = new LzxBitSource(8, 8);
    bits.open(Uint8Array.of(0x34, 0x12, 0xab));
    bits.take(16);
    expect([bits.take(16), bits.end]).toEqual([0x00ab, 24]);
  });

  it('start at any byte, and are zeros behind the end', () => {
    const bits = new LzxBitSource(8, 8);
    bits.open(new Uint8Array(8).fill(0xff));
    bits.open(Uint8Array.of(9, 9, 9, 0x34, 0x12), 3);
    expect([bits.start, bits.end, bits.take(16), bits.take(17)]).toEqual([3, 16, 0x1234, 0]);
  });

  it('are those of the words, in whatever portions', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 2, maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 17 }), { minLength: 1, maxLength: 40 }),
        (input, portions) => {
          const even = input.subarray(0, input.length & ~1);
          const expected = [...new Uint16Array(even.slice().buffer)]
            .map((word) => word.toString(2).padStart(16, '0'))
            .join('');
          const bits = new LzxBitSource(60, 100);
          bits.open(even);
          let found = '';
          for (const count of portions) {
            if (bits.at + count > bits.end) break;
            found += bits.take(count).toString(2).padStart(count, '0');
          }
          expect(expected.startsWith(found)).toBe(true);
        },
      ),
      { seed: 19 },
    );
  });
});

it('symbols are read by a table, short codes and long ones', () => {
  const payloads = Int32Array.from({ length: 6 }, (_, symbol) => symbol << 5);
  const table = new HuffmanTable(payloads, 2);
  // 0, 10, 110, 1110, 11110, 11111
  expect(table.build(Uint8Array.of(1, 2, 3, 4, 5, 5))).toBe(true);
  const bits = new LzxBitSource(8, 8);
  const code = 0b1111_0101_1011_1110;
  bits.open(Uint8Array.of(code & 255, code >> 8));
  expect([1, 2, 3, 4].map(() => bits.symbol(table))).toEqual([4, 1, 2, 5]);
  expect(bits.at).toBe(15);
});
