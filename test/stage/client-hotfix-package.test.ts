import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../src/manifest/catalogue.js';
import { clientHotfixPackage } from '../../src/stage/client-hotfix-package.js';

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
});
