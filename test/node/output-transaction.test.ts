import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runOfName } from '../../src/node/leftovers.js';
import { beginOutput, OutputTransaction } from '../../src/node/output-transaction.js';
import { recoverFolder } from '../../src/node/recover-folder.js';
import { caughtLater } from '../support/caught.js';
import { killRun } from '../support/killed-run.js';
import { canLinkFolders, linkFolder } from '../support/links.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('OutputTransaction', () => {
  it('writes in several folders, all or nothing', async () => {
    const root = tempFolder();
    const [a, b] = [join(root, 'a'), join(root, 'deep/b')];
    const run = await OutputTransaction.begin([a, b]);
    run.output(a).writeFile('x/1', bytes('one'));
    run.output(b).writeFile('2', bytes('two'));
    expect(textTree(root)).not.toHaveProperty('a/x/1');
    await run.commit();
    expect(textTree(root)).toEqual({ 'a/x/1': 'one', 'deep/b/2': 'two' });

    const failing = await OutputTransaction.begin([a, b]);
    failing.output(a).writeFile('x/1', bytes('changed'));
    failing.output(a).writeFile('new/3', bytes('three'));
    failing.output(b).writeFile('2/below', bytes('a file is in the way'));
    await expect(failing.commit()).rejects.toMatchObject({ code: 'FILE_WRITE' });
    expect(failing.rollback()).toEqual([]);
    expect(textTree(root)).toEqual({ 'a/x/1': 'one', 'deep/b/2': 'two' });
    expect(readdirSync(a)).toEqual(['x']);
  });

  it('takes one folder for one, however it is spelled', { skip: process.platform === 'win32' }, async () => {
    const root = tempFolder();
    writeTree(root, { 'real/old': 'old' });
    symlinkSync('real', join(root, 'link'));
    const spelled = ['real', 'link', './real/../real/', 'link/new', 'real/new'].map(
      (path) => `${root}/${path}`,
    );
    const run = await OutputTransaction.begin(spelled);
    expect(run.outputs.map(({ path }) => path)).toEqual([join(root, 'real'), join(root, 'link/new')]);
    run.output(spelled[1]!).writeFile('old', bytes('first'));
    run.output(spelled[2]!).writeFile('second', bytes('second'));
    run.output(spelled[4]!).writeFile('third', bytes('third'));
    expect(await run.commit()).toEqual([]);
    expect(textTree(root)).toEqual({
      'real/old': 'first',
      'real/second': 'second',
      'real/new/third': 'third',
    });
    expect(readdirSync(join(root, 'real')).sort()).toEqual(['new', 'old', 'second']);
  });

  it.skipIf(!canLinkFolders)('says so where a link that leads nowhere is the output folder', async () => {
    const root = tempFolder();
    linkFolder(join(root, 'nowhere'), join(root, 'link'));
    for (const path of ['link', 'link/below']) {
      const error = await caughtLater(() => OutputTransaction.begin([join(root, path)]));
      expect(error).toMatchObject({ code: 'PATH_LINK', facts: { file: join(root, 'link') } });
    }
    expect(readdirSync(root)).toEqual(['link']);
  });

  it('where names differ only in letter case takes the one that is meant', async ({ skip }) => {
    const root = tempFolder();
    const there = { 'sub/x': '1', 'SUB/x': '2', 'Sub/x': '3', f: '4', F: '5' };
    writeTree(root, there);
    if (readdirSync(root).length < 5) skip();
    for (const [folder, name] of [
      ['sub', 'f'],
      ['Sub', 'F'],
      ['SUB', 'f'],
    ]) {
      const run = await OutputTransaction.begin([root]);
      run.outputs[0]!.writeFile(`${folder}/x`, bytes('new'));
      run.outputs[0]!.writeFile(name!, bytes('new'));
      await run.place();
      expect(textTree(root)).toMatchObject({ ...there, [`${folder}/x`]: 'new', [name!]: 'new' });
      killRun(run);
      expect((await recoverFolder(root)).warnings).toEqual([]);
      expect(textTree(root)).toEqual(there);
    }
  });

  it('of several folders makes only those that get something', async () => {
    const root = tempFolder();
    const run = await OutputTransaction.begin([join(root, 'a'), join(root, 'new/b')]);
    run.output(join(root, 'a')).writeFile('1', bytes('one'));
    await run.commit();
    expect(readdirSync(root)).toEqual(['a']);
  });

  it('takes back what has been put in place, also files that were removed', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'a/old': 'old', 'a/gone': 'gone', keep: 'keep' });
    const before = textTree(folder);
    const output = await beginOutput(folder);
    output.writeFile('A/OLD', bytes('new'));
    output.writeFile('b/c/new', bytes('new'));
    output.remove('a/gone');
    await output.transaction.place();
    expect(readFileSync(join(folder, 'a/old'), 'utf8')).toBe('new');
    expect(existsSync(join(folder, 'a/gone'))).toBe(false);
    expect(output.transaction.rollback()).toEqual([]);
    expect(textTree(folder)).toEqual(before);
    expect(readdirSync(folder).sort()).toEqual(['a', 'keep']);
  });

  it('removes the folders that a removal leaves empty, and no others', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'a/b/gone': 'x', 'c/gone': 'x', 'c/stays': 'x' });
    mkdirSync(join(folder, 'empty'));
    const output = await beginOutput(folder);
    for (const path of ['a/b/gone', 'c/gone', 'not/there']) output.remove(path);
    await output.commit();
    expect(readdirSync(folder).sort()).toEqual(['c', 'empty']);
    expect(readdirSync(join(folder, 'c'))).toEqual(['stays']);
  });

  it('says so where another program removes what is about to take its place', async () => {
    const root = tempFolder();
    writeTree(root, { mine: 'mine' });
    const output = await beginOutput(root);
    output.writeFile('new', bytes('new'));
    rmSync(output.pending('')[0]!.staged);
    const error = await caughtLater(() => output.commit());
    expect(error).toMatchObject({ code: 'FILE_WRITE', facts: { file: join(root, 'new') } });
    expect(output.failed(error)).toBe(error);
    expect(readdirSync(root)).toEqual(['mine']);
  });

  it('leaves a file alone that appears meanwhile where it may replace none', async () => {
    const folder = tempFolder();
    const output = await beginOutput(folder);
    output.writeFile('a', bytes('ours'), { isNew: true });
    output.writeFile('b', bytes('ours'), { isNew: true });
    writeFileSync(join(folder, 'b'), 'theirs');
    await expect(output.commit()).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    output.transaction.rollback();
    expect(textTree(folder)).toEqual({ b: 'theirs' });
  });

  it('takes nothing back that somebody else has changed since, and says where the old file is', async () => {
    const folder = tempFolder();
    writeTree(folder, { a: 'old', b: 'old' });
    const output = await beginOutput(folder);
    for (const name of ['a', 'b', 'new']) output.writeFile(name, bytes('ours'));
    await output.transaction.place();
    writeFileSync(join(folder, 'a'), 'theirs, and longer');
    writeFileSync(join(folder, 'new'), 'theirs too');
    const error = output.failed(new Error('a reason')) as Error;
    expect(error.message).toMatch(
      /a reason; and not everything could be restored: .*kept as .*hotfixkit recover/,
    );
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('theirs, and longer');
    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('old');
    expect(readFileSync(join(folder, 'new'), 'utf8')).toBe('theirs too');
    const kept = /kept as (\S+);/.exec(`${error.message};`)![1]!;
    expect(readFileSync(kept, 'utf8')).toBe('old');
  });

  it.skipIf(process.platform !== 'linux')(
    'follows no link that takes a folder’s place during the run',
    async () => {
      const outside = tempFolder();
      const folder = tempFolder();
      writeTree(folder, { 'a/b/old': 'old' });
      const output = await beginOutput(folder);
      output.writeFile('a/b/old', bytes('new'));
      // Between the first and the second half of a commit.
      const steps = output.plan();
      expect(steps).toHaveLength(1);
      output.tree.path(steps[0]!.target.folder, 'old');
      renameSync(join(folder, 'a/b'), join(folder, 'moved'));
      symlinkSync(outside, join(folder, 'a/b'));
      expect(output.tree.path(steps[0]!.target.folder, 'old')).toMatch(/^\/proc\/self\/fd\/\d+\/old$/);
      writeFileSync(output.tree.path(steps[0]!.target.folder, 'old'), 'written');
      expect(readdirSync(outside)).toEqual([]);
      expect(readFileSync(join(folder, 'moved/old'), 'utf8')).toBe('written');
      output.transaction.rollback();
    },
  );

  it.skipIf(!canLinkFolders)('finds a link that is put in a folder’s place before the commit', async () => {
    const outside = tempFolder();
    const folder = tempFolder();
    writeTree(folder, { 'a/old': 'old' });
    const output = await beginOutput(folder);
    output.writeFile('a/old', bytes('new'));
    rmSync(join(folder, 'a'), { recursive: true });
    linkFolder(outside, join(folder, 'a'));
    await expect(output.commit()).rejects.toMatchObject({ code: 'PATH_LINK' });
    output.transaction.rollback();
    expect(readdirSync(outside)).toEqual([]);
  });

  it.each(['auto', 'always', 'never'] as const)(
    'leaves nothing of its own behind (flush %s)',
    async (flush) => {
      const folder = tempFolder();
      writeTree(folder, { a: 'old' });
      const output = await beginOutput(folder, { flush });
      output.writeFile('a', bytes('new'), { readOnly: true, modified: new Date('2010-01-25T06:27:00Z') });
      expect(readdirSync(folder).filter((name) => runOfName(name))).toHaveLength(2);
      expect(await output.commit()).toEqual([]);
      expect(readdirSync(folder)).toEqual(['a']);
      expect(statSync(join(folder, 'a')).mode & 0o222).toBe(0);
      expect(statSync(join(folder, 'a')).mtime.toISOString()).toBe('2010-01-25T06:27:00.000Z');
    },
  );
});
