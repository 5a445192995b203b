import { describe, expect, it } from 'vitest';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { noSourceFolder } from '../../src/package/install/source-folder.js';
import { PackageOpener } from '../../src/package/package-opener.js';
import { buildCabinetSet } from '../support/cabinet-builder.js';
import { caught } from '../support/caught.js';
import { cabinetOf } from '../support/container-builder.js';
import { buildZip } from '../support/zip-builder.js';

const cabinet = cabinetOf({ 'a.txt': 'alpha' });
const zip = buildZip({
  files: [
    { name: 'sub/x.cab', bytes: cabinet },
    { name: 'read.txt', bytes: 'read me' },
  ],
});

function find(bytes: Uint8Array, name: string, inside?: string[]) {
  const budget = new UnpackBudget({ packed: bytes.length });
  const location = { path: name, ...(inside ? { inside } : {}) };
  return new PackageOpener(location, name, budget, noSourceFolder).open(new BufferSource(bytes), name);
}

describe('what is not a package', () => {
  it.each([
    ['an HTML page', '<!DOCTYPE html>\n<html><body>404'],
    ['an HTML page', '\ufeff\r\n <!-- x --><HTML>'],
    ['an HTML page', '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">'],
    ['an XML document', '<?xml version="1.0"?><Error><Code>BlobNotFound</Code></Error>'],
  ])('is called %s', (what, content) => {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      expect(caught(() => find(Buffer.from(content, encoding), 'a.msi'))).toMatchObject({
        code: 'PACKAGE_UNKNOWN_KIND',
        message: expect.stringMatching(`this is ${what}.*download the package again`),
      });
    }
  });

  it.each(['text', '<', 'html>', '<a href="x">', '<body1>'])('is no page: %s', (content) => {
    expect(caught(() => find(Buffer.from(content), 'a.msi')).message).toMatch(/the content is not an \.msi/);
  });

  it.each([
    ['x.msi', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]],
    ['x.cab', [0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0, 0, 0]],
  ])('is an incomplete download where %s ends within its header', (name, bytes) => {
    expect(caught(() => find(Uint8Array.from(bytes), name)).message).toMatch(
      /ends within its header: the download is incomplete; download it again/,
    );
  });

  it('is an incomplete download where a cabinet ends within the names in its header', () => {
    const parts = buildCabinetSet({
      folders: [{ method: 'none', files: [{ name: 'a', bytes: Buffer.from('0123456789') }] }],
      partBytes: 5,
    });
    const { bytes } = parts[0]!;
    for (const at of [37, 40]) {
      expect(caught(() => find(bytes.subarray(0, at), 'part1.cab')).message).toMatch(
        `ends ${bytes.length - at} bytes too early, within its header: the download is incomplete`,
      );
    }
  });
});

describe('PackageOpener', () => {
  it.each<[string, Uint8Array, string[] | undefined, string, string, string[], string | null]>([
    ['a cabinet by itself', cabinet, undefined, 'cab', 'x.cab', [], null],
    ['the one package in an archive', zip, undefined, 'cab', 'x.cab', ['sub/x.cab', ''], 'zip'],
    ['a package that is named', zip, ['x.cab'], 'cab', 'x.cab', ['sub/x.cab', ''], 'zip'],
    ['the archive itself', zip, [''], 'zip', 'x.cab', [''], 'zip'],
  ])('finds %s', (_, bytes, named, kind, name, inside, container) => {
    const found = find(bytes, 'x.cab', named);
    expect(found.content.kind).toBe(kind);
    expect([found.name, found.inside]).toEqual([name, inside]);
    expect(found.container?.container.kind ?? null).toBe(container);
  });

  it.each<[string, Uint8Array, string[] | undefined, string]>([
    ['an empty file', new Uint8Array(), undefined, 'PACKAGE_UNKNOWN_KIND'],
    ['text', Buffer.from('a text that is no package'), undefined, 'PACKAGE_UNKNOWN_KIND'],
    ['a program with nothing in it', Buffer.from('MZ and nothing else'), undefined, 'CONTAINER_EMPTY'],
    ['a name that is not there', zip, ['y.msi'], 'CONTAINER_NO_MEMBER'],
  ])('refuses %s', (_, bytes, inside, code) => {
    expect(caught(() => find(bytes, 'x', inside)).code).toBe(code);
  });
});
