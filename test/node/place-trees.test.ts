import fs, { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { beginOutput, OutputTransaction } from '../../src/node/output-transaction.js';
import { placeTrees } from '../../src/node/place-trees.js';
import { recoverFolder } from '../../src/node/recover-folder.js';
import { killRun } from '../support/killed-run.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Calls of a function of `fs` from now on. */
function spy(name: 'linkSync' | 'renameSync' | 'unlinkSync') {
  const found = vi.spyOn(fs, name);
  syncBuiltinESMExports();
  return found;
}

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

describe('placeTrees', () => {
  it('does nothing without steps', () => {
    expect(placeTrees([]).size).toBe(0);
  });

  it('puts a new folder in its place by one rename', async () => {
    const folder = tempFolder();
    const output = await beginOutput(folder);
    const names = Array.from({ length: 20 }, (_, i) => `new/${i % 3}/${i}`);
    for (const name of names) output.writeFile(name, bytes(name));
    output.writeFile('new/read-only', bytes('x'), { readOnly: true });
    const [links, renames] = [spy('linkSync'), spy('renameSync')];
    expect(await output.commit()).toEqual([]);
    expect([links.mock.calls.length, renames.mock.calls.length]).toEqual([0, 1]);
    expect(Object.keys(textTree(folder)).sort()).toEqual([...names, 'new/read-only'].sort());
    expect(statSync(join(folder, 'new/read-only')).mode & 0o222).toBe(0);
    expect(readdirSync(folder)).toEqual(['new']);
  });

  it('puts files one by one where the folder appears meanwhile', async () => {
    const folder = tempFolder();
    const output = await beginOutput(folder);
    output.writeFile('new/x', bytes('ours'));
    mkdirSync(join(folder, 'new'));
    writeFileSync(join(folder, 'new/y'), 'theirs');
    expect(await output.commit()).toEqual([]);
    expect(textTree(folder)).toEqual({ 'new/x': 'ours', 'new/y': 'theirs' });
  });

  it('replaces no file that appears in the place of a folder', async () => {
    const folder = tempFolder();
    const output = await beginOutput(folder);
    output.writeFile('new/x', bytes('ours'));
    writeFileSync(join(folder, 'new'), 'theirs');
    await expect(output.commit()).rejects.toMatchObject({ code: 'FILE_WRITE' });
    output.transaction.rollback();
    expect(textTree(folder)).toEqual({ new: 'theirs' });
  });

  it('puts files one by one where the system renames no folder', async () => {
    const folder = tempFolder();
    const output = await beginOutput(folder);
    output.writeFile('new/a/x', bytes('one'));
    output.writeFile('new/y', bytes('two'));
    spy('renameSync').mockImplementation(() => {
      throw Object.assign(new Error('in use'), { code: 'EPERM' });
    });
    expect(await output.commit()).toEqual([]);
    expect(textTree(folder)).toEqual({ 'new/a/x': 'one', 'new/y': 'two' });
    expect(readdirSync(folder)).toEqual(['new']);
  });

  it('leaves out a file that was begun and not completed', async () => {
    const folder = tempFolder();
    const output = await beginOutput(folder);
    output.writeFile('new/x', bytes('whole'));
    const half = output.create('new/half');
    half.write(bytes('half'));
    half.abandon();
    expect(await output.commit()).toEqual([]);
    expect(textTree(folder)).toEqual({ 'new/x': 'whole' });
  });

  it('says so where another program removes a file before its folder is put in place', async () => {
    const folder = tempFolder();
    const output = await beginOutput(folder);
    output.writeFile('new/x', bytes('one'));
    const { staged } = output.pending('')[0]!;
    fs.unlinkSync(staged);
    await expect(output.commit()).rejects.toMatchObject({ code: 'FILE_WRITE' });
    output.transaction.rollback();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken back, but for what others put there', async () => {
    const folder = tempFolder();
    writeTree(folder, { old: 'old' });
    const output = await beginOutput(folder);
    output.writeFile('new/a/x', bytes('one'));
    output.writeFile('new/b/y', bytes('two'));
    await output.transaction.place();
    writeFileSync(join(folder, 'new/b/theirs'), 'theirs');
    expect(output.transaction.rollback()).toEqual([]);
    expect(textTree(folder)).toEqual({ old: 'old', 'new/b/theirs': 'theirs' });
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('is taken back by recovery when killed %s the folder is in place', async (_, placed) => {
    const folder = tempFolder();
    const run = await OutputTransaction.begin([folder]);
    run.outputs[0]!.writeFile('new/a/x', bytes('one'));
    run.outputs[0]!.writeFile('new/y', bytes('two'));
    if (placed) await run.place();
    killRun(run);
    const { runs, warnings } = await recoverFolder(folder);
    expect(warnings).toEqual([]);
    expect(runs).toMatchObject([{ outcome: 'taken-back', files: placed ? 2 : 0 }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('lets a later part of the run write into the folder', async () => {
    const folder = tempFolder();
    const output = await beginOutput(folder);
    output.writeFile('new/x', bytes('one'));
    await output.transaction.place();
    output.writeFile('new/y', bytes('two'));
    await output.transaction.place();
    expect(await output.commit()).toEqual([]);
    expect(readFileSync(join(folder, 'new/y'), 'utf8')).toBe('two');
    expect(readdirSync(folder)).toEqual(['new']);
  });
});
