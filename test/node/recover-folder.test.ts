import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { identityOf } from '../../src/node/file-identity.js';
import { stagingName } from '../../src/node/leftovers.js';
import { OutputTransaction } from '../../src/node/output-transaction.js';
import { recoverFolder } from '../../src/node/recover-folder.js';
import { StagingFolder } from '../../src/node/staging-folder.js';
import { killRun } from '../support/killed-run.js';
import { canLinkFolders, linkFolder } from '../support/links.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

// Files are held as on Windows.
vi.mock('../../src/node/busy.js', async (original) => ({
  ...(await original<object>()),
  isBusy: (error: NodeJS.ErrnoException) => error.code === 'EBUSY',
}));

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function killedRun(root: string): Promise<void> {
  const [a, b] = [join(root, 'a'), join(root, 'b')];
  const run = await OutputTransaction.begin([a, b]);
  run.output(a).writeFile('old', bytes('ours'));
  run.output(a).writeFile('made/new', bytes('ours'));
  run.output(b).writeFile('old', bytes('ours'));
  run.output(b).remove('gone');
  await run.place();
  killRun(run);
}

const before = { 'a/old': 'old', 'b/old': 'old', 'b/gone': 'gone' };

describe('recoverFolder', () => {
  it.each(['a', 'b'])('takes a run over two folders back from either of them (%s)', async (from) => {
    const root = tempFolder();
    writeTree(root, before);
    await killedRun(root);
    expect(readFileSync(join(root, 'a/old'), 'utf8')).toBe('ours');
    const { runs, warnings } = await recoverFolder(join(root, from));
    expect(warnings).toEqual([]);
    expect(runs).toMatchObject([{ outcome: 'taken-back', folder: join(root, 'a') }]);
    expect(textTree(root)).toEqual(before);
    expect(readdirSync(join(root, 'a'))).toEqual(['old']);
    expect(readdirSync(join(root, 'b')).sort()).toEqual(['gone', 'old']);
  });

  it('is done by the next run in the folder, which says so', async () => {
    const root = tempFolder();
    writeTree(root, before);
    await killedRun(root);
    const next = await OutputTransaction.begin([join(root, 'b')]);
    next.outputs[0]!.writeFile('old', bytes('next'));
    expect(await next.commit()).toMatchObject([{ code: 'RUN_RECOVERED', file: join(root, 'a') }]);
    expect(textTree(root)).toEqual({ ...before, 'b/old': 'next' });
  });

  it('waits once for a program that has files of several runs open', async () => {
    const folder = tempFolder();
    const held = vi.spyOn(StagingFolder.prototype, 'clear').mockImplementation(() => {
      throw Object.assign(new Error('held'), { code: 'EBUSY' });
    });
    for (let i = 0; i < 3; i++) {
      const run = await OutputTransaction.begin([folder]);
      run.outputs[0]!.writeFile(`${i}`, bytes('ours'));
      await run.place();
      killRun(run);
    }
    held.mockClear();
    const { warnings } = await recoverFolder(folder);
    expect(warnings).toHaveLength(3);
    expect(held.mock.calls.map(([, options]) => options?.patience)).toEqual([undefined, 0, 0]);
    held.mockRestore();
    expect((await recoverFolder(folder)).warnings).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('completes a run that was killed while it cleaned up', async () => {
    const folder = tempFolder();
    writeTree(folder, { old: 'old', 'x/gone': 'gone' });
    const run = await OutputTransaction.begin([folder]);
    run.outputs[0]!.writeFile('old', bytes('ours'));
    run.outputs[0]!.remove('x/gone');
    await run.place();
    const journal = join(folder, stagingName(run.id), 'journal');
    writeFileSync(journal, `${readFileSync(journal, 'utf8')}{"step":"done"}\n`);
    killRun(run);
    expect((await recoverFolder(folder)).runs).toMatchObject([{ outcome: 'completed' }]);
    expect(textTree(folder)).toEqual({ old: 'ours' });
    expect(readdirSync(folder)).toEqual(['old']);
  });

  it('leaves what somebody put into the folder of a killed run, but not its lock', async () => {
    const root = tempFolder();
    writeTree(root, before);
    await killedRun(root);
    const [staging] = readdirSync(join(root, 'b')).filter((name) => /^\.hotfixkit-\w+$/.test(name));
    writeFileSync(join(root, 'b', staging!, 'mine'), 'mine');
    const { runs, warnings } = await recoverFolder(join(root, 'a'));
    expect(runs).toMatchObject([{ outcome: 'taken-back' }]);
    expect(warnings).toMatchObject([{ code: 'FILE_WRITE', file: join(root, 'b', staging!) }]);
    expect(textTree(root)).toEqual({ ...before, [`b/${staging}/mine`]: 'mine' });
    expect(readdirSync(join(root, 'b')).sort()).toEqual([staging, 'gone', 'old']);
    expect(readdirSync(join(root, 'a'))).toEqual(['old']);
  });

  it('takes no file for one of a run that only has the size and time, or the bytes, that a journal names', async () => {
    const root = tempFolder();
    writeTree(root, { a: 'mine', b: 'mine' });
    const id = '0123456789ab';
    mkdirSync(join(root, stagingName(id)));
    const stat = statSync(join(root, 'a'), { bigint: true });
    const written = { size: String(stat.size), modified: String(stat.mtimeNs) };
    const sha256 = createHash('sha256').update('mine').digest('hex');
    const lines = [
      { hotfixkit: 1, id, since: '', roots: [{ path: root, relative: '', made: [] }] },
      { step: 'put', root: 0, path: 'a', staged: '0', written: { ...written, file: '0' }, before: null },
      {
        step: 'put',
        root: 0,
        path: 'b',
        staged: '1',
        written: { ...written, file: '0', sha256 },
        before: null,
      },
      { step: 'begin' },
    ];
    writeFileSync(
      join(root, stagingName(id), 'journal'),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
    await recoverFolder(root);
    const isKeeper = process.platform === 'linux' && [0xef53, 0x01021994].includes(statfsSync(root).type);
    expect(textTree(root)).toMatchObject({ a: 'mine', ...(isKeeper ? { b: 'mine' } : {}) });
  });

  it('puts nothing over a file that was changed since, and keeps the old one', async () => {
    const root = tempFolder();
    writeTree(root, before);
    await killedRun(root);
    writeFileSync(join(root, 'a/old'), 'changed by its owner');
    const { runs, warnings } = await recoverFolder(join(root, 'a'));
    expect(runs).toMatchObject([{ outcome: 'kept' }]);
    expect(warnings).toMatchObject([{ code: 'FILE_CHANGED', file: join(root, 'a/old') }]);
    expect(readFileSync(join(root, 'a/old'), 'utf8')).toBe('changed by its owner');
    const kept = /kept as (\S+)/.exec(warnings[0]!.message)![1]!;
    expect(readFileSync(kept, 'utf8')).toBe('old');
    expect(readFileSync(join(root, 'b/old'), 'utf8')).toBe('old');
  });

  it.each([
    ['a file outside', { step: 'put', path: '../victim' }],
    ['an absolute path', { step: 'put', path: '/victim' }],
    ['another folder of no run', { step: 'put', path: 'victim', root: 1 }],
    ['something that is no step', { step: 'delete', path: 'victim' }],
    ['a name that it does not give', { step: 'put', path: 'victim', staged: '../x' }],
  ])('believes no journal that names %s', async (_, change) => {
    const root = tempFolder();
    writeTree(root, { 'out/victim': 'victim', victim: 'victim' });
    const folder = join(root, 'out');
    const id = '0123456789ab';
    mkdirSync(join(folder, stagingName(id)));
    const written = identityOf(statSync(join(folder, 'victim'), { bigint: true }));
    const step = { root: 0, staged: '0', written, before: null, ...change };
    const header = { hotfixkit: 1, id, since: '', roots: [{ path: folder, relative: '', made: [] }] };
    const lines = [header, step, { step: 'begin' }].map((line) => JSON.stringify(line));
    writeFileSync(join(folder, stagingName(id), 'journal'), `${lines.join('\n')}\n`);
    const { warnings } = await recoverFolder(folder);
    expect(warnings).toMatchObject([{ code: 'RESTORE_FAILED' }]);
    expect(textTree(root)).toMatchObject({ 'out/victim': 'victim', victim: 'victim' });
  });

  /** A staging folder of a run that never was, with the journal that is given. */
  function staged(folder: string, lines: readonly (object | string)[], files: Record<string, string> = {}) {
    const id = '0123456789ab';
    const made = { hotfixkit: 1, id, since: '', roots: [{ path: folder, relative: '', made: [] }] };
    const text = [made, ...lines].map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    const inside = stagingName(id);
    const all = { ...files, journal: `${text.join('\n')}\n` };
    writeTree(
      folder,
      Object.fromEntries(Object.entries(all).map(([name, content]) => [`${inside}/${name}`, content])),
    );
    return join(folder, inside);
  }
  const begin = { step: 'begin' };
  const removal = { step: 'remove', root: 0, path: 'gone', kept: '2.old' };

  it.each<[string, (object | string)[]]>([
    ['its lines in the middle', ['{"step":"put","root":0,"pa\0\0\0', begin]],
    ['the line that says that it began', ['{"step":"put","root":0']],
    ['the step that a file belongs to', [removal, begin]],
    ['that step, and is done', [begin, { step: 'done' }]],
  ])('keeps what a run replaced where the journal has lost %s', async (_, lines) => {
    const folder = tempFolder();
    const staging = staged(folder, lines, { '0.old': 'precious', '1.part': 'precious too', '3': 'ours' });
    const { runs, warnings } = await recoverFolder(folder);
    expect(runs).toMatchObject([{ outcome: 'kept' }]);
    expect(warnings.map(({ code, file }) => [code, file])).toEqual(
      ['0.old', '1.part'].map((name) => ['RESTORE_FAILED', join(staging, name)]),
    );
    expect(textTree(staging)).toMatchObject({ '0.old': 'precious', '1.part': 'precious too' });
    // The next one says it again, and keeps it again.
    expect((await recoverFolder(folder)).warnings).toEqual(warnings);
  });

  it('believes no journal of another user, unless it is told to', {
    skip: process.getuid?.() !== 0,
  }, async () => {
    const folder = tempFolder();
    writeTree(folder, { victim: 'victim' });
    const written = identityOf(statSync(join(folder, 'victim'), { bigint: true }));
    const step = { step: 'put', root: 0, path: 'victim', staged: '0', written, before: null };
    const staging = staged(folder, [step, begin]);
    chownSync(staging, 12345, 12345);
    expect((await recoverFolder(folder)).warnings).toMatchObject([{ code: 'RESTORE_FAILED', file: staging }]);
    expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('victim');
    const { runs, warnings } = await recoverFolder(folder, { dead: { all: true } });
    expect([runs.length, warnings]).toEqual([1, []]);
  });

  it('takes no folder for one of a run where another user has put the mark', {
    skip: process.getuid?.() !== 0,
  }, async () => {
    const root = tempFolder();
    writeTree(root, before);
    await killedRun(root);
    const [mark] = readdirSync(join(root, 'b')).filter((name) => /^\.hotfixkit-[0-9a-f]+$/.test(name));
    chownSync(join(root, 'b', mark!), 12345, 12345);
    await recoverFolder(join(root, 'a'));
    expect(textTree(join(root, 'a'))).toEqual({ old: 'old' });
    expect(readFileSync(join(root, 'b/old'), 'utf8')).toBe('ours');
    expect(readdirSync(join(root, 'b'))).toContain(mark);
  });

  it.each<[string, (path: string) => void]>([
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
    ['a device', (path) => symlinkSync('/dev/zero', path)],
    ['a folder', (path) => mkdirSync(path)],
    [
      'a file of enormous size',
      (path) => {
        writeFileSync(path, '{"hotfixkit":1');
        truncateSync(path, 700 * 1024 * 1024);
      },
    ],
    ['one enormous line', (path) => writeFileSync(path, '{"hotfixkit":1'.padEnd(1024 * 1024, ' '))],
  ])('reads no journal that is %s', { skip: process.platform === 'win32' }, async (_, make) => {
    const folder = tempFolder();
    const staging = staged(folder, [], { '0': 'ours' });
    rmSync(join(staging, 'journal'));
    make(join(staging, 'journal'));
    expect((await recoverFolder(folder)).warnings).toMatchObject([{ code: 'RESTORE_FAILED', file: staging }]);
    expect(readdirSync(staging).sort()).toEqual(['0', 'journal']);
  });

  it('removes the folders that a run made for itself, but not those of a copy', async () => {
    const root = tempFolder();
    const run = await OutputTransaction.begin([join(root, 'made/out')]);
    run.outputs[0]!.writeFile('new', bytes('ours'));
    await run.place();
    killRun(run);
    mkdirSync(join(root, 'copy/made'), { recursive: true });
    cpSync(join(root, 'made/out'), join(root, 'copy/made/out'), { recursive: true });
    rmSync(join(root, 'copy/made/out/new'));
    expect((await recoverFolder(join(root, 'copy/made/out'))).warnings).toEqual([]);
    expect(readdirSync(join(root, 'copy/made'))).toEqual(['out']);
    expect((await recoverFolder(join(root, 'made/out'))).warnings).toEqual([]);
    expect(readdirSync(root)).toEqual(['copy']);
  });

  it('leaves folders alone that only have the name of one of its own', async () => {
    const folder = tempFolder();
    writeTree(folder, { '.hotfixkit-0123456789ab/notes.txt': 'mine', '.hotfixkit-notes': 'mine' });
    const { runs, warnings } = await recoverFolder(folder);
    expect(runs).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'RESTORE_FAILED' }]);
    expect(readFileSync(join(folder, '.hotfixkit-0123456789ab/notes.txt'), 'utf8')).toBe('mine');
  });

  it.skipIf(!canLinkFolders)('follows no link that has the name of a folder of its own', async () => {
    const outside = tempFolder();
    const folder = tempFolder();
    writeTree(outside, { '0': 'mine', journal: '' });
    linkFolder(outside, join(folder, '.hotfixkit-0123456789ab'));
    const { warnings } = await recoverFolder(folder);
    expect(warnings).toMatchObject([{ code: 'PATH_LINK' }]);
    expect(readdirSync(outside).sort()).toEqual(['0', 'journal']);
  });
});
