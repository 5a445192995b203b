import { describe, expect, it } from 'vitest';
import { archivesBehind } from '../../src/archive/archives-behind.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { cabinetOf } from '../support/container-builder.js';
import { buildPackage } from '../support/package-builder.js';
import { text } from '../support/package-folder.js';
import { buildZip, join } from '../support/zip-builder.js';

const zip = buildZip({
  files: [
    { name: 'a.txt', bytes: text('a') },
    { name: 'b.bin', bytes: text('b'.repeat(500)), method: 0 },
  ],
});
const cabinet = cabinetOf({ 'a.txt': 'a' });
const msi = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('hello') }] }).msi;
const sevenZip = join(text('7z'), Uint8Array.of(0xbc, 0xaf, 0x27, 0x1c), new Uint8Array(50));
const behind = (...parts: Uint8Array[]) =>
  archivesBehind(new BufferSource(join(new Uint8Array(100), ...parts)), 100, 'cabinet');

describe('archivesBehind', () => {
  it.each([
    ['a zip archive', zip, /^a zip archive lies behind this cabinet/],
    ['a zip archive without its end', zip.subarray(0, 300), /^a zip archive that ends too early lies behind/],
    ['a cabinet', cabinet, /^another cabinet lies/],
    ['a cut cabinet', cabinet.subarray(0, -4), /^another cabinet lies/],
    ['a package', msi, /^a package lies/],
    ['a 7z archive', sevenZip, /7z archive; unpack it with 7-Zip\) lies/],
  ])('names %s, at once or after other bytes', (_, bytes, message) => {
    for (const padding of [0, 700]) {
      expect(behind(new Uint8Array(padding), bytes)).toMatchObject([
        { code: 'PACKAGE_NOT_SEARCHED', message: expect.stringMatching(message), offset: 100 + padding },
      ]);
    }
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['zeros', new Uint8Array(5000)],
    ['a signature', join(Uint8Array.of(0x30, 0x82), new Uint8Array(5000).fill(7))],
    ['text about PK\u0003\u0004', text('PK\u0003\u0004 is how the header of a file in a zip archive begins')],
  ])('does not name %s', (_, bytes) => {
    expect(behind(bytes)).toEqual([]);
  });
});
