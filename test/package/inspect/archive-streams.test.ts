import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { archiveStreams } from '../../../src/package/inspect/archive-streams.js';
import { InstallPackage } from '../../../src/package/install/install-package.js';
import { notSearched } from '../../../src/package/not-searched.js';
import { openPackage } from '../../../src/package/open-package.js';
import { cabinetOf } from '../../support/container-builder.js';
import { buildDatabase, buildDatabaseStorage } from '../../support/database-builder.js';
import { columnsOf } from '../../support/installer-schema.js';
import { buildPackage, type PackagePlan } from '../../support/package-builder.js';
import { buildZip } from '../../support/zip-builder.js';

const files = [{ key: 'a', name: 'a.txt', bytes: new Uint8Array(3) }];
const inner = buildPackage({ files }).msi;
const binary = (bytes: Uint8Array): Partial<PackagePlan> => ({ rows: { Binary: [['B', bytes]] } });

describe('archiveStreams', () => {
  it.each<[string, Partial<PackagePlan>, string | null]>([
    ['a cabinet', binary(cabinetOf({ 'a.txt': 'other' })), 'Binary.B'],
    ['a package', binary(inner), 'Binary.B'],
    ['a zip archive', binary(buildZip({ files: [{ name: 'a.txt', bytes: 'x' }] })), 'Binary.B'],
    ['a stream of no table', { streams: { 'nested.msi': inner } }, 'nested.msi'],
    ['a program', binary(Buffer.from('MZ and so on')), null],
    ['a short stream', binary(Buffer.from('MSCF')), null],
    ['cabinets of the package', {}, null],
  ])('names %s', (_, plan, name) => {
    const { msi } = buildPackage({ files, ...plan });
    const found = archiveStreams(new InstallPackage(new BufferSource(msi)));
    const message = `1 stream of the database is an archive or package and was not looked at: ${name}; streams saves them`;
    expect(found).toEqual(name === null ? [] : [{ code: 'PACKAGE_NOT_SEARCHED', message }]);
    using opened = openPackage(msi, { name: 'p.msi' });
    expect(notSearched(opened, 'p.msi')).toEqual(found);
  });

  it('takes the cabinet of a merge module for what it is', () => {
    const signature = [
      { name: 'ModuleID', type: 's72', key: true },
      { name: 'Language', type: 'i2', key: true },
      { name: 'Version', type: 's32' },
    ];
    const bytes = buildDatabase({
      kind: 'msi',
      tables: [
        { name: 'ModuleSignature', columns: signature, rows: [['M', 1033, '1.0']] },
        {
          name: 'Component',
          columns: columnsOf('Component'),
          rows: [['C', null, 'TARGETDIR', 0, null, null]],
        },
        { name: 'File', columns: columnsOf('File'), rows: [['a', 'C', 'a.txt', 1, null, null, 0, 1]] },
      ],
      streams: [{ name: 'MergeModule.CABinet', bytes: cabinetOf({ a: 'x' }) }],
    });
    const module = new InstallPackage(new BufferSource(bytes));
    expect([module.kind, archiveStreams(module)]).toEqual(['msm', []]);
  });

  it('names a package in a storage, as nested installations have them, and no transform', () => {
    const storage = (kind: 'msi' | 'mst') => ({
      name: kind,
      content: buildDatabaseStorage({ kind, tables: [] }),
    });
    const bytes = buildDatabase({ kind: 'msi', tables: [], storages: [storage('msi'), storage('mst')] });
    expect(archiveStreams(new InstallPackage(new BufferSource(bytes)))).toMatchObject([
      { message: expect.stringContaining(': msi; ') },
    ]);
  });
});
