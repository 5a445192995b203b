import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPackage } from '../../src/package/open-package.js';
import { openPatchedPackage } from '../../src/package/patch/open-patched-package.js';
import { buildCabinet } from '../support/cabinet-builder.js';
import { caught } from '../support/caught.js';
import { packageFile } from '../support/package-file.js';
import { text, writePackage } from '../support/package-folder.js';
import { buildClient, buildSmallPatch, writeClient, writePatch } from '../support/patch-scenario.js';
import { buildExecutable } from '../support/portable-executable-builder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const content = 'what is inside';
const cabinet = buildCabinet({
  folders: [
    {
      method: 'mszip',
      files: [
        { name: 'before.txt', bytes: text('before') },
        { name: 'one.txt', bytes: text(content) },
      ],
    },
  ],
});

function onDisk(name: string, bytes: Uint8Array): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

const files = [
  { key: 'before.txt', name: 'before.txt', bytes: text('before') },
  { key: 'one.txt', name: 'one.txt', bytes: text(content) },
];

describe('a file opens itself', () => {
  it.each([
    ['a package with cabinets', () => writePackage({ files, cabinets: 'embedded' }), false],
    ['an uncompressed package', () => writePackage({ files, cabinets: 'none' }), true],
    ['a cabinet', () => onDisk('a.cab', cabinet), false],
    ['cabinets somewhere in a file', () => onDisk('a.bin', Buffer.concat([text('stub'), cabinet])), false],
    [
      'a zip archive',
      () => `${onDisk('a.zip', buildZip({ files: [{ name: 'one.txt', bytes: text(content) }] }))}!`,
      false,
    ],
    [
      'a folder',
      () => {
        const folder = tempFolder();
        writeFileSync(join(folder, 'one.txt'), content);
        return folder;
      },
      true,
    ],
  ])('in %s', (_, path, inPlace) => {
    const opened = openPackage(path());
    try {
      const file = opened.content.files.find(({ name }) => name === 'one.txt')!;
      expect(Buffer.from(file.bytes()).toString()).toBe(content);
      expect(Buffer.concat([...file.pieces()].map((piece) => piece.slice())).toString()).toBe(content);
      expect(file.facts().version).toBeNull();
      expect(file.modified()).toBeInstanceOf(Date);
      const source = file.openInPlace();
      expect(source !== null).toBe(inPlace);
      source?.close();
    } finally {
      opened.close();
    }
  });

  it('in a product with patches applied', () => {
    const folder = tempFolder();
    const old = [{ key: 'F', name: 'f.txt', bytes: text('old') }];
    const updated = [{ key: 'F', name: 'f.txt', bytes: text('new') }];
    const patch = buildSmallPatch(buildClient('1.0.0', old), buildClient('1.0.1', updated), {
      F: { whole: text('new') },
    });
    const opened = openPatchedPackage(openPackage(writeClient(folder, '1.0.0', old)), [
      openPackage(writePatch(folder, 'a.msp', patch)),
    ]);
    try {
      const [file] = opened.content.files;
      expect(Buffer.from(file!.bytes()).toString()).toBe('new');
      expect(Buffer.from(file!.before!.bytes()).toString()).toBe('old');
    } finally {
      opened.close();
    }
  });

  it('says what an executable says of itself', () => {
    const bytes = buildExecutable({ platform: 'x86', version: { fileVersion: '1.2.3.4' } });
    const file = packageFile(
      { key: 'a.dll', size: bytes.length },
      bytes.subarray(0, 100),
      bytes.subarray(100),
    );
    expect(file.facts()).toMatchObject({ version: '1.2.3.4' });
  });
});

describe('what is read is checked', () => {
  it.each([
    ['size', { size: 4 }, 'PACKAGE_FILE_SIZE'],
    ['hash', { size: 5, md5: '00' }, 'PACKAGE_FILE_HASH'],
  ])('a wrong %s is an error at the end', (_, facts, code) => {
    const file = packageFile({ key: 'k', ...facts }, text('12'), text('345'));
    expect(caught(() => file.bytes()).code).toBe(code);
    const pieces = file.pieces();
    expect([pieces.next().value, pieces.next().value]).toEqual([text('12'), text('345')]);
    expect(caught(() => pieces.next()).code).toBe(code);
  });

  it('a package with a wrong hash in MsiFileHash does not give the file', () => {
    const [first] = files;
    const opened = openPackage(writePackage({ files: [{ ...first!, hash: [1, 2, 3, 4] }] }));
    try {
      expect(caught(() => opened.content.files[0]!.bytes()).code).toBe('PACKAGE_FILE_HASH');
    } finally {
      opened.close();
    }
  });
});
