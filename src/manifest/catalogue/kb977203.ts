import type { Manifest, ManifestFile } from '../manifest.js';

const sp1 = 'ConfigMgr 2007 SP1';
const sp2 = 'ConfigMgr 2007 SP2';

type Row = [
  name: string,
  version: string | null,
  size: number,
  date: string,
  time: string,
  platform: string | null,
];

const files = (rows: Row[]): ManifestFile[] =>
  rows.map(([name, version, size, date, time, platform]) => ({ name, version, size, date, time, platform }));

/** KB977203, revision 4.0: its two file tables row by row as published, and what else the article says. */
export const kb977203: Manifest = {
  kb: '977203',
  title:
    'User state migration is unsuccessful on an ConfigMgr 2007 SP1 or SP 2 client after you install security update 974571 or Windows 7 SP1',
  language: 'en',
  sections: [
    {
      title: 'System Center Configuration Manager 2007 SP1 file information',
      product: sp1,
      files: files([
        ['Ccmcertfix.exe', '4.0.6221.1193', 17768, '2008-12-01', '01:40', 'x86'],
        ['Ccmgencert.dll', '4.0.6221.1193', 130408, '2008-12-01', '01:40', 'x86'],
        ['Ccmsetup-sup.cab', null, 257833, '2008-12-01', '01:40', null],
        ['Ccmsetup.exe', '4.0.6221.1193', 609128, '2008-12-01', '01:40', 'x86'],
        ['Ccmsetup.msi', null, 1662464, '2008-12-01', '01:40', null],
        ['Mcs.msi', null, 7312896, '2008-12-01', '01:40', null],
        ['Mcsisapip.dll', '4.0.6221.1193', 205672, '2008-12-01', '01:40', 'x86'],
        ['Mp.msi', null, 9515520, '2008-12-01', '01:40', null],
        ['Sccm2007ac-sp1-kb977203-x86.msp', null, 3076096, '2008-12-01', '01:40', null],
        ['Smpmgr.dll', '4.0.6221.1193', 85864, '2008-12-01', '01:40', 'x86'],
        ['Ccmgencert.dll', '4.0.6221.1193', 649576, '2008-12-01', '01:40', 'IA-64'],
        ['Ccmgencert.dll', '4.0.6221.1193', 285032, '2008-12-01', '01:40', 'x64'],
        ['Mcsisapip.dll', '4.0.6221.1193', 480616, '2008-12-01', '01:40', 'x64'],
      ]),
    },
    {
      title: 'System Center Configuration Manager 2007 SP2 file information',
      product: sp2,
      files: files([
        ['Ccmcertfix.exe', '4.0.6487.2111', 17768, '2010-01-25', '06:27', 'x86'],
        ['Ccmgencert.dll', '4.0.6487.2111', 130408, '2010-01-25', '06:27', 'x86'],
        ['Ccmsetup-sup.cab', null, 253016, '2009-12-10', '03:40', null],
        ['Ccmsetup.exe', '4.0.6487.2111', 611688, '2010-01-25', '06:27', 'x86'],
        ['Ccmsetup.msi', null, 1662976, '2010-01-25', '06:27', null],
        ['Mcs.msi', null, 7204864, '2010-01-25', '06:28', null],
        ['Mcsisapip.dll', '4.0.6487.2111', 206696, '2010-01-25', '06:28', 'x86'],
        ['Mp.msi', null, 9180672, '2010-01-25', '06:28', null],
        ['Sccm2007ac-sp2-kb977203-x86.msp', null, 444928, '2010-01-25', '06:28', null],
        ['Smpmgr.dll', '4.0.6487.2111', 86376, '2010-01-25', '06:28', 'x86'],
        ['Ccmgencert.dll', '4.0.6487.2111', 649576, '2010-01-25', '06:28', 'IA-64'],
        ['Ccmgencert.dll', '4.0.6487.2111', 285032, '2010-01-25', '06:29', 'x64'],
        ['Mcsisapip.dll', '4.0.6487.2111', 481640, '2010-01-25', '06:29', 'x64'],
      ]),
    },
  ],
  warnings: [
    {
      code: 'MANIFEST_MISPRINT',
      message:
        'the article names 997384 as the article that supersedes it; that is a misprint of 977384, which it names elsewhere',
      expected: '977384',
      found: '997384',
    },
  ],
  facts: {
    appliesTo: [
      'Microsoft System Center Configuration Manager 2007 Service Pack 1',
      'Microsoft System Center Configuration Manager 2007 Service Pack 2',
    ],
    symptom: {
      summary: 'User state migration fails in a task sequence.',
      conditions: [
        'The client is ConfigMgr 2007 SP1 or SP2.',
        'Security update KB974571 or Windows 7 SP1 is installed on the same computer.',
        'A task sequence with the steps Capture User State and Restore User State runs on it.',
      ],
      log: 'Ccmexec.log',
      message: 'Failed to import client certificate store (0x80092024) OSDSMPClient',
      errorCode: '0x80092024',
      component: 'OSDSMPClient',
    },
    cause:
      'The friendly name of the client certificate has an embedded NULL character. Since security update KB974571 such a certificate can no longer be imported.',
    resolution:
      'Install the hotfix on all site servers, then deploy it to all clients: certificates made from then on are right. Certificates that exist already are repaired by running CCMCertFix.exe on every client.',
    prerequisites: {
      summary: 'Configuration Manager 2007 SP1 or SP2 must be installed.',
      anyOf: [sp1, sp2],
    },
    restartRequired: false,
    replaces: [],
    supersededBy: [
      {
        kb: '977384',
        published: '997384',
        note: 'The article prints 997384 where it names its successor. 977384 is right: the same article names it for task sequences, and it is the prerequisite hotfix for ConfigMgr 2007 R3. Once it is installed this hotfix cannot be installed any more.',
        includesUtility: false,
      },
    ],
    related: [
      {
        kb: '974571',
        title: 'MS09-056: Vulnerabilities in CryptoAPI could allow spoofing',
        relation: 'The security update after which the symptom appears.',
      },
      {
        kb: '977384',
        title: 'Prerequisite hotfix for ConfigMgr 2007 R3',
        relation: 'Supersedes and includes this hotfix, without CCMCertFix.exe.',
      },
      {
        kb: '907423',
        title: 'How to include an update in the initial installation of the Advanced Client',
        relation: 'Describes the PATCH property.',
      },
      {
        kb: '2028442',
        title: 'Installing KB977203 in a task sequence',
        relation: 'Says what installing the hotfix on a site server puts where.',
      },
      {
        kb: '824684',
        title: 'Description of the standard terminology that is used to describe Microsoft software updates',
        relation: 'Terminology.',
      },
    ],
    packages: [
      { product: sp1, file: 'SCCM2007-SP1-KB977203-ENU.msi' },
      { product: sp2, file: 'SCCM2007-SP2-KB977203-ENU.msi' },
    ],
    clientPatch: {
      folder: 'i386/hotfix/KB977203',
      installedFolder: '<ConfigMgr>\\Client\\i386\\hotfix\\KB977203',
      files: [
        { product: sp1, name: 'SCCM2007AC-SP1-KB977203-x86.msp' },
        { product: sp2, name: 'SCCM2007AC-SP2-KB977203-x86.msp' },
      ],
      properties: [
        {
          product: sp1,
          line: 'PATCH="C:\\_SMSTaskSequence\\OSD\\<Package_ID>\\i386\\hotfix\\KB977203\\SCCM2007AC-SP1-KB977203-x86.msp"',
        },
        {
          product: sp2,
          line: 'PATCH="C:\\_SMSTaskSequence\\OSD\\<Package_ID>\\i386\\hotfix\\KB977203\\SCCM2007AC-SP2-KB977203-x86.msp"',
        },
      ],
      packageName: 'KB977203 - Advanced Client Hotfix',
    },
    utility: {
      file: 'CCMCertFix.exe',
      installedFolder: '<ConfigMgr>\\Logs\\KB977203',
      purpose: 'Repairs client certificates whose friendly name has an embedded NULL',
      commandLine: 'CCMCertFix.exe',
      loggingCommandLine: 'CCMCertFix.exe CCMCertFix.log',
      program: { run: 'Hidden', canRunWhen: 'AnyUserStatus', adminRightsRequired: true },
    },
    notes: [
      {
        topic: 'client-push-properties',
        text: 'Properties that were given for client push (SMSSLP, FSP and the like) must be given again when the hotfix is installed; any that is left out is removed from the configuration.',
      },
      {
        topic: 'task-sequence-step',
        text: 'In a task sequence the client patch belongs into Setup Windows and ConfigMgr. An Install Software step would stop the client service and the task sequence with it.',
      },
      {
        topic: 'task-sequence-superseded',
        text: 'Where the client update of KB977384 is installed in the task sequence, this one is not needed: it is part of that one.',
      },
      {
        topic: 'package-id',
        text: 'The ID in the path is that of the ConfigMgr client installation package, not that of the hotfix package. The quotation marks belong to the line, the angle brackets do not.',
      },
      {
        topic: 'drive',
        text: '_SMSTaskSequence lies on the drive with the most free space. Where that is not C:, change the drive. The variable _SMSTSMDataPath is not recommended, since drive letters in Windows PE may differ from those of the installed system.',
      },
      {
        topic: 'unc',
        text: 'Instead of the local cache, the path may be a UNC path to the client installation files, at their source or on a distribution point.',
      },
      {
        topic: 'file-name',
        text: 'The name of the .msp may differ by locale: the line must have the name that is found in the folder.',
      },
      {
        topic: 'utility',
        text: 'CCMCertFix.exe takes no switches and must run with administrative rights; a file name as its argument sends its errors there.',
      },
      {
        topic: 'utility-after-supersedence',
        text: 'On a site with KB977384, CCMCertFix.exe is taken out of this package: msiexec.exe /a SCCM2007-SP2-KB977203-ENU.msi /qb targetdir=Path_To_Extract_To',
      },
    ],
    sources: [
      {
        title: 'Microsoft Knowledge Base, article 977203 (Chinese translation)',
        url: 'https://support.microsoft.com/zh-cn/help/977203/user-state-migration-is-unsuccessful-on-an-configmgr-2007-sp1-or-sp-2',
        supports: 'Both file tables, PATCH lines, folders, supersedence with the misprint, program settings.',
      },
      {
        title: 'Microsoft Knowledge Base, article 977203, revision 4.0 (Vietnamese translation)',
        url: 'https://support.microsoft.com/vi-vn/kb/977203',
        supports:
          'Both file tables a second time (numbers agree; the product name is mistranslated), supersedence.',
      },
      {
        title: 'Microsoft Knowledge Base, article 977203 (copy of the English text)',
        url: 'https://mskb.pkisolutions.com/kb/977203',
        supports: 'English terms, client installation properties, program settings.',
      },
      {
        title: 'Microsoft Knowledge Base, article 2028442 (copy of the English text)',
        url: 'https://mskb.pkisolutions.com/kb/2028442',
        supports: 'Folder of the client patch on a site server, name of the package that is created.',
      },
    ],
  },
};
