import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import { writeCompoundFile } from '../../../src/formats/cfb/compound-file-writer.js';
import { storageContent } from '../../../src/formats/cfb/storage-content.js';
import { listPackage } from '../../../src/package/inspect/list-package.js';
import { openPackageWith } from '../../../src/package/node/open-package-with.js';
import { openPackage } from '../../../src/package/open-package.js';
import { additionsOf } from '../../../src/package/patch/additions.js';
import { caught } from '../../support/caught.js';
import type { TablePlan } from '../../support/database-builder.js';
import { buildClient } from '../../support/patch-scenario.js';
import { writePatchSet } from '../../support/patch-set.js';
import { buildPropertyTransform } from '../../support/product-transform.js';
import { tempFolder } from '../../support/temp-folder.js';

const client = (version: string) =>
  buildClient(version, [{ key: 'a', name: 'a.txt', bytes: Buffer.from('as shipped') }]);

function set() {
  const paths = writePatchSet({
    fix: { text: 'fixed' },
    sp1: { to: '1.1.0', families: [['Pack', null, '1', 0]], text: 'service pack' },
    old: { from: '0.9.0' },
  });
  const site = join(paths.folder, 'site.mst');
  writeFileSync(site, buildPropertyTransform(client('1.0.0'), { SITE: 'ABC', ProductName: 'Renamed' }));
  const later = join(paths.folder, 'later.mst');
  writeFileSync(later, buildPropertyTransform(client('1.1.0'), { SITE: 'DEF' }));
  return { ...paths, site, later };
}

