import fs, {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { type StagePackageOptions, stagePackage } from '../../../src/hotfix/stage/stage-package.js';
import { readStageRecord } from '../../../src/hotfix/stage/stage-record.js';
import { planUndo, undoStage } from '../../../src/hotfix/stage/undo-stage.js';
import { OutputTransaction } from '../../../src/node/output-transaction.js';
import { openPackage } from '../../../src/package/open-package.js';
import { caught } from '../../support/caught.js';
import { killRun } from '../../support/killed-run.js';
import { hashTree, sha256, standInPath, text, textTree, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const manifest = manifestFromCatalogue('977203');
const patch = 'i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp';

async function stage(folder: string, options: Partial<StagePackageOptions> = {}) {
  const opened = openPackage(standInPath(2));
  try {
    const targets = { client: join(folder, 'Client'), utility: join(folder, 'CCMCertFix') };
    const record = join(folder, 'undo');
    return await stagePackage(opened.content, targets, {
      manifest,
      record,
      location: opened.location,
      ...options,
    });
  } finally {
    opened.close();
  }
}

const within = (folder: string) => [join(folder, 'Client'), join(folder, 'CCMCertFix')];

async function undo(folder: string): Promise<string[]> {
  const plan = await undoStage(join(folder, 'undo'), within(folder));
  return plan.steps.map(({ action }) => action);
}

describe('taking a staging run back', () => {
  it('names the folders of its own that stay although they are empty', async () => {
    const folder = tempFolder();
    await stage(folder);
    const { rmdirSync } = fs;
    vi.spyOn(fs, 'rmdirSync').mockImplementation((path) => {
      if (/i386$|CCMCertFix$/.test(String(path))) throw Object.assign(new Error('held'), { code: 'EBUSY' });
      rmdirSync(path);
    });
    syncBuiltinESMExports();
    try {
      const { warnings } = await undoStage(join(folder, 'undo'), within(folder));
      const left = [join(folder, 'CCMCertFix'), join(folder, 'Client', 'i386')];
      expect(
        warnings
          .filter(({ code }) => code === 'CLEANUP_FAILED')
          .map(({ file }) => file)
          .sort(),
      ).toEqual(left);
    } finally {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    }
  });

  it('leaves what was there before, and no more', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'Client/I386/ccmsetup.cab': 'x', 'Client/I386/Hotfix/KB900000/other.msp': 'y' });
    const before = textTree(folder);
    await stage(folder);
    expect(existsSync(join(folder, 'Client/I386/Hotfix/KB977203'))).toBe(true);
    expect(await undo(folder)).toEqual(['remove', 'remove', 'remove']);
    expect(textTree(folder)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['Client']);
    expect(readdirSync(join(folder, 'Client/I386/Hotfix'))).toEqual(['KB900000']);
  });

  it.each([
    ['beside the client source', 'new/a/undo'],
    ['in a new folder of its own', 'records/b/undo'],
  ])('removes the parents that it made, with the record %s', async (_, record) => {
    const folder = tempFolder();
    const opened = openPackage(standInPath(2));
    const targets = { client: join(folder, 'new/a/Client'), utility: join(folder, 'new/a/CCMCertFix') };
    try {
      const { location } = opened;
      await stagePackage(opened.content, targets, { manifest, record: join(folder, record), location });
    } finally {
      opened.close();
    }
    const { warnings } = await undoStage(join(folder, record), Object.values(targets));
    expect([warnings, readdirSync(folder)]).toEqual([[], []]);
  });

  it('brings back what was replaced, over several runs', async () => {
    const folder = tempFolder();
    writeTree(folder, { [`Client/${patch}`]: 'mine' });
    const before = textTree(folder);
    await stage(folder, { overwrite: true });
    const staged = hashTree(folder);
    await stage(folder);
    expect(hashTree(folder)).toEqual(staged);
    writeFileSync(join(folder, 'Client', patch), 'mine again');
    await stage(folder, { overwrite: true });
    expect((await undo(folder)).sort()).toEqual(['remove', 'remove', 'restore']);
    expect(textTree(folder)).toEqual({ ...before, [`Client/${patch}`]: 'mine again' });
  });

  it.each(['cut short', ''])(
    'brings back what was replaced although a copy of that name is damaged (%j)',
    async (copy) => {
      const folder = tempFolder();
      writeTree(folder, { [`Client/${patch}`]: 'mine', [`undo/before/${sha256(text('mine'))}`]: copy });
      const record = {
        format: 1,
        kb: null,
        product: null,
        started: '',
        finished: '',
        files: [],
        folders: [],
      };
      writeTree(folder, { 'undo/record.json': JSON.stringify(record) });
      await stage(folder, { overwrite: true });
      expect(await undo(folder)).toContain('restore');
      expect(textTree(join(folder, 'Client'))).toEqual({ [patch]: 'mine' });
    },
  );

  it('looks at no file by way of a link and back', { skip: process.platform === 'win32' }, async () => {
    const folder = tempFolder();
    writeTree(folder, { 'far/away/x': '', 'far/a.txt': 'mine', 'Client/a.txt': 'other' });
    symlinkSync(join(folder, 'far/away'), join(folder, 'Client/link'));
    const file = { path: `${folder}/Client/link/../a.txt`, sha256: sha256(text('mine')), before: null };
    const record = {
      format: 1,
      kb: null,
      product: null,
      started: '',
      finished: '',
      files: [file],
      folders: [],
    };
    writeTree(folder, { 'undo/record.json': JSON.stringify(record) });
    expect(await undo(folder)).toEqual(['changed']);
    expect(textTree(folder)).toMatchObject({ 'far/a.txt': 'mine', 'Client/a.txt': 'other' });
  });

  it('leaves alone what was changed since, and keeps the record', async () => {
    const folder = tempFolder();
    await stage(folder);
    writeFileSync(join(folder, 'CCMCertFix/CCMCertFix.sms'), 'edited');
    rmSync(join(folder, 'CCMCertFix/CCMCertFix.exe'));
    expect((await undo(folder)).sort()).toEqual(['changed', 'gone', 'remove']);
    expect(readFileSync(join(folder, 'CCMCertFix/CCMCertFix.sms'), 'utf8')).toBe('edited');
    rmSync(join(folder, 'CCMCertFix/CCMCertFix.sms'));
    expect(await undo(folder)).toEqual(['gone', 'gone', 'gone']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('completes or takes back an interrupted run', async () => {
    for (const next of ['complete', 'undo']) {
      const folder = tempFolder();
      await stage(folder);
      const whole = hashTree(folder);
      const record = join(folder, 'undo/record.json');
      const before = readStageRecord(join(folder, 'undo'))!;
      // As it stands after a kill between the two folders.
      writeFileSync(record, JSON.stringify({ ...before, finished: null }));
      rmSync(join(folder, 'CCMCertFix'), { recursive: true });
      mkdirSync(join(folder, 'CCMCertFix/.hotfixkit-0123456789ab'), { recursive: true });
      if (next === 'undo') {
        expect((await undo(folder)).sort()).toEqual(['gone', 'gone', 'remove']);
        expect(readdirSync(folder)).toEqual([]);
        continue;
      }
      await stage(folder);
      const { 'undo/record.json': _, ...files } = hashTree(folder);
      const { 'undo/record.json': __, ...expected } = whole;
      expect(files).toEqual(expected);
      expect(readdirSync(join(folder, 'CCMCertFix')).sort()).toEqual(['CCMCertFix.exe', 'CCMCertFix.sms']);
      expect(readStageRecord(join(folder, 'undo'))!.finished).not.toBeNull();
      expect(await undo(folder)).toEqual(['remove', 'remove', 'remove']);
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('takes back a first run that was killed before it had a record', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'Client/i386/ccmsetup.cab': 'x' });
    const run = await OutputTransaction.begin([join(folder, 'Client'), join(folder, 'undo')]);
    run.output(join(folder, 'Client')).writeFile(patch, new TextEncoder().encode('half'));
    await run.place();
    killRun(run);
    const plan = await undoStage(join(folder, 'undo'), within(folder));
    expect(plan).toMatchObject({ steps: [], warnings: [{ code: 'RUN_RECOVERED' }] });
    expect(textTree(folder)).toEqual({ 'Client/i386/ccmsetup.cab': 'x' });
    expect(readdirSync(folder)).toEqual(['Client']);
  });

  it('says that there is nothing to take back', () => {
    expect(caught(() => planUndo(join(tempFolder(), 'undo'), [])).code).toBe('STAGE_NO_RECORD');
  });

  it.each(['', '{}', '[1]', '{"format":1,"started":"x","finished":null,"folders":[],"files":[{"path":1}]}'])(
    'refuses %j as a record',
    (text) => {
      const folder = tempFolder();
      writeFileSync(join(folder, 'record.json'), text);
      expect(caught(() => planUndo(folder, [])).code).toBe('STAGE_BAD_RECORD');
    },
  );

  it('a run that fails leaves no record of its own', async () => {
    const folder = tempFolder();
    writeTree(folder, { CCMCertFix: 'a file in the way' });
    await expect(stage(folder)).rejects.toMatchObject({ kind: 'environment' });
    expect(textTree(folder)).toEqual({ CCMCertFix: 'a file in the way' });
  });
});
