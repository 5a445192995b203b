import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { boundFiles, changedFiles } from '../../../src/package/install/changed-files.js';
import { InstallPackage } from '../../../src/package/install/install-package.js';
import { buildPackage, type PackagePlan } from '../../support/package-builder.js';

const files = ['a.dll', 'b.dll', 'c_x.ini'].map((name, i) => ({
  key: `F${i}`,
  name: name === 'b.dll' ? 'B~1.DLL|b.dll' : name,
  bytes: new Uint8Array(i + 1),
}));
const changes = (rows: PackagePlan['rows'], actions: Record<string, number>) => {
  const { msi } = buildPackage({ files, rows: rows!, sequences: { InstallExecuteSequence: actions } });
  return changedFiles(new InstallPackage(new BufferSource(msi))).map(
    ({ table, row, file }) => `${table} ${row}: ${file.targetPath}`,
  );
};
const standard = { DuplicateFiles: 4210, MoveFiles: 3800, WriteIniValues: 5100, RemoveIniValues: 3100 };
const late = { ...standard, MoveFiles: 4100, RemoveFiles: 4200, RemoveIniValues: 4300 };

describe('the files that an installation changes by rows of other tables', () => {
  it.each<[string, PackagePlan['rows'], Record<string, number>, string[]]>([
    [
      'a copy over another file',
      { DuplicateFile: [['D', 'C_F0', 'F0', 'B.DLL', 'INSTALLDIR']] },
      standard,
      ['DuplicateFile D: Fixture/b.dll'],
    ],
    [
      'a copy over another file, in the folder of the component',
      { DuplicateFile: [['D', 'C_F0', 'F0', 'x~1.dll|b.dll', null]] },
      standard,
      ['DuplicateFile D: Fixture/b.dll'],
    ],
    ['a copy over itself', { DuplicateFile: [['D', 'C_F0', 'F0', null, null]] }, standard, []],
    ['a copy elsewhere', { DuplicateFile: [['D', 'C_F0', 'F0', 'B.DLL', 'TARGETDIR']] }, standard, []],
    ['a copy without the action', { DuplicateFile: [['D', 'C_F0', 'F0', 'b.dll', null]] }, {}, []],
    [
      'a file that is moved there',
      { MoveFile: [['M', 'C_F0', 'old.dll', 'a.dll', 'TARGETDIR', 'INSTALLDIR', 1]] },
      standard,
      ['MoveFile M: Fixture/a.dll'],
    ],
    [
      'files that are copied there under their names',
      { MoveFile: [['M', 'C_F0', '*.dll', null, 'TARGETDIR', 'INSTALLDIR', 0]] },
      standard,
      ['MoveFile M: Fixture/a.dll', 'MoveFile M: Fixture/b.dll'],
    ],
    [
      'a file that is moved away before it is there',
      { MoveFile: [['M', 'C_F0', 'a.dll', null, 'INSTALLDIR', 'TARGETDIR', 1]] },
      standard,
      [],
    ],
    [
      'a file that is moved away',
      { MoveFile: [['M', 'C_F0', 'a.dll', null, 'INSTALLDIR', 'TARGETDIR', 1]] },
      late,
      ['MoveFile M: Fixture/a.dll'],
    ],
    ['a removal before it is there', { RemoveFile: [['R', 'C_F0', '*', 'INSTALLDIR', 1]] }, standard, []],
    [
      'a removal',
      { RemoveFile: [['R', 'C_F0', '?.dll', 'INSTALLDIR', 3]] },
      late,
      ['RemoveFile R: Fixture/a.dll', 'RemoveFile R: Fixture/b.dll'],
    ],
    ['a removal with the product', { RemoveFile: [['R', 'C_F0', 'a.dll', 'INSTALLDIR', 2]] }, late, []],
    [
      'values in an .ini file',
      { IniFile: [['I', 'C_X.INI', 'INSTALLDIR', 's', 'k', 'v', 0, 'C_F0']] },
      standard,
      ['IniFile I: Fixture/c_x.ini'],
    ],
    [
      'values that are taken out of an .ini file',
      { RemoveIniFile: [['I', 'c_x.ini', 'INSTALLDIR', 's', 'k', null, 2, 'C_F0']] },
      late,
      ['RemoveIniFile I: Fixture/c_x.ini'],
    ],
    [
      'a delta in the package itself',
      { Patch: [['F0', 100, 10, 0, new Uint8Array(9), null]] },
      { PatchFiles: 4090 },
      ['Patch F0: Fixture/a.dll'],
    ],
    [
      'an .ini file of Windows',
      { IniFile: [['I', 'c_x.ini', null, 's', 'k', 'v', 0, 'C_F0']] },
      standard,
      [],
    ],
  ])('%s', (_, rows, actions, found) => {
    expect(changes(rows, actions)).toEqual(found);
  });
});

it('boundFiles has the files whose imports an installation binds', () => {
  const bound = (actions: Record<string, number>): string[] => {
    const rows = { BindImage: [['F1', null]] };
    const { msi } = buildPackage({ files, rows, sequences: { InstallExecuteSequence: actions } });
    return boundFiles(new InstallPackage(new BufferSource(msi))).map(({ name }) => name);
  };
  expect(bound({})).toEqual([]);
  expect(bound({ BindImage: 4300 })).toEqual(['b.dll']);
});
