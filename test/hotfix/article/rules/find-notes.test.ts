import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english } from '../../../support/articles.js';

const factsOf = (change: (text: string) => string) => importArticle(change(articleText(english))).facts!;
const topics = (change: (text: string) => string) => factsOf(change).notes.map(({ topic }) => topic);

describe('findPropertiesToRepeat', () => {
  it.each([
    ['Specify SMSSITECODE and DNSSUFFIX again.', ['SMSSITECODE', 'DNSSUFFIX']],
    ['Run CCMSetup.exe SMSSITECODE=ABC.', undefined],
    ['Specify SMSTS again.', undefined],
    ['You must specify FSP and SMSMP again; SMSSLP is kept.', ['FSP', 'SMSMP']],
    ['Specify FSP and SMSMP again. SMSSLP is kept.', ['FSP', 'SMSMP']],
  ])('%s', (sentence, expected) => {
    expect(factsOf((text) => text.replace(english.again, sentence)).propertiesToRepeat).toEqual(expected);
  });
});

describe('findPackages', () => {
  it.each([
    ['msiexec /i SCCM2007-SP2-KB900123-ENU.msi /quiet', 'SCCM2007-SP2-KB900123-ENU.msi'],
    ['Download SCCM2007-SP2-900123-X86-ENU.msi.', 'SCCM2007-SP2-900123-X86-ENU.msi'],
    ['Run SMS2003-SP3-KB900123-X86-ENU.exe.', 'SMS2003-SP3-KB900123-X86-ENU.exe'],
  ])('%s', (line, file) => {
    const { packages } = factsOf((text) => `${text}\n${line}`);
    expect(packages).toEqual([{ product: 'ConfigMgr 2007 SP2', file }]);
  });

  it('takes no package of another article', () => {
    expect(factsOf((text) => `${text}\nmsiexec /i SCCM2007-SP2-KB977203-ENU.msi`).packages).toEqual([]);
  });
});

describe('findNotes', () => {
  it('recognises notes by what no translation changes', () => {
    const before = topics((text) => text);
    expect(before).toEqual(['client-push-properties', 'package-id', 'utility']);
    const more = `_SMSTSMDataPath ist nicht zu empfehlen.
Ein UNC-Pfad geht auch.
Die .msp-Datei im Ordner i386\\hotfix\\KB900123 kann anders heißen.
In einer OSD-Tasksequenz von ConfigMgr 2007 gehört der Patch in Windows und ConfigMgr einrichten.`;
    expect(topics((text) => `${text}\n${more}`)).toEqual([
      'client-push-properties',
      'task-sequence-step',
      'package-id',
      'drive',
      'unc',
      'file-name',
      'utility',
    ]);
  });
});
