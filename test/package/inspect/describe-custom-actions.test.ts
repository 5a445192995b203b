import { describe, expect, it } from 'vitest';
import { describeCustomActions } from '../../../src/package/inspect/describe-custom-actions.js';
import type { CellPlan } from '../../support/database-builder.js';
import { filesAndFolders as files, productOf } from '../../support/documented-tables.js';

describe('describeCustomActions', () => {
  const actions: CellPlan[][] = [
    ['Never', 2, 'tool.exe', '/x', null],
    ['Dll', 3073, 'ca.dll', 'Entry', null],
    ['Dll.Data', 51, 'Dll', '[APP]', null],
    ['Installed', 18, 'service.exe', '-install', null],
    ['Command', 34, 'APP', 'cmd /c x', null],
    ['Named', 50, 'TOOL', '/y', null],
    ['Script', 38, null, 'MsgBox 1\r\nMsgBox 2', null],
    ['Stop', 19, null, '25000', null],
    ['Folder', 35, 'APP', '[ROOT]app', null],
    // The docs have 33793, 0x8401; the column has a sign.
    ['Signed', 0x8401 - 0x10000, 'ca.dll', 'Entry', null],
    ['Gone', 18, 'gone.exe', null, null],
  ];
  const described = describeCustomActions(
    productOf({
      ...files,
      CustomAction: actions,
      Property: [['TOOL', 'C:\\tool.exe']],
      Error: [[25_000, 'Not here']],
      ControlEvent: [['Welcome', 'Next', 'DoAction', 'Folder', '1', 1]],
      InstallUISequence: [['Stop', 'Installed', 5]],
      InstallExecuteSequence: [
        ['InstallFiles', null, 4000],
        ['Dll', 'NOT Installed', 4001],
        ['Dll.Data', null, 3999],
      ],
    }),
  );
  const of = (name: string) => described.find(({ action }) => action === name);

  it.each([
    ['Never', 'program Binary.tool.exe, with /x'],
    ['Dll', 'DLL Binary.ca.dll, entry point Entry'],
    ['Installed', 'program App/service.exe, with -install'],
    ['Command', 'cmd /c x, in the folder App'],
    ['Named', 'program in the property TOOL (C:\\tool.exe), with /y'],
    ['Script', 'VBScript: MsgBox 1 MsgBox 2'],
    ['Stop', 'ends the installation: Not here'],
    ['Folder', 'sets the folder APP = [ROOT]app'],
    ['Dll.Data', 'sets Dll = [APP]'],
    ['Gone', 'program File gone.exe, which the package does not have'],
  ])('%s runs: %s', (name, runs) => {
    expect(of(name)?.runs).toBe(runs);
  });

  it('has types as they are documented', () => {
    expect(of('Signed')).toMatchObject({ type: 33_793, execution: 'deferred', patchUninstall: true });
    expect(of('Dll')).toMatchObject({ type: 3073 });
  });

  it('says what a deferred action gets, and who calls it', () => {
    expect(of('Dll')).toMatchObject({
      execution: 'deferred',
      asSystem: true,
      data: '[APP]',
      calls: [
        {
          table: 'InstallExecuteSequence',
          sequence: 4001,
          after: 'InstallFiles',
          condition: 'NOT Installed',
        },
      ],
    });
    expect(of('Folder')?.calls).toEqual([
      { table: 'ControlEvent', sequence: null, after: 'Welcome.Next', condition: '1' },
    ]);
    expect(of('Never')?.calls).toEqual([]);
  });

  it('lists them in the order in which they are called', () => {
    expect(described.slice(0, 4).map(({ action }) => action)).toEqual(['Folder', 'Stop', 'Dll.Data', 'Dll']);
  });
});
