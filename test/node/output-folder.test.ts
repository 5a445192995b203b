import fs, {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { newLockName, newRunId } from '../../src/node/leftovers.js';
import { beginOutput } from '../../src/node/output-transaction.js';
import { recoverFolder } from '../../src/node/recover-folder.js';
import { isKeptName } from '../../src/node/staging-folder.js';
import { canLinkFiles, canLinkFolders, linkFolder } from '../support/links.js';
import { readTree, tempFolder } from '../support/temp-folder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const isRoot = process.getuid?.() === 0;

describe('OutputFolder', () => {
  it('puts nothing in place before the commit, everything after', async () => {
    const folder = join(tempFolder(), 'new/deeper');
    const output = await beginOutput(folder);
    output.writeFile('a/b.txt', bytes('one'));
    output.writeFile('a/c.txt', bytes('two'), { modified: new Date('2010-01-25T06:27:00Z'), readOnly: true });
    expect(existsSync(join(folder, 'a'))).toBe(false);
    await output.commit();
    expect([...readTree(folder)].map(([path, content]) => [path, String(content)])).toEqual([
      ['a/b.txt', 'one'],
      ['a/c.txt', 'two'],
    ]);
    const stat = statSync(join(folder, 'a/c.txt'));
    expect(stat.mtime.toISOString()).toBe('2010-01-25T06:27:00.000Z');
    expect(stat.mode & 0o222).toBe(0);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('tries a disk with a file that recovery removes as a lock that was being written', async () => {
    const root = tempFolder();
    const { platform } = process;
    const { renameSync } = fs;
    let [tried, name] = ['', ''];
    vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      if (String(to).endsWith('.new')) [tried, name] = [readFileSync(from, 'utf8'), basename(String(from))];
      renameSync(from, to);
    });
    syncBuiltinESMExports();
    // Linux knows by the kind of the disk what others have to try.
    Object.defineProperty(process, 'platform', { value: 'darwin' });
    try {
      (await beginOutput(root)).transaction.rollback();
    } finally {
      Object.defineProperty(process, 'platform', { value: platform });
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    }
    expect(tried).not.toBe('');
    // Killed before it is moved, it is no file that the run replaced.
    expect(isKeptName(name)).toBe(false);
    writeFileSync(join(root, newLockName(newRunId())), tried);
    expect((await recoverFolder(root)).warnings).toEqual([]);
    expect(readdirSync(root)).toEqual([]);
  });

  it('leaves no trace after a rollback', async () => {
    const root = tempFolder();
    const output = await beginOutput(join(root, 'x/y'));
    output.writeFile('a', bytes('one'));
    const file = output.create('b');
    file.write(bytes('half'));
    file.abandon();
    output.transaction.rollback();
    expect(readdirSync(root)).toEqual([]);
  });

  it('brings back what was there when the commit fails half-way', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a'), 'before');
    writeFileSync(join(folder, 'd'), 'a file where a folder is needed');
    const output = await beginOutput(folder);
    output.writeFile('a', bytes('after'));
    output.writeFile('new/b', bytes('b'));
    output.writeFile('d/e', bytes('c'));
    await expect(output.commit()).rejects.toMatchObject({ code: 'FILE_WRITE' });
    output.transaction.rollback();
    expect(readdirSync(folder).sort()).toEqual(['a', 'd']);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('before');
  });

  it('finds what is there in any letter case, as Windows would', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'I386'));
    writeFileSync(join(folder, 'I386/README.TXT'), 'before');
    const output = await beginOutput(folder);
    output.writeFile('i386/readme.txt', bytes('after'));
    output.writeFile('i386/Hotfix/x', bytes('x'));
    output.writeFile('i386/HOTFIX/y', bytes('y'));
    await output.commit();
    expect([...readTree(folder).keys()]).toEqual(['I386/Hotfix/x', 'I386/Hotfix/y', 'I386/README.TXT']);
    expect(readFileSync(join(folder, 'I386/README.TXT'), 'utf8')).toBe('after');
  });

  it('never replaces a folder by a file', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/precious'), 'before');
    const output = await beginOutput(folder);
    output.writeFile('a', bytes('a'));
    output.writeFile('data', bytes('file'));
    await expect(output.commit()).rejects.toThrowError(/a folder has that name/);
    output.transaction.rollback();
    expect([...readTree(folder).keys()]).toEqual(['data/precious']);
  });

  it.for([
    ['folder', canLinkFolders, linkFolder, 'link/x', ''],
    ['folder further down', canLinkFolders, linkFolder, 'link/x/y/z', ''],
    ['file', canLinkFiles, symlinkSync, 'link', 'victim'],
  ] as const)('writes through no link to a %s', async ([_, canLink, link, path, target], { skip }) => {
    skip(!canLink, 'no links of that kind can be made here');
    const outside = tempFolder();
    const folder = tempFolder();
    writeFileSync(join(outside, 'victim'), 'before');
    link(join(outside, target), join(folder, 'link'));
    const output = await beginOutput(folder);
    output.writeFile(path, bytes('evil'));
    await expect(output.commit()).rejects.toMatchObject({ code: 'PATH_LINK' });
    output.transaction.rollback();
    expect(readdirSync(outside)).toEqual(['victim']);
    expect(readFileSync(join(outside, 'victim'), 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['link']);
  });

  it.skipIf(isRoot || process.platform === 'win32')(
    'says what to do about a folder that cannot be written',
    async () => {
      const folder = tempFolder();
      chmodSync(folder, 0o555);
      await expect(beginOutput(folder)).rejects.toThrowError(/permission denied/);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('gathers small chunks and passes large ones on', async () => {
    const folder = tempFolder();
    const output = await beginOutput(folder);
    const file = output.create('big');
    const parts: Buffer[] = [];
    for (let i = 0; i < 300; i++) {
      const part = Buffer.alloc(i % 7 === 0 ? 300_000 : i * 13, i);
      parts.push(part);
      file.write(part);
    }
    file.end();
    await output.commit();
    expect(readFileSync(join(folder, 'big')).equals(Buffer.concat(parts))).toBe(true);
  });
});
