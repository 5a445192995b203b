import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describePatchDetails, findTransform } from '../../../src/package/inspect/describe-patch.js';
import { InstallPackage } from '../../../src/package/install/install-package.js';
import { openPackage } from '../../../src/package/open-package.js';
import type { PatchPackage } from '../../../src/package/patch/patch-package.js';
import { caught } from '../../support/caught.js';
import { writeClientPatch } from '../../support/client-patch.js';
import { corpusDir, describeCorpus } from '../../support/corpus.js';

/** Of a patch, with the package that it is for or without. */
function details(path: string, base?: string) {
  const [patch, product] = [openPackage(path), base === undefined ? null : openPackage(base)];
  try {
    const database = product?.content instanceof InstallPackage ? product.content.database : null;
    return describePatchDetails(patch.content as PatchPackage, database);
  } finally {
    patch.close();
    product?.close();
  }
}

describe('describePatchDetails', () => {
  it('says what is known from the patch alone', () => {
    const { targets } = details(writeClientPatch().patch);
    expect(targets).toMatchObject([
      {
        transform: 'SP2toKB977203',
        accepts: '= 4.0.6487',
        before: '4.00.6487.2000',
        after: '4.00.6487.2111',
        language: '1033',
        fits: null,
        files: [
          {
            key: 'CcmExec.exe',
            name: null,
            change: 'changed',
            delivery: 'whole',
            version: { before: null, after: '4.0.6487.2111' },
            size: { before: null, after: 12_800 },
            storedSize: 12_800,
            cabinet: '#PCW_CAB_Client',
          },
          { key: 'CcmHttp.ini', change: 'removed', delivery: null, storedSize: null },
          {
            key: 'Ccmgencert.dll',
            change: 'changed',
            delivery: 'delta',
            size: { before: null, after: 12_800 },
          },
          { key: 'KB977203.txt', name: 'KB977203.txt', change: 'added', delivery: 'whole' },
        ],
      },
    ]);
    // A delta is smaller than what it makes.
    expect(targets[0]!.files[2]!.storedSize).toBeLessThan(1000);
  });

  it('adds names, old versions and old sizes from the package that it is for', () => {
    const { client, patch } = writeClientPatch();
    const [target] = details(patch, client).targets;
    expect(target).toMatchObject({
      fits: true,
      files: [
        {
          name: 'CcmExec.exe',
          version: { before: '4.0.6487.2000', after: '4.0.6487.2111' },
          size: { before: 12_288, after: 12_800 },
        },
        { name: 'CcmHttp.ini', size: { before: 66, after: null } },
        { name: 'Ccmgencert.dll', version: { before: '4.0.6487.2000', after: '4.0.6487.2111' } },
        { name: 'KB977203.txt', size: { before: null } },
      ],
    });
  });

  it('tells what a transform changes, and what of a package does not fit', () => {
    const { client, updated, patch } = writeClientPatch();
    const { transforms } = details(patch, client);
    expect(transforms.map(({ name }) => name)).toEqual(['SP2toKB977203', '#SP2toKB977203']);
    expect(transforms[0]!.tables).toMatchObject([
      { table: 'Component', change: 'changed', inserts: 1, updates: 0, deletes: 1 },
      { table: 'FeatureComponents', inserts: 1, updates: 0, deletes: 1 },
      { table: 'File', inserts: 1, updates: 2, deletes: 1 },
      { table: 'MsiFileHash', inserts: 1, updates: 0, deletes: 1 },
      { table: 'Property', inserts: 0, updates: 1, deletes: 0 },
    ]);
    expect(
      transforms[1]!.tables.filter(({ change }) => change === 'added').map(({ table }) => table),
    ).toEqual(['Patch', 'PatchPackage']);
    // The three fields that count are those of the version before.
    expect(details(patch, updated).targets[0]).toMatchObject({ fits: true });
  });
});

describe('findTransform', () => {
  it('finds one whatever its letter case, and says which there are', () => {
    const opened = openPackage(writeClientPatch().patch);
    const patch = opened.content as PatchPackage;
    expect(findTransform(patch, 'sp2tokb977203').transform.name).toBe('SP2toKB977203');
    expect(findTransform(patch, '#SP2toKB977203').transform.name).toBe('#SP2toKB977203');
    expect(caught(() => findTransform(patch, 'T1')).facts).toMatchObject({
      entry: 'T1',
      expected: 'SP2toKB977203, #SP2toKB977203',
    });
    opened.close();
  });
});

describeCorpus('patches that others made', () => {
  const at = (path: string) => join(corpusDir, path);

  it('one for two products, each with a file', () => {
    const base = at('wix3/PerMachineMsisMsps_prodBv100.msi');
    const { targets } = details(at('wix3/PerMachineMsisMsps_PatchABv101.msp'), base);
    expect(targets).toMatchObject([
      { transform: 'rtmA.1', productCode: '{6EA3AE83-A14F-4B8B-8A86-BB977A9E7833}', fits: false },
      {
        transform: 'rtmB.2',
        productCode: '{398B8855-E3B8-4559-9C2B-3ED457C5A889}',
        accepts: '= 1.0.0',
        fits: true,
        files: [
          {
            key: 'F_Source',
            name: 'product.wxs',
            change: 'changed',
            delivery: 'whole',
            size: { before: 1400, after: 1400 },
            storedSize: 1400,
            cabinet: '#B.cab',
            sequence: 4,
          },
        ],
      },
    ]);
  });

  it('one that changes no file', () => {
    const { targets, transforms } = details(at('lessmsi/WPF2_32.msp'));
    expect(targets).toMatchObject([{ transform: 'T1ToU1', accepts: '= 3.1', files: [] }]);
    expect(transforms[0]!.tables).toEqual([
      {
        table: 'ServiceControl',
        change: 'changed',
        inserts: 1,
        updates: 0,
        deletes: 0,
        addedColumns: [],
        size: 14,
      },
    ]);
    expect(transforms[1]!.tables.map(({ table, change }) => `${table} ${change}`)).toEqual([
      'AdminExecuteSequence changed',
      'Media changed',
      'MsiPatchHeaders added',
      'Patch added',
      'PatchPackage changed',
      'Property changed',
    ]);
  });
});
