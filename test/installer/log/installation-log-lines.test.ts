import { describe, expect, it } from 'vitest';
import type { InstallationEvent } from '../../../src/installer/log/installation-log.js';
import { InstallationLogLines } from '../../../src/installer/log/installation-log-lines.js';

const now = (): Date => new Date(2026, 10, 21, 8, 5, 9, 7);

function lines(flags: string, ...events: InstallationEvent[]): string[] {
  const log = new InstallationLogLines({ flags, program: 'hotfixkit 1.2.3', processId: 0x1a84, now });
  return events.flatMap((event) => log.of(event));
}

const product: InstallationEvent = {
  type: 'product',
  name: 'Sample',
  version: '1.0.0.0',
  language: '1033',
  manufacturer: 'Somebody',
  hidden: ['SECRET'],
  messages: new Map([
    [5, 'internal error'],
    [1311, 'Kein Kabinett: [2].'],
  ]),
  actions: new Map([['custom', { description: 'description', template: 'template [1]' }]]),
};

describe('InstallationLogLines', () => {
  it('opens and closes a verbose log with what packagers look for', () => {
    const log = new InstallationLogLines({ flags: 'iv', program: 'hotfixkit 1.2.3', now });
    expect([...log.opening(), ...log.closing()]).toEqual([
      '=== Verbose logging started: 11/21/2026  08:05:09  Build type: hotfixkit 1.2.3  Calling process: hotfixkit msiexec ===',
      '=== Verbose logging stopped: 11/21/2026  08:05:09 ===',
    ]);
  });

  it('says when the engine starts, without what was typed', () => {
    const start: InstallationEvent = {
      type: 'engineStart',
      package: 'a.msi',
      action: 'ADMIN',
      commandLine: 'PIDKEY=1234',
    };
    expect(lines('i', start)).toEqual(['=== Logging started: 11/21/2026  08:05:09 ===']);
    expect(lines('v', start)).toEqual([
      'MSI (c) (84:00) [08:05:09:007]: ******* RunEngine:',
      '           ******* Product: a.msi',
      '           ******* Action: ADMIN',
      '           ******* CommandLine: **********',
    ]);
  });

  // Wine's tests (msi/tests/package.c, test_externalui_message) know the kinds of these messages from Windows: a start
  // of an action is one, "Action start" and "Action ended" are information.
  it.each([
    ['a', ['Action 08:05:09: custom. description', 'Action start 08:05:09: custom.']],
    ['i', ['Action start 08:05:09: custom.']],
    ['v', ['MSI (s) (84:01) [08:05:09:007]: Doing action: custom']],
    ['e', []],
  ])('with /l%s an action starts with these lines', (flags, expected) => {
    expect(lines(flags, product, { type: 'actionStart', action: 'custom' })).toEqual(expected);
  });

  it('ends an action with its return value', () => {
    expect(lines('i', { type: 'actionEnd', action: 'InstallFiles', returnValue: 3 })).toEqual([
      'Action ended 08:05:09: InstallFiles. Return value 3.',
    ]);
  });

  it('has the words of Windows for its own actions', () => {
    const fields = ['a.exe', null, null, null, null, 12, null, null, 'C:\\x\\'];
    expect(
      lines(
        'ar',
        { type: 'actionStart', action: 'InstallFiles' },
        { type: 'actionData', action: 'InstallFiles', fields },
      ),
    ).toEqual([
      'Action 08:05:09: InstallFiles. Copying new files',
      'Action start 08:05:09: InstallFiles.',
      'InstallFiles: File: a.exe,  Directory: C:\\x\\,  Size: 12',
    ]);
    expect(lines('r', product, { type: 'actionData', action: 'custom', fields: ['x'] })).toEqual([
      'custom: template x',
    ]);
    expect(lines('r', { type: 'actionData', action: 'toString', fields: ['x', 2] })).toEqual([
      'toString: 1: x 2: 2 ',
    ]);
  });

  it('tells why an action is skipped', () => {
    expect(
      lines(
        'v',
        { type: 'actionSkipped', action: 'A' },
        { type: 'actionSkipped', action: 'B', because: 'no code is run' },
      ),
    ).toEqual([
      'MSI (s) (84:01) [08:05:09:007]: Skipping action: A (condition is false)',
      'MSI (s) (84:01) [08:05:09:007]: Skipping action: B (no code is run)',
    ]);
  });

  it('writes operations as the script of Windows has them', () => {
    const operation: InstallationEvent = {
      type: 'operation',
      name: 'FileCopy',
      arguments: [['SourceName', 'a.exe'], ['SourceCabKey', ''], null, ['FileSize', 12]],
    };
    expect(lines('v', operation)).toEqual([
      'MSI (s) (84:01) [08:05:09:007]: Executing op: FileCopy(SourceName=a.exe,,,FileSize=12)',
    ]);
    expect(lines('iwearucmop', operation)).toEqual([]);
  });

  it('follows properties, and hides those that MsiHiddenProperties names', () => {
    const change = (name: string, from: string | null, to: string | null): InstallationEvent => ({
      type: 'propertyChange',
      name,
      from,
      to,
    });
    const got = lines(
      'pv',
      product,
      change('A', null, '1'),
      change('A', '1', '2'),
      change('A', '2', null),
      change('SECRET', null, 'word'),
      { type: 'properties', values: [['A', 'x\r\nFake: line'] as const, ['SECRET', 'word'] as const] },
    ).map((line) => line.replace(/^MSI \(s\) .*?\]: /, ''));
    expect(got).toEqual([
      "PROPERTY CHANGE: Adding A property. Its value is '1'.",
      "PROPERTY CHANGE: Modifying A property. Its current value is '1'. Its new value: '2'.",
      "PROPERTY CHANGE: Deleting A property. Its current value is '2'.",
      "PROPERTY CHANGE: Adding SECRET property. Its value is '**********'.",
      'Property(S): A = x Fake: line',
      'Property(S): SECRET = **********',
    ]);
    expect(lines('v', { type: 'properties', values: [['A', '1'] as const] })).toEqual([]);
  });

  it('takes the text of a message from the package, else that of Windows', () => {
    const message: InstallationEvent = { type: 'message', number: 1311, fields: ['C:\\a.cab'] };
    expect(lines('e', message)).toEqual(['Error 1311. Could not locate source file cabinet: C:\\a.cab.']);
    expect(lines('e', product, message)).toEqual(['Error 1311. Kein Kabinett: C:\\a.cab.']);
    expect(lines('ev', product, message)).toEqual([
      'MSI (s) (84:01) [08:05:09:007]: Note: 1: 1311 2: C:\\a.cab ',
      'MSI (s) (84:01) [08:05:09:007]: Product: Sample -- Error 1311. Kein Kabinett: C:\\a.cab.',
      '',
      'Error 1311. Kein Kabinett: C:\\a.cab.',
    ]);
  });

  // The same test of Wine's: an internal error is told to the log in its own words, to people in those of message 5.
  it('tells an internal error twice', () => {
    expect(lines('ei', { type: 'message', number: 2726, fields: ['banana', 'guava'] })).toEqual([
      'DEBUG: Error 2726:  Action not found: banana.',
      'The installer has encountered an unexpected error installing this package. This may indicate a problem with this package. The error code is 2726. The arguments are: banana, guava, ',
    ]);
  });

  it.each([
    ['u', 1302, 'Please insert the disk: Disk 2'],
    ['o', 1307, /^Disk full: There is not enough disk space remaining to install this file: Disk 2\./],
    ['m', 1603, 'Fatal error: Fatal error during installation.'],
  ])('with /l%s message %i is written', (flag, number, text) => {
    const event: InstallationEvent = { type: 'message', number, fields: ['Disk 2'] };
    expect(lines(flag, event)).toEqual([typeof text === 'string' ? text : expect.stringMatching(text)]);
    expect(lines('iwearucmop'.replace(flag, ''), event)).toEqual([]);
  });

  it('ends with what became of the product and with the exit code', () => {
    const got = lines('iv', product, { type: 'engineEnd', exitCode: 1603 });
    expect(got.map((line) => line.replace(/^(MSI \(.\)) \(.*?\]/, '$1'))).toEqual([
      'MSI (s): Note: 1: 1708 ',
      'MSI (s): Product: Sample -- Installation failed.',
      'MSI (s): Windows Installer installed the product. Product Name: Sample. Product Version: 1.0.0.0. Product Language: 1033. Manufacturer: Somebody. Installation success or error status: 1603.',
      'MSI (s): MainEngineThread is returning 1603',
      '=== Logging stopped: 11/21/2026  08:05:09 ===',
      'MSI (c): MainEngineThread is returning 1603',
    ]);
  });

  it('lets nothing of a package act on the terminal that shows the log', () => {
    expect(lines('i', { type: 'info', text: 'a\u001b[31mb\0c' })).toEqual([
      'MSI (s) (84:01) [08:05:09:007]: a\ufffd[31mb[~]c',
    ]);
  });

  const forged = 'MSI (s) (84:01) [08:05:09:007]: Product: X -- Installation completed successfully.';
  it.each(['\r\n', '\n', '\r', '\u000b', '\u000c', '\u0085', '\u2028', '\u2029'])(
    'writes one line for a text with the line end %j, in every kind of event',
    (end) => {
      const value = `before${end}${forged}`;
      const events: Parameters<InstallationLogLines['of']>[0][] = [
        { type: 'engineStart', package: value, action: value, commandLine: value },
        { type: 'actionStart', action: value },
        { type: 'actionEnd', action: value, returnValue: 1 },
        { type: 'actionSkipped', action: value, because: value },
        { type: 'actionData', action: value, fields: [value], template: value },
        { type: 'operation', name: value, arguments: [[value, value]] },
        { type: 'propertyChange', name: value, from: value, to: value },
        { type: 'properties', values: [[value, value]] },
        { type: 'message', number: 1308, fields: [value] },
        { type: 'message', number: 2726, fields: [value] },
        { type: 'info', text: value },
      ];
      for (const event of events) {
        const written = lines('iwearucmopvx', event);
        expect(written.some((line) => line.includes(forged))).toBe(true);
        expect(written.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
        expect(written.every((line) => !line.startsWith(forged))).toBe(true);
      }
    },
  );

  it('lets nothing turn the direction of writing or break the encoding', () => {
    const text = 'a\u202eb\u2066c\u200fd\u061ce\ud800f\udc00g\u009bh\ufeffi\tj\u200bk\u00adl\u{e0041}m';
    const [line] = lines('i', { type: 'info', text });
    expect(line!.slice(line!.indexOf('a'))).toBe(
      'a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg\ufffdh\ufffdi\tj\ufffdk\ufffdl\ufffdm',
    );
  });
});
