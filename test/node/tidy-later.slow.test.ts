import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { FileSource } from '../../src/node/file-source.js';
import { isLeftoverName } from '../../src/node/leftovers.js';
import { beginOutput } from '../../src/node/output-transaction.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { onWindows, refuse } from '../support/windows-files.js';

vi.mock('node:fs', async (original) =>
  (await import('../support/windows-files.js')).windowsFiles(await original()),
);
vi.mock('../../src/node/busy.js', async (original) =>
  (await import('../support/windows-files.js')).shortPatience(await original()),
);

const isOld = (path: string | undefined): boolean => /\.(old|part)$/.test(path ?? '');

describe('cleaning up after a commit, by the rules of Windows', () => {
  it('waits without a word for a file that the run itself reads, and goes on when that is closed', async () => {
    const root = tempFolder();
    writeTree(root, { a: 'old' });
    const source = new FileSource(join(root, 'a'));
    let isOpen = true;
    await onWindows(async () => {
      refuse('unlinkSync', (path) => (isOpen && isOld(path) ? 'EBUSY' : null));
      const output = await beginOutput(root);
      output.writeFile('a', new TextEncoder().encode('new'));
      expect(await output.commit()).toEqual([]);
      expect(readFileSync(join(root, 'a'), 'utf8')).toBe('new');
      expect(readdirSync(root).filter(isLeftoverName)).toHaveLength(1);
      isOpen = false;
      source.close();
      expect(textTree(root)).toEqual({ a: 'new' });
    });
  });

  it('is a warning where another program has the file open, and the next run does it', async () => {
    const root = tempFolder();
    writeTree(root, { a: 'old', b: 'old' });
    await onWindows(async () => {
      refuse('unlinkSync', (path) => (isOld(path) ? 'EPERM' : null));
      const output = await beginOutput(root);
      for (const name of ['a', 'b']) output.writeFile(name, new TextEncoder().encode('new'));
      expect(await output.commit()).toMatchObject([{ code: 'CLEANUP_FAILED' }]);
    });
    const { a, b } = textTree(root);
    expect([a, b]).toEqual(['new', 'new']);
    const next = await beginOutput(root);
    next.writeFile('a', new TextEncoder().encode('next'));
    expect(await next.commit()).toEqual([]);
    expect(textTree(root)).toEqual({ a: 'next', b: 'new' });
    expect(readdirSync(root).sort()).toEqual(['a', 'b']);
  }, 60_000);

  it('is named by the error of a run that failed', async () => {
    const root = tempFolder();
    writeTree(root, { a: 'old' });
    await onWindows(async () => {
      refuse('unlinkSync', (path) => (isOld(path) ? 'EBUSY' : null));
      const output = await beginOutput(root);
      output.writeFile('a', new TextEncoder().encode('new'));
      refuse('renameSync', () => 'EBUSY');
      const error: unknown = await output.commit().catch((thrown: unknown) => thrown);
      const failed = output.failed(error);
      const [left] = readdirSync(root).filter(isLeftoverName);
      expect(failed).toMatchObject({ code: 'FILE_WRITE' });
      expect((failed as Error).message).toMatch(
        /^cannot be written: another program has it open; .*; temporary files stay in .* until the next run in this folder$/,
      );
      expect((failed as Error).message).toContain(join(root, left!));
    });
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('old');
  }, 60_000);
});
