import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/core/byte-reader.js';
import {
  findSection,
  parseSectionHeader,
  type SectionHeader,
  sectionDataSize,
} from '../../../src/formats/pe/section-header.js';

function section(fields: Partial<SectionHeader>): SectionHeader {
  return {
    name: '.x',
    virtualSize: 0x1000,
    virtualAddress: 0x1000,
    rawSize: 0x200,
    rawOffset: 0x400,
    characteristics: 0,
    ...fields,
  };
}

describe('parseSectionHeader', () => {
  it('reads the fields in their places', () => {
    const bytes = new Uint8Array(40);
    bytes.set(new TextEncoder().encode('.wixburn')); // eight characters, no NUL
    const view = new DataView(bytes.buffer);
    [0x111, 0x2000, 0x400, 0x600, 1, 2, 3, 0x40000040].forEach((value, i) => {
      view.setUint32(8 + 4 * i, value, true);
    });
    expect(parseSectionHeader(new ByteReader(bytes, 'section'))).toEqual({
      name: '.wixburn',
      virtualSize: 0x111,
      virtualAddress: 0x2000,
      rawSize: 0x400,
      rawOffset: 0x600,
      characteristics: 0x40000040,
    });
  });

  it('ends a short name at its NUL', () => {
    const bytes = new Uint8Array(40);
    bytes.set(new TextEncoder().encode('.rsrc\0xx'));
    expect(parseSectionHeader(new ByteReader(bytes, 'section')).name).toBe('.rsrc');
  });
});

describe('sectionDataSize', () => {
  it.each([
    ['all there', 0x200, 0x400, 0x1000, 0x200],
    ['cut by the end of the file', 0x200, 0x400, 0x500, 0x100],
    ['behind the end of the file', 0x200, 0x400, 0x300, 0],
    ['without data in the file, as some linkers write it', 0x200, 0, 0x1000, 0],
    ['huge', 0xffffffff, 0x400, 0x1000, 0xc00],
  ])('%s', (_, rawSize, rawOffset, fileSize, expected) => {
    expect(sectionDataSize(section({ rawSize, rawOffset }), fileSize)).toBe(expected);
  });
});

describe('findSection', () => {
  const sections = [section({ name: 'a' }), section({ name: 'b', virtualAddress: 0x2000, rawOffset: 0x600 })];
  it.each([
    [0xfff, null],
    [0x1000, 'a'],
    [0x11ff, 'a'],
    [0x1200, null], // mapped, but not in the file
    [0x2000, 'b'],
    [0xffffffff, null],
  ])('RVA 0x%x', (address, name) => {
    expect(findSection(sections, address, 0x1000)?.name ?? null).toBe(name);
  });
});
