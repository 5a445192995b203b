import { describe, expect, it } from 'vitest';
import { transformInferredPointers } from '../../../../src/formats/pa19/transform/inferred-pointers.js';
import { fixedRuns, transformOf } from '../../../support/image-transform.js';
import { dwords, HEADERS_SIZE, type Pe32Plan, pieces, readDwords } from '../../../support/pe32-builder.js';

const plan = (data: Uint8Array, rest: Partial<Pe32Plan> = {}): Pe32Plan => ({
  imageBase: 0x400000,
  sizeOfImage: 0x3000,
  sections: [{ address: 0x1000, data }],
  ...rest,
});
const moved: [number, number][] = [[0, 0x100]];

describe('what looks like a pointer', () => {
  it.each([
    ['the lowest section', 0x401000, 0x401100],
    ['the last byte of the image', 0x402fff, 0x4030ff],
    ['what is behind the image', 0x403000, 0x403000],
    ['the headers', 0x400fff, 0x400fff],
    ['what is before the image', 0x3fffff, 0x3fffff],
  ])('into %s', (_label, value, expected) => {
    const transform = transformOf(plan(dwords(value)), moved);
    transformInferredPointers(transform, false);
    expect(readDwords(transform.image.bytes, HEADERS_SIZE, 1)).toEqual([expected]);
    expect(fixedRuns(transform)).toEqual(value === expected ? [] : [[HEADERS_SIZE, 4]]);
  });

  it('at any byte, one after the other', () => {
    const data = pieces(16, { 1: dwords(0x401234), 5: dwords(0x401000), 12: dwords(0x402000) });
    const transform = transformOf(plan(data), moved);
    transformInferredPointers(transform, false);
    const bytes = transform.image.bytes;
    expect(readDwords(bytes, HEADERS_SIZE + 1, 2)).toEqual([0x401334, 0x401100]);
    expect(readDwords(bytes, HEADERS_SIZE + 12, 1)).toEqual([0x402100]);
    expect(fixedRuns(transform)).toEqual([
      [HEADERS_SIZE + 1, 8],
      [HEADERS_SIZE + 12, 4],
    ]);
  });

  it('to the end of what is attached, but not in the headers', () => {
    const transform = transformOf(
      plan(new Uint8Array(4), { timestamp: 0x401000, overlay: pieces(7, { 3: dwords(0x401000) }) }),
      moved,
    );
    transformInferredPointers(transform, false);
    const { image } = transform;
    expect(image.timestamp).toBe(0x401000);
    expect(readDwords(image.bytes, image.bytes.length - 4, 1)).toEqual([0x401100]);
  });

  it('does not run past the end', () => {
    const transform = transformOf(plan(new Uint8Array(4), { overlay: Uint8Array.of(0, 0x10, 0x40) }), moved);
    transformInferredPointers(transform, false);
    expect(fixedRuns(transform)).toEqual([]);
  });
});

describe('with PE_IRELOC_2', () => {
  it('pointers into the headers count', () => {
    const transform = transformOf(plan(dwords(0x400000, 0x3fffff)), moved);
    transformInferredPointers(transform, true);
    expect(readDwords(transform.image.bytes, HEADERS_SIZE, 2)).toEqual([0x400100, 0x3fffff]);
  });

  it('what touches a data directory does not', () => {
    const data = pieces(40, { 5: dwords(0x401000), 14: dwords(0x401000), 28: dwords(0x401000) });
    const transform = transformOf(plan(data, { directories: { 9: [0x1008, 6], 12: [0x1011, 8] } }), moved);
    transformInferredPointers(transform, true);
    const bytes = transform.image.bytes;
    expect(readDwords(bytes, HEADERS_SIZE + 5, 1)).toEqual([0x401000]);
    expect(readDwords(bytes, HEADERS_SIZE + 14, 1)).toEqual([0x401000]);
    expect(readDwords(bytes, HEADERS_SIZE + 28, 1)).toEqual([0x401100]);
  });
});

it('an image without sections has none', () => {
  const transform = transformOf(plan(new Uint8Array(), { sections: [], overlay: dwords(0x401000) }), moved);
  transformInferredPointers(transform, false);
  expect(fixedRuns(transform)).toEqual([]);
});