describe('a package with patches and transforms', () => {
  it('has the properties and files of both, and writes nothing', async () => {
    const { client: product, site, fix } = set();
    const pkg = openPackageWith(product, [site, fix]);
    expect(pkg.content.properties.get('SITE')).toBe('ABC');
    expect(pkg.content.properties.get('ProductName')).toBe('Renamed');
    const { files } = await listPackage(pkg, { hash: true });
    expect(files.map(({ path, size }) => [path, size])).toEqual([['Fixture/a.txt', 'fixed'.length]]);
    expect(Buffer.from(pkg.content.files[0]!.bytes()).toString()).toBe('fixed');
    expect(additionsOf(pkg.content)).toEqual({
      patches: [{ file: fix, transform: 'T1ToU1' }],
      leftOut: [],
      transforms: [site],
    });
    pkg.close();
  });

  it('has patches first, whatever the order they are given in', () => {
    const { client: product, later, sp1 } = set();
    const pkg = openPackageWith(product, [later, sp1]);
    expect(pkg.content.properties.get('ProductVersion')).toBe('1.1.0');
    expect(pkg.content.properties.get('SITE')).toBe('DEF');
    pkg.close();
  });

  it('reads the files of a package with transforms alone', () => {
    const { client: product, site } = set();
    const pkg = openPackageWith(product, [site]);
    expect(Buffer.from(pkg.content.files[0]!.bytes()).toString()).toBe('as shipped');
    expect(additionsOf(pkg.content)).toEqual({ patches: [], leftOut: [], transforms: [site] });
    pkg.close();
  });

  it('is what it is without any', () => {
    const { client: product } = set();
    const pkg = openPackageWith(product, []);
    expect(additionsOf(pkg.content)).toBeNull();
    pkg.close();
  });

  it('names a patch that is left out', () => {
    const { client: product, fix, old } = set();
    const pkg = openPackageWith(product, [fix, old]);
    expect(additionsOf(pkg.content)!.leftOut).toEqual([old]);
    expect(pkg.content.warnings.map(({ code, file }) => [code, file])).toContainEqual([
      'PATCH_LEFT_OUT',
      old,
    ]);
    pkg.close();
  });

  it.each<[string, (paths: ReturnType<typeof set>) => [string, string[]], string]>([
    [
      'a transform for another version',
      ({ client, later }) => [client, [later]],
      'MSI_TRANSFORM_NOT_APPLICABLE',
    ],
    ['a patch for another version', ({ client, old }) => [client, [old]], 'PATCH_NOT_APPLICABLE'],
    ['a product in the place of a patch', ({ client }) => [client, [client]], 'PATCH_INVALID'],
    ['a patch in the place of the product', ({ fix }) => [fix, [fix]], 'PACKAGE_NOT_INSTALLABLE'],
  ])('refuses %s and names the file', (_, choose, code) => {
    const [product, additions] = choose(set());
    const error = caught(() => openPackageWith(product, additions));
    expect(error.code).toBe(code);
    expect(error.facts.file).toMatch(/\.(msp|mst|msi)$/);
  });

  /** A transform that adds an uncompressed file to a version of the product. */
  const adding = (folder: string, version: string): string => {
    const change = (tables: TablePlan[]) =>
      tables.map((table) => {
        if (table.name !== 'File') return table;
        const names = table.columns.map(({ name }) => name);
        const row = [...table.rows[0]!];
        const values = { File: 'site', FileName: 'site.txt', FileSize: 4, Attributes: 8192 };
        for (const [name, value] of Object.entries(values)) row[names.indexOf(name)] = value;
        return { ...table, rows: [...table.rows, row] };
      });
    const path = join(folder, `adding-${version}.mst`);
    writeFileSync(path, buildPropertyTransform(client(version), {}, change));
    return path;
  };

  it.each([false, true])(
    'reads a file that a transform adds, beside the package (patched: %s)',
    async (isPatched) => {
      const { client: product, folder, fix } = set();
      const additions = [...(isPatched ? [fix] : []), adding(folder, '1.0.0')];
      const elsewhere = tempFolder();
      for (const [place, options] of [
        [elsewhere, { sourceFolders: [elsewhere] }],
        [folder, {}],
      ] as const) {
        const missing = openPackageWith(product, additions);
        const lost = missing.content.files.find(({ key }) => key === 'site')!;
        const error = caught(() => lost.bytes());
        expect([error.code, error.facts.expected]).toEqual(['PACKAGE_NO_FILE', 'site.txt']);
        expect(error.message).toContain('--source-dir');
        missing.close();
        writeFileSync(join(place, 'site.txt'), 'here');
        const pkg = openPackageWith(product, additions, options);
        const { files } = await listPackage(pkg, { hash: true });
        expect(files.map(({ path, size }) => [path, size])).toContainEqual(['Fixture/site.txt', 4]);
        const texts = pkg.content.files.map((file) => Buffer.from(file.bytes()).toString()).sort();
        expect(texts).toEqual([isPatched ? 'fixed' : 'as shipped', 'here'].sort());
        pkg.close();
      }
    },
  );

  it('applies a transform that is in the product itself', () => {
    const { client: product, folder, fix, site } = set();
    const contentOf = (path: string) =>
      storageContent(CompoundFile.open(new BufferSource(readFileSync(path))).root);
    const content = contentOf(product);
    const path = join(folder, 'multilingual.msi');
    writeFileSync(
      path,
      writeCompoundFile({ ...content, storages: [{ name: '1031', content: contentOf(site) }] }),
    );
    const pkg = openPackageWith(path, [fix, ':1031']);
    expect(pkg.content.properties.get('SITE')).toBe('ABC');
    expect(additionsOf(pkg.content)!.transforms).toEqual([':1031']);
    pkg.close();
    const error = caught(() => openPackageWith(path, [':1033']));
    expect([error.code, error.facts.expected]).toEqual(['PATCH_NO_TRANSFORM', ':1031']);
  });

  it('leaves open what was open', () => {
    const { client: product, later } = set();
    const open = openPackage(product);
    expect(caught(() => openPackageWith(open, [later])).code).toBe('MSI_TRANSFORM_NOT_APPLICABLE');
    expect(Buffer.from(open.content.files[0]!.bytes()).toString()).toBe('as shipped');
    open.close();
  });
});
