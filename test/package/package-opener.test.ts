import { describe, expect, it } from 'vitest';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { noSourceFolder } from '../../src/package/install/source-folder.js';
import { PackageOpener } from '../../src/package/package-opener.js';
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
