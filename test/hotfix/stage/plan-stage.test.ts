import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import type { ExistingFile } from '../../../src/hotfix/stage/client-content.js';
import {
  planStage,
  refuseConflicts,
  type StageCopy,
  type StageFolder,
  type StagePlanInput,
} from '../../../src/hotfix/stage/plan-stage.js';
import { emptyFolder } from '../../support/content-folder.js';

const manifest = manifestFromCatalogue('977203');
const patch = {
  path: 'key1',
  name: 'Sccm2007ac-sp2-kb977203-x86.msp',
  size: 444928,
  sha256: 'aa'.repeat(32),
};
const utility = { path: 'key2', name: 'Ccmcertfix.exe', size: 17768, sha256: 'bb'.repeat(32) };

/** Files by path; the folders follow from them. */
function folder(label: string, files: Record<string, ExistingFile> = {}): StageFolder {
  return {
    label,
    existing: (path) => files[path] ?? null,
    list: (at) => {
      const prefix = at === '' ? '' : `${at}/`;
      const below = Object.keys(files).filter((path) => path.startsWith(prefix));
      return below.length === 0
        ? null
        : [...new Set(below.map((path) => path.slice(prefix.length).split('/')[0]!))];
    },
  };
}

const input = (change: Partial<StagePlanInput> = {}): StagePlanInput => ({
  manifest,
  product: 'ConfigMgr 2007 SP2',
  sources: { patches: [patch], utility },
  client: { label: 'client', ...emptyFolder },
  utility: { label: 'out/CCMCertFix', ...emptyFolder },
  packageId: 'abc0001f',
  ...change,
});
const actions = (change: Partial<StagePlanInput>) =>
  planStage(input(change)).copies.map(({ content, to, action }) => `${content}:${to} ${action}`);

