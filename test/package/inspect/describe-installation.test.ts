import { describe, expect, it } from 'vitest';
import { describeInstallation } from '../../../src/package/inspect/describe-installation.js';
import { filesAndFolders as files, productOf } from '../../support/documented-tables.js';

describe('describeInstallation', () => {
  // win32 docs, "ALLUSERS property", "Single Package Authoring", "Word Count Summary property".
  it.each<[Record<string, string>, number, object]>([
    [{}, 2, { scope: 'user', elevation: 'needed' }],
    [{}, 2 + 8, { scope: 'user', elevation: 'not needed' }],
    [{ ALLUSERS: '1' }, 2, { scope: 'machine', elevation: 'needed' }],
    [{ ALLUSERS: '2' }, 2, { scope: 'either', installPerUser: null }],
    [{ ALLUSERS: '2', MSIINSTALLPERUSER: '1' }, 2 + 8, { scope: 'either', installPerUser: '1' }],
  ])('knows the scope of %j with Word Count %i', (properties, wordCount, expected) => {
    const { scope } = describeInstallation(productOf({ Property: Object.entries(properties) }, wordCount));
    expect(scope).toMatchObject({ ...expected, allUsers: properties.ALLUSERS ?? null, setBy: [] });
  });

  it.each([
    [{}, []],
    [{ InstallUISequence: [['LaunchConditions', null, 100]] }, ['InstallUISequence']],
  ])('knows whether launch conditions are checked: %j', (tables, sequences) => {
    const product = productOf({ LaunchCondition: [['A', 'Needs A.']], ...tables });
    expect(describeInstallation(product).launchConditionsIn).toEqual(sequences);
  });

  it('names what changes the scope, what it demands and what starts by itself', () => {
    const described = describeInstallation(
      productOf({
        ...files,
        CustomAction: [['SetAll', 51, 'ALLUSERS', '1', null]],
        LaunchCondition: [['VersionNT >= 600', 'Needs Vista.']],
        ServiceInstall: [['S', 'svc', 'Service', 16, 2, 1, null, null, null, null, '-k', 'C', null]],
        ServiceControl: [
          ['SC', 'SVC', 0x1 | 0x2 | 0x20, null, 1, 'C'],
          ['Other', 'spooler', 0x2, null, 1, 'C'],
        ],
        Registry: [
          ['R1', 2, 'Software\\Microsoft\\Windows\\CurrentVersion\\Run', 'Tray', '"[APP]tray.exe"', 'C'],
          ['R2', 1, 'SOFTWARE\\Microsoft\\Windows\\CURRENTVERSION\\RunOnce', null, 'x', 'C'],
          ['R3', 2, 'Software\\Run', 'no', 'x', 'C'],
        ],
        InstallExecuteSequence: [['ScheduleReboot', 'X', 7000]],
      }),
    );
    expect(described).toMatchObject({
      scope: { setBy: ['SetAll'] },
      launchConditions: [{ condition: 'VersionNT >= 600', message: 'Needs Vista.' }],
      services: [
        {
          name: 'svc',
          start: 'automatic',
          account: 'LocalSystem',
          file: 'App/service.exe',
          arguments: '-k',
          control: ['started on installation', 'stopped on installation', 'stopped on removal'],
        },
        { name: 'spooler', start: null, control: ['stopped on installation'] },
      ],
      runKeys: [
        { key: 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Run', name: 'Tray' },
        { key: 'HKCU\\SOFTWARE\\Microsoft\\Windows\\CURRENTVERSION\\RunOnce', name: null },
      ],
      restarts: [{ action: 'ScheduleReboot', table: 'InstallExecuteSequence', condition: 'X' }],
    });
  });
});
