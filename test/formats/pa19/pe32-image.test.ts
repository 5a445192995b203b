import { describe, expect, it } from 'vitest';
import { Pe32Directories, Pe32Image } from '../../../src/formats/pa19/pe32-image.js';
import { buildPe32, CODE, DATA, HEADERS_SIZE, Pe32Fields, readDwords } from '../../support/pe32-builder.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';

const file = buildPe32({
  imageBase: 0x1000000,
  timestamp: 0x44332211,
  checksum: 0x1234,
  directories: { [Pe32Directories.import]: [0x2000, 40] },
  sections: [
    { address: 0x1000, data: new Uint8Array(0x200), virtualSize: 0x180, characteristics: CODE },
    { address: 0x2000, data: new Uint8Array(0x400), virtualSize: 0x3000, characteristics: DATA },
    // Claims more data than the file has.
    { address: 0x5000, data: new Uint8Array(0x10), rawSize: 0x1000, characteristics: DATA },
  ],
});
const open = (bytes: Uint8Array): Pe32Image => Pe32Image.open(new Uint8Array(bytes))!;

describe('what is opened', () => {
  it('PE32 of any machine', () => {
    for (const platform of ['x86', 'ARM'] as const) {
      expect(Pe32Image.open(buildExecutable({ platform }))).not.toBeNull();
    }
  });

  it('not PE32+', () => {
    for (const platform of ['x64', 'ARM64', 'IA-64'] as const) {
      expect(Pe32Image.open(buildExecutable({ platform }))).toBeNull();
    }
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['text', Buffer.from('MZ is how this text begins, and it goes on for some time after that.....')],
    ['an executable without a header', file.subarray(0, 64)],
    ['an executable whose header is cut', file.subarray(0, 200)],
    ['a ROM image', buildPe32({ sections: [], magic: 0x107 })],
  ])('not %s', (_label, bytes) => {
    expect(Pe32Image.open(bytes)).toBeNull();
  });
});

describe('the headers', () => {
  it('are read and written in place', () => {
    const image = open(file);
    expect(image).toMatchObject({
      isI386: true,
      timestamp: 0x44332211,
      imageBase: 0x1000000,
      checksum: 0x1234,
      sizeOfHeaders: HEADERS_SIZE,
      sizeOfImage: 0x6000,
    });
    image.timestamp = 0xfffefdfc;
    image.imageBase = 0xf0000000;
    image.checksum = 0x87654321;
    expect(readDwords(image.bytes, Pe32Fields.timestamp, 1)).toEqual([0xfffefdfc]);
    expect(readDwords(image.bytes, Pe32Fields.imageBase, 1)).toEqual([0xf0000000]);
    expect(readDwords(image.bytes, Pe32Fields.checksum, 1)).toEqual([0x87654321]);
  });

  it('have directories as far as they say', () => {
    const image = open(file);
    expect(image.directory(Pe32Directories.import)).toEqual({ address: 0x2000, size: 40 });
    expect(image.directory(Pe32Directories.export)).toEqual({ address: 0, size: 0 });
    image.clearDirectory(Pe32Directories.import);
    expect(image.directory(Pe32Directories.import)).toEqual({ address: 0, size: 0 });

    const few = open(buildPe32({ sections: [], directories: { 1: [5, 5] }, numberOfDirectories: 1 }));
    expect(few.directory(Pe32Directories.import)).toEqual({ address: 0, size: 0 });
    few.clearDirectory(Pe32Directories.import);
    expect(readDwords(few.bytes, Pe32Fields.directories + 8, 2)).toEqual([5, 5]);
  });

  it('have no more sections than the file holds and a loader takes', () => {
    const many = new Uint8Array([...file, ...new Uint8Array(3000)]);
    new DataView(many.buffer).setUint16(0x80 + 6, 65535, true);
    expect(open(many).sections).toHaveLength(96);
    expect(open(many.subarray(0, Pe32Fields.sections + 90)).sections).toHaveLength(2);
  });
});

describe('addresses', () => {
  it.each([
    [0, 1, 0],
    [0x3ff, 1, 0x3ff],
    [0x400, 1, -1],
    [0x1000, 4, 0x400],
    // SizeOfRawData decides, not VirtualSize.
    [0x11ff, 1, 0x5ff],
    [0x1200, 1, -1],
    [0x2000, 0, 0x600],
    [0x23ff, 1, 0x9ff],
    [0x2400, 1, -1],
    // Only where the value starts is looked at.
    [0x11ff, 4, 0x5ff],
    // Not behind the end of the file.
    [0x5000, 4, 0xa00],
    [0x51fd, 4, -1],
    [0x5fff, 1, -1],
    [0xffffffff, 1, -1],
  ])('0x%s for %i bytes', (address, length, offset) => {
    expect(open(file).offsetOf(address, length)).toBe(offset);
  });

  it('are in the section that is listed first', () => {
    const image = open(
      buildPe32({
        sections: [
          { address: 0x2000, data: new Uint8Array(0x200) },
          { address: 0x1000, data: new Uint8Array(0x2000) },
        ],
      }),
    );
    expect(image.offsetOf(0x2010, 1)).toBe(0x410);
    expect(image.offsetOf(0x1010, 1)).toBe(0x610);
    expect(image.sectionOf(0x2300)).toBe(image.sections[1]);
    expect(image.sectionOf(0x10)).toBeNull();
  });
});
