import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { verifyPackage, warningsAround } from '../../../src/hotfix/verify/verify-package.js';
import { openPackage } from '../../../src/package/open-package.js';
import { buildCabinet } from '../../support/cabinet-builder.js';
import { buildPackage } from '../../support/package-builder.js';
import { standInPath, variantPath } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildZip } from '../../support/zip-builder.js';

const manifest = manifestFromCatalogue('977203');

it.each([
  ['a good one', standInPath(2), true],
  ['one with a file of the wrong size', variantPath('wrong-size'), false],
  ['one without a file', variantPath('missing-file'), false],
])('checks the bytes of a package: %s', async (_, path, ok) => {
  await using pkg = openPackage(path);
  const result = await verifyPackage(pkg, manifest);
  expect(result.ok).toBe(ok);
  expect(result.manifest.product).toBe('ConfigMgr 2007 SP2');
});

it('takes the table that is asked for', async () => {
  await using pkg = openPackage(standInPath(2));
  const result = await verifyPackage(pkg.content, manifest, { product: 'SP1' });
  expect([result.ok, result.chosenBy]).toEqual([false, 'product']);
});

it('has what the package says of itself where that weakens the verdict, as the command line has', async () => {
  const folder = tempFolder();
  const bytes = Buffer.from('one');
  const { msi } = buildPackage({
    cabinets: 'external',
    files: [{ key: 'a', name: 'Ccmsetup.exe', bytes }],
  });
  const twice = ['one', 'two'].map((text) => ({ name: 'a', bytes: Buffer.from(text) }));
  writeFileSync(join(folder, 'p.msi'), msi);
  writeFileSync(join(folder, 'files.cab'), buildCabinet({ folders: [{ method: 'none', files: twice }] }));
  await using pkg = openPackage(join(folder, 'p.msi'));
  for (const given of [pkg, pkg.content]) {
    const { warnings } = await verifyPackage(given, manifest);
    expect(warnings.map(({ code }) => code)).toContain('PACKAGE_MEMBER_UNCERTAIN');
  }
});

it('warningsAround has what was not compared and what was not looked at', () => {
  const path = join(tempFolder(), 'p.zip');
  const { msi } = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }] });
  const files = [
    { name: 'p.msi', bytes: msi },
    { name: 'ccmsetup.exe', bytes: 'x' },
    { name: 'more.cab', bytes: 'x' },
  ];
  writeFileSync(path, buildZip({ files }));
  using pkg = openPackage(path);
  const codes = warningsAround(pkg, manifest).map(({ code }) => code);
  expect(codes).toEqual(['VERIFY_NOT_COMPARED', 'PACKAGE_NOT_SEARCHED']);
});
