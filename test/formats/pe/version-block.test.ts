import { describe, expect, it } from 'vitest';
import { isNarrowVersionResource, VersionBlock } from '../../../src/formats/pe/version-block.js';

/** UTF-16 text as two-byte pieces, a number as a word. */
function words(...parts: (string | number)[]): Uint8Array {
  const units = parts.flatMap((part) =>
    typeof part === 'number' ? [part] : Array.from(part, (character) => character.charCodeAt(0)),
  );
  return Uint8Array.from(units.flatMap((unit) => [unit & 255, unit >> 8]));
}

const parse = (bytes: Uint8Array, limit = bytes.length) => VersionBlock.parse(bytes, false, 0, limit);

describe('VersionBlock, 32-bit', () => {
  // String structure: wLength, wValueLength, wType, szKey, padding, Value.
  const right = words(24, 4, 1, 'Key\0', 0, 'v1.\0');
  const key = { key: 'Key', isText: true, cut: false };

  it('reads key and text', () => {
    const block = parse(right)!;
    expect(block).toMatchObject(key);
    expect(block.text(0)).toBe('v1.');
  });

  it.each([
    ['in bytes', words(24, 8, 1, 'Key\0', 0, 'v1.\0'), 'v1.'],
    ['without the NUL', words(24, 3, 1, 'Key\0', 0, 'v1.\0'), 'v1.'],
    ['0 although there is a text', words(24, 0, 1, 'Key\0', 0, 'v1.\0'), 'v1.'],
    ['0 since there is none', words(14, 0, 1, 'Key\0', 0), ''],
    ['beyond everything', words(24, 0xffff, 1, 'Key\0', 0, 'v1.\0'), 'v1.'],
    ['right, and the NUL missing', words(22, 3, 1, 'Key\0', 0, 'v1.'), 'v1.'],
    ['right, and type binary', words(24, 4, 0, 'Key\0', 0, 'v1.\0'), 'v1.'],
    ['right, and a NUL inside', words(24, 4, 1, 'Key\0', 0, 'v\0x\0'), 'v'],
  ])('text whose wValueLength is %s', (_, bytes, text) => {
    expect(parse(bytes)?.text(0)).toBe(text);
  });

  it('is cut where the parent ends', () => {
    const block = parse(right, 20)!;
    expect(block).toMatchObject({ key: 'Key', cut: true, end: 20 });
    expect(block.text(0)).toBe('v1');
  });

  it.each([
    ['no room', right, 5],
    ['length 0', words(0, 4, 1, 'Key\0'), 14],
    ['a length below its own header', words(5, 4, 1, 'Key\0'), 14],
  ])('null for %s', (_, bytes, limit) => {
    expect(parse(bytes, limit)).toBeNull();
  });

  it('gives a binary value and the children behind it', () => {
    // A value of six bytes: the next block starts at a multiple of four.
    const child = words(12, 0, 1, 'ab\0');
    const bytes = Uint8Array.from([
      ...words(48, 6, 0, 'Var\0', 0, 0x1111, 0x2222, 0x3333, 0),
      ...child,
      ...words(14, 0, 1, 'xyz\0', 0),
      ...words(0, 0, 0),
    ]);
    const block = parse(bytes)!;
    expect([...block.value]).toEqual([0x11, 0x11, 0x22, 0x22, 0x33, 0x33]);
    expect([...block.children()].map(({ key, cut }) => ({ key, cut }))).toEqual([
      { key: 'ab', cut: false },
      { key: 'xyz', cut: true }, // its fourteen bytes end at 50, the parent says 48
    ]);
  });

  it('ends at a key without a NUL', () => {
    expect(parse(words(10, 0, 1, 'no'))).toMatchObject({ key: 'no', valueStart: 10 });
  });
});

describe('VersionBlock, 16-bit', () => {
  const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0));
  const bytes = Uint8Array.from([
    20,
    0,
    4,
    0,
    ...ascii('Key\0'),
    ...ascii('Gr\xfc\xdfe\0'),
    0,
    0,
    0,
    0,
    0,
    0,
  ]);

  it('has no wType, and text in a code page', () => {
    expect(isNarrowVersionResource(bytes)).toBe(true);
    const block = VersionBlock.parse(bytes, true, 0, bytes.length)!;
    expect(block.key).toBe('Key');
    expect(block.text(1252)).toBe('Grüße');
    expect(block.text(1251)).toBe('GrьЯe');
  });

  it('is told from the 32-bit shape by the letter where that has its wType', () => {
    expect(isNarrowVersionResource(words(24, 4, 1, 'Key\0'))).toBe(false);
    expect(isNarrowVersionResource(words(24, 4, 0, 'Key\0'))).toBe(false);
    expect(isNarrowVersionResource(new Uint8Array())).toBe(false);
  });
});