describe('planStage', () => {
  it.each([
    [false, 'CommandLine=CCMCertFix.exe\r\n'],
    [true, 'CommandLine=CCMCertFix.exe CCMCertFix.log\r\n'],
  ])('writes the command line of the utility, with its log: %j', (utilityLog, line) => {
    const copy = planStage(input({ utilityLog })).copies.find(({ to }) => to.endsWith('.sms'));
    const bytes = copy && 'bytes' in copy.from ? copy.from.bytes : new Uint8Array();
    expect(new TextDecoder().decode(bytes)).toContain(line);
  });

  it('puts the patch where ConfigMgr expects it and the utility into a package source of its own', () => {
    const plan = planStage(input());
    expect(plan).toMatchObject({
      kb: '977203',
      product: 'ConfigMgr 2007 SP2',
      packageId: 'ABC0001F',
      patchProperty:
        'PATCH="C:\\_SMSTaskSequence\\OSD\\ABC0001F\\i386\\hotfix\\KB977203\\Sccm2007ac-sp2-kb977203-x86.msp"',
      warnings: [],
    });
    expect(plan.copies.slice(0, 2)).toEqual([
      {
        content: 'client',
        to: 'i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp',
        from: { path: 'key1' },
        size: 444928,
        sha256: patch.sha256,
        action: 'create',
        existing: null,
      },
      {
        content: 'utility',
        to: 'CCMCertFix.exe',
        from: { path: 'key2' },
        size: 17768,
        sha256: utility.sha256,
        action: 'create',
        existing: null,
      },
    ]);
    expect(plan.next.map(({ id }) => id)).toContain('utility-package');
  });

  it('writes a package definition with the settings that the article gives', () => {
    const copy = planStage(input()).copies[2]!;
    const { from } = copy;
    if (!('bytes' in from)) throw new Error('the definition is made, not copied');
    expect(copy).toMatchObject({
      content: 'utility',
      to: 'CCMCertFix.sms',
      size: from.bytes.length,
      sha256: createHash('sha256').update(from.bytes).digest('hex'),
    });
    expect(new TextDecoder().decode(from.bytes).split('\r\n')).toEqual([
      '[PDF]',
      'Version=2.0',
      '',
      '[Package Definition]',
      'Name=KB977203 - CCMCertFix',
      'Version=4.0.6487.2111',
      'Publisher=Microsoft',
      'Language=English (United States)',
      'Comment=Repairs client certificates whose friendly name has an embedded NULL',
      'Programs=CCMCertFix',
      '',
      '[CCMCertFix]',
      'Name=CCMCertFix',
      'Comment=Repairs client certificates whose friendly name has an embedded NULL',
      'CommandLine=CCMCertFix.exe',
      'Run=Hidden',
      'CanRunWhen=AnyUserStatus',
      'UserInputRequired=False',
      'AdminRightsRequired=True',
      '',
    ]);
  });

  const at = 'i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp';
  const other = { size: 444928, sha256: 'cc'.repeat(32) };

  it('leaves alone what is there already', () => {
    const client = folder('client', { [at]: { size: 444928, sha256: 'AA'.repeat(32) } });
    expect(actions({ client })[0]).toBe(`client:${at} unchanged`);
  });

  it('staged twice, the second time changes nothing', () => {
    const first = planStage(input());
    const made = (content: string) =>
      folder(
        content,
        Object.fromEntries(
          first.copies.filter((copy) => copy.content === content).map(({ to, ...copy }) => [to, copy]),
        ),
      );
    const second = actions({ client: made('client'), utility: made('utility') });
    expect(second.every((action) => action.endsWith(' unchanged'))).toBe(true);
  });

  const pathOf = ({ content, to }: StageCopy) => `${content}/${to}`;

  it('never overwrites another file unless told to', () => {
    const client = folder('client', { [at]: other });
    const plan = planStage(input({ client }));
    expect(plan.copies[0]).toMatchObject({ action: 'conflict', existing: other });
    expect(() => refuseConflicts(plan, pathOf)).toThrowError(
      expect.objectContaining({
        code: 'STAGE_CONFLICT',
        kind: 'environment',
        facts: { file: `client/${at}`, entry: at, expected: patch.sha256, found: other.sha256 },
      }),
    );
    const forced = planStage(input({ client, overwrite: true }));
    expect(forced.copies[0]!.action).toBe('replace');
    expect(() => refuseConflicts(forced, pathOf)).not.toThrow();
  });

  it('counts the conflicts', () => {
    const client = folder('client', { [at]: other });
    const there = folder('utility', { 'CCMCertFix.exe': other });
    expect(() => refuseConflicts(planStage(input({ client, utility: there })), pathOf)).toThrowError(
      /\(and 1 more\)/,
    );
  });

  it('follows the letter case of what is there; the line keeps the name as found on the disk', () => {
    const client = folder('client', {
      'I386/HotFix/kb977203/SCCM2007AC-SP2-KB977203-X86.MSP': { size: 444928, sha256: patch.sha256 },
    });
    const plan = planStage(input({ client }));
    expect(plan.copies[0]).toMatchObject({
      to: 'I386/HotFix/kb977203/SCCM2007AC-SP2-KB977203-X86.MSP',
      action: 'unchanged',
    });
    expect(plan.patchProperty).toContain('\\i386\\hotfix\\KB977203\\SCCM2007AC-SP2-KB977203-X86.MSP"');
  });

  it('keeps the placeholder without an ID, takes another drive, and a path of the network', () => {
    const line = (change: Partial<StagePlanInput>) => planStage(input(change)).patchProperty;
    expect(line({ packageId: null })).toContain('\\OSD\\<Package_ID>\\i386\\');
    expect(line({ drive: 'D:' })).toMatch(/^PATCH="D:\\_SMSTaskSequence/);
    expect(line({ clientPath: '\\\\srv\\SMS_ABC\\Client' })).toMatch(
      /^PATCH="\\\\srv\\SMS_ABC\\Client\\i386\\/,
    );
  });

  it('plans a hotfix without a utility', () => {
    expect(actions({ sources: { patches: [patch], utility: null } })).toEqual([`client:${at} create`]);
  });

  it('warns of a folder that is no client source, and of the article number as an ID', () => {
    const client = folder('client', { 'readme.txt': other });
    expect(planStage(input({ client, packageId: 'KB977203' })).warnings.map(({ code }) => code)).toEqual([
      'STAGE_CLIENT_SOURCE',
      'STAGE_BAD_PACKAGE_ID',
    ]);
  });

  it('refuses an ID that is none before anything else', () => {
    expect(() => planStage(input({ packageId: 'ABC' }))).toThrowError(
      expect.objectContaining({ code: 'STAGE_BAD_PACKAGE_ID' }),
    );
  });
});
