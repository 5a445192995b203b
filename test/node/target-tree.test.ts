import fs, { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { stagingName } from '../../src/node/leftovers.js';
import { canLinkFolders, linkFolder } from '../support/links.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The writers as they are on a system that cannot work relative to an open folder. */
let plain: typeof import('../../src/node/output-transaction.js');

beforeAll(async () => {
  const { platform } = process;
  vi.resetModules();
  if (platform === 'linux') Object.defineProperty(process, 'platform', { value: 'darwin' });
  try {
    plain = await import('../../src/node/output-transaction.js');
    const { canAnchor } = await import('../../src/node/target-tree.js');
    expect(canAnchor).toBe(false);
  } finally {
    Object.defineProperty(process, 'platform', { value: platform });
    vi.resetModules();
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

/** Does something right after the n-th call of a function of node:fs. */
function after(name: 'linkSync' | 'mkdirSync' | 'renameSync', count: number, body: () => void): void {
  const real = fs[name] as (...args: unknown[]) => unknown;
  let calls = 0;
  vi.spyOn(fs, name).mockImplementation(((...args: unknown[]) => {
    const result = real(...args);
    if (++calls === count) body();
    return result;
  }) as never);
  syncBuiltinESMExports();
}

describe.skipIf(!canLinkFolders)('TargetTree on a system that cannot work relative to open folders', () => {
  const cases: [string, string, string][] = [
    ['a folder', 'a', 'a/x'],
    ['a folder further down', 'a/b', 'a/b/x'],
    ['a folder far above the file', 'a', 'a/b/c/x'],
  ];
  it.each(cases)('finds a link in the place of %s', async (_, at, path) => {
    const [outside, folder] = [tempFolder(), tempFolder()];
    writeTree(folder, { 'a/b/c/keep': 'old' });
    renameSync(join(folder, at), join(folder, 'moved'));
    mkdirSync(join(outside, 'b/c'), { recursive: true });
    linkFolder(outside, join(folder, at));
    const output = await plain.beginOutput(folder);
    output.writeFile(path, bytes('evil'));
    await expect(output.commit()).rejects.toMatchObject({ code: 'PATH_LINK' });
    output.transaction.rollback();
    expect(textTree(outside)).toEqual({});
  });

  it.each(cases)('finds a link that takes the place of %s between two steps', async (_, at, path) => {
    const [outside, folder] = [tempFolder(), tempFolder()];
    writeTree(folder, { 'a/b/c/keep': 'old' });
    mkdirSync(join(outside, 'b/c'), { recursive: true });
    const output = await plain.beginOutput(folder);
    output.writeFile('first', bytes('one'));
    output.writeFile(path, bytes('evil'));
    after('linkSync', 1, () => {
      renameSync(join(folder, at), join(folder, 'moved'));
      linkFolder(outside, join(folder, at));
    });
    await expect(output.commit()).rejects.toMatchObject({ code: 'PATH_LINK' });
    expect(textTree(outside)).toEqual({});
    // Nobody can tell from here what became of it.
    expect(output.transaction.rollback()).toMatchObject([
      { code: 'RESTORE_FAILED', file: join(folder, path) },
    ]);
    expect(textTree(outside)).toEqual({});
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['a', 'moved']));
    expect(readdirSync(folder)).not.toContain('first');
  });

  it('finds a link that takes the place of a folder that it has just made', async () => {
    const [outside, folder] = [tempFolder(), tempFolder()];
    // A folder directly in the output folder would come with all that is in it.
    writeTree(folder, { 'old/keep': 'old' });
    const output = await plain.beginOutput(folder);
    output.writeFile('old/new/x', bytes('evil'));
    after('mkdirSync', 1, () => {
      renameSync(join(folder, 'old/new'), join(folder, 'moved'));
      linkFolder(outside, join(folder, 'old/new'));
    });
    await expect(output.commit()).rejects.toMatchObject({ code: 'PATH_LINK' });
    output.transaction.rollback();
    expect(textTree(outside)).toEqual({});
  });

  it('takes nothing back through a link', async () => {
    const [outside, folder] = [tempFolder(), tempFolder()];
    writeTree(folder, { 'a/x': 'old' });
    writeTree(outside, { x: 'theirs' });
    const output = await plain.beginOutput(folder);
    output.writeFile('a/x', bytes('new'));
    await output.transaction.place();
    renameSync(join(folder, 'a'), join(folder, 'moved'));
    linkFolder(outside, join(folder, 'a'));
    expect(output.transaction.rollback()).toMatchObject([{ code: 'RESTORE_FAILED' }]);
    expect(textTree(outside)).toEqual({ x: 'theirs' });
  });

  it.skipIf(process.platform === 'win32')(
    'neither writes nor deletes through a link in the place of its own folder',
    async () => {
      const [outside, folder] = [tempFolder(), tempFolder()];
      writeTree(folder, { x: 'old' });
      const output = await plain.beginOutput(folder);
      output.writeFile('x', bytes('new'));
      writeTree(outside, { '0': 'theirs', '0.old': 'theirs', journal: 'theirs' });
      const own = join(folder, stagingName(output.staging!.id));
      renameSync(own, join(folder, 'moved'));
      linkFolder(outside, own);
      expect(() => output.writeFile('y', bytes('evil'))).toThrowError(
        expect.objectContaining({ code: 'PATH_LINK' }),
      );
      await expect(output.commit()).rejects.toMatchObject({ code: 'PATH_LINK' });
      output.transaction.rollback();
      expect(textTree(outside)).toEqual({ '0': 'theirs', '0.old': 'theirs', journal: 'theirs' });
      expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('old');
    },
  );
});

it('deletes nothing in another folder that has the name of its own', async () => {
  const folder = tempFolder();
  const output = await plain.beginOutput(folder);
  output.writeFile('x', bytes('new'));
  const own = join(folder, stagingName(output.staging!.id));
  try {
    renameSync(own, join(folder, 'moved'));
  } catch {
    // Windows does not let a folder go in which a file is open.
    output.transaction.rollback();
    return;
  }
  mkdirSync(own);
  writeFileSync(join(own, '0'), 'theirs');
  output.transaction.rollback();
  expect(readFileSync(join(own, '0'), 'utf8')).toBe('theirs');
});
