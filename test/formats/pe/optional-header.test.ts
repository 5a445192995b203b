import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/core/byte-reader.js';
import { parseOptionalHeader } from '../../../src/formats/pe/optional-header.js';

/** An optional header of `length` bytes with the given dwords. */
function header(length: number, magic: number, dwords: Record<number, number>): ByteReader {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, magic, true);
  for (const [at, value] of Object.entries(dwords)) view.setUint32(Number(at), value, true);
  return new ByteReader(bytes, 'IMAGE_OPTIONAL_HEADER', 0x98, 'PE_BAD_HEADER');
}

describe('parseOptionalHeader', () => {
  // Offsets from PE format, "Optional Header (Image Only)".
  it.each([
    { kind: 'PE32', magic: 0x10b, count: 92, size: 224 },
    { kind: 'PE32+', magic: 0x20b, count: 108, size: 240 },
  ])('$kind', ({ kind, magic, count, size }) => {
    const resource = count + 4 + 2 * 8;
    const fields = {
      36: 0x200,
      60: 0x400,
      64: 0xabcd,
      [count]: 16,
      [resource]: 0x3000,
      [resource + 4]: 0x58,
    };
    const parsed = parseOptionalHeader(header(size, magic, fields));
    expect(parsed).toMatchObject({ kind, fileAlignment: 0x200, headersSize: 0x400, checksum: 0xabcd });
    expect(parsed.dataDirectories).toHaveLength(16);
    expect(parsed.dataDirectories[2]).toEqual({ address: 0x3000, size: 0x58 });
  });

  it.each([
    ['none', 0, 224, 0],
    ['as many as it says', 3, 224, 3],
    ['never more than sixteen', 0xffffffff, 400, 16],
    ['never more than there are bytes', 16, 96 + 20, 2],
  ])('data directories: %s', (_, claimed, length, expected) => {
    expect(parseOptionalHeader(header(length, 0x10b, { 92: claimed })).dataDirectories).toHaveLength(
      expected,
    );
  });

  it.each([
    ['ROM image', 224, 0x107],
    ['nothing', 224, 0],
    ['cut in PE32', 95, 0x10b],
    ['cut in PE32+', 111, 0x20b],
  ])('refuses: %s', (_, length, magic) => {
    const read = () => parseOptionalHeader(header(length, magic, {}));
    expect(read).toThrow(expect.objectContaining({ code: 'PE_BAD_HEADER' }));
  });
});
