import { describe, expect, it } from 'vitest';
import { parseDirectoryEntry } from '../../../src/formats/cfb/directory-entry.js';
import { caught } from '../../support/caught.js';

/** Offsets as in MS-CFB 2.6.1. */
function entry(change: (view: DataView, bytes: Uint8Array) => void = () => {}): Uint8Array {
  const bytes = new Uint8Array(128);
  const view = new DataView(bytes.buffer);
  [...'Root Entry'].forEach((character, i) => {
    view.setUint16(2 * i, character.charCodeAt(0), true);
  });
  view.setUint16(0x40, 22, true);
  view.setUint8(0x42, 5);
  view.setUint32(0x44, 1, true);
  view.setUint32(0x48, 2, true);
  view.setUint32(0x4c, 3, true);
  // {000C1084-0000-0000-C000-000000000046}
  bytes.set([0x84, 0x10, 0x0c, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46], 0x50);
  view.setBigUint64(0x6c, 129_067_775_980_000_000n, true);
  view.setUint32(0x74, 77, true);
  view.setUint32(0x78, 1000, true);
  view.setUint32(0x7c, 1, true);
  change(view, bytes);
  return bytes;
}

describe('a directory entry', () => {
  it('is read as laid out', () => {
    const { stored, ...fields } = parseDirectoryEntry(entry(), 0, 4);
    expect(stored).toEqual(entry());
    expect(fields).toEqual({
      name: 'Root Entry',
      objectType: 5,
      left: 1,
      right: 2,
      child: 3,
      clsid: '{000C1084-0000-0000-C000-000000000046}',
      created: null,
      modified: new Date('2009-12-31T23:59:58Z'),
      startSector: 77,
      size: 0x100000000 + 1000,
    });
  });

  it('of version 3 has a size of 32 bits: older writers leave rubbish above', () => {
    expect(parseDirectoryEntry(entry(), 0, 3).size).toBe(1000);
  });

  it('has a size up to 2^64', () => {
    const huge = entry((view) => view.setBigUint64(0x78, 0xffffffffffffffffn, true));
    expect(parseDirectoryEntry(huge, 0, 4).size).toBeGreaterThan(2 ** 63);
  });

  it.each([
    ['31 units', 64, 'x'.repeat(31)],
    ['no name', 2, ''],
    ['not even a terminator', 0, ''],
  ])('may have a name of %s', (_name, length, name) => {
    const bytes = entry((view) => {
      for (let i = 0; i < 32; i++) view.setUint16(2 * i, 0x78, true);
      view.setUint16(0x40, length, true);
    });
    expect(parseDirectoryEntry(bytes, 0, 3).name).toBe(name);
  });

  it('keeps half a surrogate pair', () => {
    const bytes = entry((view) => view.setUint16(0, 0xd800, true));
    expect(parseDirectoryEntry(bytes, 0, 3).name).toBe('\ud800oot Entry');
  });

  it.each([65, 66, 3, 0xffff])('cannot have a name of %d bytes', (length) => {
    const bytes = entry((view) => view.setUint16(0x40, length, true));
    expect(caught(() => parseDirectoryEntry(bytes, 256, 3))).toMatchObject({
      code: 'CFB_BAD_DIRECTORY',
      facts: { offset: 256 + 0x40, structure: 'Directory Entry', found: length },
    });
  });

  it('that is unused may hold anything', () => {
    const bytes = entry((view) => {
      view.setUint16(0x40, 0xffff, true);
      view.setUint8(0x42, 0);
    });
    expect(parseDirectoryEntry(bytes, 0, 3).objectType).toBe(0);
  });
});
