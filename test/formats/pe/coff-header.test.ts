import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/core/byte-reader.js';
import { parseCoffHeader, platformOf } from '../../../src/formats/pe/coff-header.js';

describe('platformOf', () => {
  // PE format, "Machine Types".
  it.each([
    [0x14c, 'x86'],
    [0x200, 'IA-64'],
    [0x8664, 'x64'],
    [0xaa64, 'ARM64'],
    [0x1c0, 'ARM'],
    [0x1c2, 'ARM'],
    [0x1c4, 'ARM'],
    [0x0, null],
    [0x184, null], // Alpha
    [0x166, null], // MIPS R4000
    [0xebc, null], // EFI byte code
  ])('machine 0x%x is %s', (machine, platform) => {
    expect(platformOf(machine)).toBe(platform);
  });
});

describe('parseCoffHeader', () => {
  it('reads the fields in their places', () => {
    const bytes = Uint8Array.of(
      ...[0x64, 0x86, 0x03, 0x00, 0x01, 0x02, 0x03, 0x04, 9, 9, 9, 9, 9, 9, 9, 9, 0xf0, 0x00, 0x22, 0x20],
    );
    expect(parseCoffHeader(new ByteReader(bytes, 'COFF'))).toEqual({
      machine: 0x8664,
      sectionCount: 3,
      timestamp: 0x04030201,
      optionalHeaderSize: 240,
      characteristics: 0x2022,
    });
  });

  it('refuses fewer than twenty bytes', () => {
    const read = () => parseCoffHeader(new ByteReader(new Uint8Array(19), 'COFF', 0, 'PE_BAD_HEADER'));
    expect(read).toThrow(expect.objectContaining({ code: 'PE_BAD_HEADER' }));
  });
});
