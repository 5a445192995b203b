import { describe, expect, it } from 'vitest';
import { unbind } from '../../../../src/formats/pa19/normalise/unbind.js';
import { Pe32Directories, Pe32Image } from '../../../../src/formats/pa19/pe32-image.js';
import {
  buildPe32,
  dwords,
  Pe32Fields,
  type Pe32Plan,
  pieces,
  readDwords,
} from '../../../support/pe32-builder.js';

function unbound(plan: Pe32Plan): Pe32Image {
  const image = Pe32Image.open(buildPe32(plan))!;
  unbind(image);
  return image;
}

describe('bound imports', () => {
  it('lose their directory and its content, in the headers too', () => {
    const bytes = buildPe32({ directories: { 11: [0x300, 0x10] }, sections: [] });
    bytes.fill(0xaa, 0x2f0, 0x320);
    const image = Pe32Image.open(bytes)!;
    unbind(image);
    expect(image.directory(Pe32Directories.boundImport)).toEqual({ address: 0, size: 0 });
    expect(readDwords(bytes, 0x2fc, 6)).toEqual([0xaaaaaaaa, 0, 0, 0, 0, 0xaaaaaaaa]);
  });

  it.each([
    [0x900000, 0x10],
    [0x1000, 0xffffffff],
  ])('at 0x%s of 0x%s bytes end with the file', (address, size) => {
    const image = unbound({
      directories: { 11: [address, size] },
      sections: [{ address: 0x1000, data: dwords(1, 2) }],
    });
    expect(image.directory(Pe32Directories.boundImport)).toEqual({ address: 0, size: 0 });
  });
});

describe('import descriptors', () => {
  const data = pieces(0x200, {
    // Bound; bound without a lookup table; not bound.
    0: dwords(0x1100, 0xffffffff, 5, 0x1040, 0x1140),
    20: dwords(0, 77, 5, 0x1040, 0x1160),
    40: dwords(0x1120, 0, 5, 0x1040, 0x1180),
    256: dwords(0x1050, 0x80000007, 0),
    288: dwords(0x1058, 0),
    320: dwords(0x77e10000, 0x77e20000, 0, 0x11111111),
    352: dwords(0x77e10000, 0),
    384: dwords(0x77e10000, 0),
  });

  it('of bound libraries get their lookup table back, with or without a bound-import directory', () => {
    const image = unbound({ directories: { 1: [0x1000, 80] }, sections: [{ address: 0x1000, data }] });
    expect(readDwords(image.bytes, 0x400, 15)).toEqual([
      ...[0x1100, 0, 0, 0x1040, 0x1140],
      ...[0, 77, 5, 0x1040, 0x1160],
      ...[0x1120, 0, 5, 0x1040, 0x1180],
    ]);
    expect(readDwords(image.bytes, 0x540, 4)).toEqual([0x1050, 0x80000007, 0, 0x11111111]);
    expect(readDwords(image.bytes, 0x560, 1)).toEqual([0x77e10000]);
    expect(readDwords(image.bytes, 0x580, 1)).toEqual([0x77e10000]);
  });

  it('may point out of the file', () => {
    const odd = pieces(0x200, { 0: dwords(0x900000, 1, 1, 0x1040, 0x1140, 0x1100, 1, 1, 1, 0x900000) });
    const image = unbound({ directories: { 1: [0x1000, 80] }, sections: [{ address: 0x1000, data: odd }] });
    expect(readDwords(image.bytes, 0x400, 10)).toEqual([
      ...[0x900000, 0, 0, 0x1040, 0x1140],
      ...[0x1100, 0, 0, 1, 0x900000],
    ]);
  });
});

describe('sections', () => {
  it.each([
    ['.idata', 0xc0000040],
    ['.IData', 0xc0000040],
    ['.idata2', 0x00000040],
    ['.idat', 0x00000040],
    ['idata', 0x00000040],
    ['\x0eidata', 0x00000040],
  ])('named %j have characteristics 0x%s after', (name, expected) => {
    const image = unbound({
      sections: [{ name, address: 0x1000, data: new Uint8Array(4), characteristics: 0x40 }],
    });
    expect(readDwords(image.bytes, Pe32Fields.sections + 36, 1)).toEqual([expected]);
  });
});
