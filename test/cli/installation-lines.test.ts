import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { buildDatabase } from '../support/database-builder.js';
import { documentedTables, filesAndFolders } from '../support/documented-tables.js';
import { standInPath } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

function packagePath(checks = true): string {
  const path = join(tempFolder(), 'package.msi');
  const tables = documentedTables({
    ...filesAndFolders,
    Property: [['ALLUSERS', '1']],
    LaunchCondition: [['Privileged', 'Needs an administrator.']],
    CustomAction: [
      ['Install', 3137, 'ca.dll', 'Install', null],
      ['Shown', 1, 'ca.dll', 'Shown', null],
    ],
    ControlEvent: ['D1', 'D2', 'D3', 'D4', 'D5'].map((dialog) => [
      dialog,
      'Next',
      'DoAction',
      'Shown',
      '1',
      1,
    ]),
    ServiceInstall: [['S', 'svc', null, 16, 3, 1, null, null, '.\\user', null, null, 'C', null]],
    InstallUISequence: checks ? [['LaunchConditions', null, 100]] : [],
    InstallExecuteSequence: [['Install', 'NOT Installed', 4001]],
  });
  writeFileSync(path, buildDatabase({ tables, summary: { wordCount: 2 } }));
  return path;
}

describe('info --actions', () => {
  it('shows what a packager checks', async () => {
    const { status, stdout } = await hotfixkit(['info', packagePath(), '--actions']);
    expect(status).toBe(0);
    expect(stdout.slice(stdout.indexOf('Installation\n')).trimEnd().split('\n')).toEqual([
      'Installation',
      '  Scope     for all users (ALLUSERS=1); elevation needed',
      '  Requires  Privileged: Needs an administrator.',
      '  Service   svc: on demand, as .\\user; App/service.exe',
      '',
      '2 custom actions, 1 with the rights of the system',
      '  Shown  (type 1: immediate)',
      '    Runs    DLL Binary.ca.dll, entry point Shown',
      '    Called  by the control D1.Next, if 1',
      '    Called  by the control D2.Next, if 1',
      '    Called  by the control D3.Next, if 1',
      '    Called  by 2 more controls',
      '  Install  (type 3137: deferred, with the rights of the system, its result is ignored)',
      '    Runs    DLL Binary.ca.dll, entry point Install',
      '    Called  InstallExecuteSequence 4001, if NOT Installed',
    ]);
  });

  it('says where no sequence checks the launch conditions', async () => {
    const { stdout } = await hotfixkit(['info', packagePath(false), '--actions']);
    expect(stdout).toContain(
      '  Not checked  Privileged: Needs an administrator. (no sequence calls LaunchConditions)',
    );
    expect(stdout).not.toContain('Requires');
  });

  it('is in the JSON, where it was asked for', async () => {
    const { json } = await hotfixkit(['info', packagePath(), '--actions', '--json']);
    expect(json()).toMatchObject({
      installation: {
        scope: { scope: 'machine' },
        customActions: [{ action: 'Shown' }, { action: 'Install' }],
      },
    });
    expect((await hotfixkit(['info', standInPath(2), '--json'])).json()).not.toHaveProperty('installation');
  });

  it('says what it is not about', async () => {
    const { status, stderr } = await hotfixkit(['info', tempFolder(), '--actions']);
    expect([status, stderr]).toEqual([
      0,
      expect.stringMatching(/is about installation packages.* the kind folder/),
    ]);
  });
});
