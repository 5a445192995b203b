import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { clientHotfixPackage } from '../../../src/hotfix/stage/client-hotfix-package.js';
import { caught } from '../../support/caught.js';

const manifest = manifestFromCatalogue('977203');
const texts = (patches: string[]) =>
  clientHotfixPackage(manifest, patches).map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]);

describe('clientHotfixPackage', () => {
  it('is a definition with the command line, hidden, without a user, with rights', () => {
    const [[name, text] = [], ...others] = texts(['Sccm2007ac-sp2-kb977203-x86.msp']);
    expect(name).toBe('KB977203.sms');
    expect(others).toEqual([]);
    expect(text!.split('\r\n')).toEqual(
      expect.arrayContaining([
        'Name=KB977203 - Advanced Client Hotfix',
        'CommandLine=msiexec.exe /p Sccm2007ac-sp2-kb977203-x86.msp /q REINSTALL=ALL REINSTALLMODE=mous /L*v %TEMP%\\KB977203.log',
        'Run=Hidden',
        'CanRunWhen=AnyUserStatus',
        'AdminRightsRequired=True',
      ]),
    );
  });

  it('puts a command line of more than 127 characters into a command file', () => {
    const patches = ['Sccm2007ac-sp2-kb977203-x86-enu.msp', 'Sccm2007ac-sp2-kb977384-x86-enu.msp'];
    const [definition, command] = texts(patches);
    expect(definition![1]).toContain('\r\nCommandLine=KB977203.cmd\r\n');
    expect(command![0]).toBe('KB977203.cmd');
    expect(command![1]).toContain(`/p "%~dp0${patches[0]};%~dp0${patches[1]}" /q`);
    for (const line of definition![1]!.split('\r\n'))
      expect(line.length).toBeLessThanOrEqual(127 + 'CommandLine='.length);
  });

  it.each([
    ['100%.msp', '%~dp0100%%.msp'],
    ['%TEMP%.msp', '%~dp0%%TEMP%%.msp'],
    ['%1 %~dp0.msp', '%~dp0%%1 %%~dp0.msp'],
    ['a%%b.msp', '%~dp0a%%%%b.msp'],
  ])('doubles %% in a command file, which every such name gets: %j', (name, text) => {
    const [definition, command] = texts([name]);
    expect(definition![1]).toContain('\r\nCommandLine=KB977203.cmd\r\n');
    expect(command![1]).toContain(`msiexec.exe /p "${text}" /q `);
  });

  it.each(['a&b.msp', 'a (x86).msp', 'a^b.msp', 'a b.msp', "a'b.msp", 'a=b.msp', 'a,b.msp', 'a@b!.msp'])(
    'quotes what a command line would read otherwise: %j',
    (name) => {
      expect(texts([name])[0]![1]).toContain(`\r\nCommandLine=msiexec.exe /p "${name}" /q `);
      const long = `${'x'.repeat(127)}.msp`;
      expect(texts([name, long])[1]![1]).toContain(`/p "%~dp0${name};%~dp0${long}" /q `);
    },
  );

  it.each(['é%.msp', 'пакет%.msp', 'a%\r\ncalc.exe.msp', 'a%;b.msp'])(
    'refuses a name that a command file cannot carry: %j',
    (name) => {
      expect(caught(() => texts([name]))).toMatchObject({ code: 'STAGE_BAD_NAME', facts: { entry: name } });
    },
  );
});
