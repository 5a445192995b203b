import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describePackage, type PackageDescription } from '../../../src/hotfix/describe/describe-package.js';
import { openPackage } from '../../../src/package/open-package.js';
import { corpusDir, describeCorpus } from '../../support/corpus.js';
import { makeImage } from '../../support/image.js';
import { guidFrom, type PackagePlan } from '../../support/package-builder.js';
import { text, writePackage, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const describeAt = (path: string): PackageDescription => {
  const opened = openPackage(path);
  try {
    return describePackage(opened);
  } finally {
    opened.close();
  }
};
const files = [{ key: 'a', name: 'a.txt', bytes: text('hello') }];
const packageOf = (plan: Partial<PackagePlan> = {}) => writePackage({ files, ...plan });

describe('an installation package', () => {
  it('says what it is', () => {
    const path = packageOf({
      product: { name: 'Produkt Größe', version: '4.00.6487.2111', manufacturer: 'Maker' },
      template: 'x64;1031,1033',
      properties: { ProductLanguage: '1031' },
      wordCount: 2 | 8,
    });
    expect(describeAt(path)).toMatchObject({
      file: path,
      kind: 'msi',
      product: {
        name: 'Produkt Größe',
        version: '4.00.6487.2111',
        code: guidFrom('product Produkt Größe 4.00.6487.2111'),
        upgradeCode: guidFrom('upgrade Produkt Größe'),
        manufacturer: 'Maker',
        language: '1031',
      },
      packageCode: guidFrom('package Produkt Größe 4.00.6487.2111'),
      platform: 'x64',
      languages: ['1031', '1033'],
      schema: 200,
      source: { wordCount: 10, compressed: true, shortNames: false, administrativeImage: false },
      codePage: 1252,
      summary: {
        title: 'Installation Database',
        author: 'Maker',
        created: '2008-04-14T12:00:00.000Z',
        security: 2,
      },
      cabinets: [
        { name: 'files.cab', embedded: true, present: true, methods: ['mszip'], files: 1, folders: 1 },
      ],
      counts: { files: 1, components: 1, features: 1, directories: 3 },
      signature: 'absent',
      patch: null,
    });
  });

  it.each([
    ['Intel;1033', 'Intel', ['1033']],
    [';1033', null, ['1033']],
    ['Intel64', 'Intel64', []],
    ['Arm64;0', 'Arm64', ['0']],
    ['x64;', 'x64', []],
    [';', null, []],
  ])('template %j', (template, platform, languages) => {
    expect(describeAt(packageOf({ template }))).toMatchObject({ platform, languages });
  });

  it('says that a cabinet is missing, and that there is a signature', () => {
    const path = packageOf({ cabinets: 'external', signatures: true });
    rmSync(join(dirname(path), 'files.cab'));
    expect(describeAt(path)).toMatchObject({
      cabinets: [{ name: 'files.cab', embedded: false, present: false, size: null, files: null }],
      signature: 'present',
    });
  });

  it('knows an image', async () => {
    const image = await makeImage(packageOf(), { shortNames: true });
    expect(describeAt(image.path)).toMatchObject({
      source: { wordCount: 5, compressed: false, shortNames: true, administrativeImage: true },
      cabinets: [{ name: 'files.cab', present: false }],
      signature: 'absent',
    });
  });
});

it('a folder has files', () => {
  const folder = tempFolder();
  writeTree(folder, { a: 'x', 'b/c': 'y' });
  expect(describeAt(folder)).toEqual({
    file: folder,
    name: basename(folder),
    inside: [],
    nameSays: null,
    container: null,
    kind: 'folder',
    size: null,
    product: null,
    packageCode: null,
    platform: null,
    languages: [],
    schema: null,
    source: null,
    codePage: null,
    summary: null,
    cabinets: [],
    counts: { files: 2 },
    signature: null,
    patch: null,
    transform: null,
    warnings: [],
  });
});

describeCorpus('real packages', () => {
  const at = (path: string) => describeAt(join(corpusDir, path));

  it('a patch for two products', () => {
    expect(at('wix3/PerMachineMsisMsps_PatchABv101.msp')).toMatchObject({
      kind: 'msp',
      product: null,
      source: null,
      patch: {
        code: '{B94D3D25-9FC6-468D-A804-97AFB27746C1}',
        obsoletes: [],
        targets: ['{6EA3AE83-A14F-4B8B-8A86-BB977A9E7833}', '{398B8855-E3B8-4559-9C2B-3ED457C5A889}'],
        // Pairs, the second of which is named with a number sign.
        transforms: ['rtmA.1', '#rtmA.1', 'rtmB.2', '#rtmB.2'],
        minimumInstaller: 5,
        metadata: expect.objectContaining({ Classification: expect.any(String) }),
        sequences: [
          { family: 'Source', productCode: null, sequence: '1.0.1.1', supersedes: true },
          { family: 'Patch', productCode: null, sequence: '1.0.1.1', supersedes: true },
        ],
      },
      counts: { transforms: 4 },
    });
  });

  it.each([
    ['wix3/PerMachineMsisMsps_prodAv100.msi', 'msi', 'absent'],
    ['jsign/minimal-signed-with-signtool.msi', 'msi', 'present'],
    ['wix/CoreIntegration_TestData_DecompileTargetDirMergeModule_MergeModule1.msm', 'msm', 'absent'],
    ['wix3/tools_light_darice.cub', 'msi', 'absent'],
  ])('%s is %s, signature %s', (path, kind, signature) => {
    expect(at(path)).toMatchObject({ kind, signature });
  });

  it('eleven cabinets, one of them beside the package', () => {
    const { cabinets, platform } = at('lessmsi/vcredist.msi');
    expect(cabinets).toHaveLength(11);
    expect(
      cabinets.every(
        ({ present, methods }) => present && methods.every((method) => method.startsWith('lzx')),
      ),
    ).toBe(true);
    expect(cabinets.filter(({ embedded }) => !embedded).map(({ name }) => name.toLowerCase())).toEqual([
      'vcredis1.cab',
    ]);
    expect(platform).toBe('Intel');
  });

  it('a cabinet', () => {
    const path = join(corpusDir, 'libmspack/mszip_lzx_qtm.cab');
    expect(describeAt(path)).toMatchObject({
      kind: 'cab',
      cabinets: [
        { name: path, present: true, methods: ['mszip', 'lzx:18', 'quantum:18'], files: 3, folders: 3 },
      ],
    });
  });

  it('a transform and an empty package', () => {
    const mst = at(
      'wix3/BuildingPackages_InstanceTransforms_InstanceTransformTests_AutoGenProductId_expected.mst',
    );
    expect(mst).toMatchObject({ kind: 'mst', patch: null });
    const empty = at('wix3/BuildingPackages_InstallPackages_PackageTests_SimplePackage_expected.msi');
    expect(empty).toMatchObject({ kind: 'msi', counts: { files: 0 }, cabinets: [] });
    expect(basename(empty.file)).toContain('SimplePackage');
  });
});
