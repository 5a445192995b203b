import { describe, expect, it } from 'vitest';
import { areForOneHotfix, parsePackageName } from '../../../src/hotfix/naming/package-name.js';

describe('parsePackageName', () => {
  it.each<[string, object]>([
    [
      'SCCM2007-SP2-KB977203-DEU.msi',
      {
        product: 'SCCM2007',
        productName: 'System Center Configuration Manager 2007',
        servicePack: 'SP2',
        kb: '977203',
        language: { code: 'DEU', name: 'German', identifier: 1031 },
        platform: null,
      },
    ],
    [
      'SCCM2007-SP1-KB977203-x86-JPN.MSI',
      { servicePack: 'SP1', platform: 'x86', language: { identifier: 1041 } },
    ],
    ['SCCM2007-SP2-KB2263826-ENU (1).msi', { kb: '2263826', language: { code: 'ENU' } }],
    [
      'sccm2007ac-sp2-kb2659258-x86-enu.msp',
      {
        productName: 'System Center Configuration Manager 2007, client',
        platform: 'x86',
        language: { code: 'ENU' },
      },
    ],
    ['configmgr2012ac-sp1-cu2-kb2854009-x64.msp', { servicePack: 'SP1 CU2', kb: '2854009', platform: 'x64' }],
    ['configmgr2012ac-rtm-kb3026739-i386.msp', { servicePack: 'RTM', platform: 'x86' }],
    ['420401_ENU_i386_zip.exe', { fix: '420401', kb: null, language: { code: 'ENU' }, platform: 'x86' }],
    ['295549_intl_i386_zip.exe', { fix: '295549', language: { code: 'INTL', identifier: 0 } }],
    ['WindowsXP-KB828035-x86-ENU.exe', { product: 'WindowsXP', productName: 'Windows XP', kb: '828035' }],
    [
      'WindowsServer2003.WindowsXP-KB925902-v2-x64-ENU.exe',
      { productName: 'Windows Server 2003 and XP', kb: '925902', platform: 'x64' },
    ],
    ['Windows8.1-KB2937592-x86.msu', { productName: 'Windows 8.1', platform: 'x86', language: null }],
    ['windows6.1-kb976902-x64_efc1fae1ac3a0fd8e4d8bc4e4bd3a8ff1bd3a8f0.msu', { kb: '976902' }],
    ['NDP40-KB2468871-v2-IA64.exe', { product: 'NDP40', productName: null, platform: 'IA-64' }],
  ])('%s', (name, expected) => {
    expect(parsePackageName(name)).toMatchObject(expected);
  });

  it.each([
    'setup.exe',
    'putty-0.78-installer.msi',
    'readme.txt',
    'KB977203',
    '12345.zip',
    'my-own-tool-for-KB977203-x86.exe',
    'PatchABv101.msp',
    '',
  ])('null for %j', (name) => {
    expect(parsePackageName(name)).toBeNull();
  });
});

describe('areForOneHotfix', () => {
  it.each<[string, string, boolean]>([
    ['SCCM2007-SP2-KB977203-ENU.msi', 'SCCM2007-SP1-KB977203-DEU.msi', true],
    ['Windows6.0-KB4562252-x86.msu', 'windows8-rt-kb4562252-x64.msu', true],
    ['420401_ENU_i386_zip.exe', '420401_DEU_i386_zip.exe', true],
    ['Hotfix-x86.zip', 'hotfix_x64-DEU.zip', true],
    ['SCCM2007-SP2-KB977203-ENU.msi', 'sccm2007ac-sp2-kb977203-x86.msp', false],
    ['SCCM2007-SP2-KB977203-ENU.msi', 'Ccmsetup.msi', false],
    ['WindowsXP-KB828035-x86-ENU.exe', 'Ccmexec.exe', false],
    ['Hotfix-x86.zip', 'Readme.zip', false],
    ['Hotfix-x86.dll', 'Hotfix-x64.dll', false],
  ])('%s and %s: %s', (a, b, are) => {
    expect([areForOneHotfix(a, b), areForOneHotfix(b, a)]).toEqual([are, are]);
  });
});
