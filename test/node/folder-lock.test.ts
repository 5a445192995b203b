import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deadRuns, FolderLock, type LockOwner, removeDeadLock } from '../../src/node/folder-lock.js';
import { lockName, newLockName } from '../../src/node/leftovers.js';
import { caught, caughtLater } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

const [one, two] = ['111111111111', '222222222222'] as const;
/** The number of a process that has ended. */
const ended = spawnSync(process.execPath, ['-e', '0']).pid;

function lock(folder: string, owner: Partial<LockOwner> | string): void {
  const whole = { pid: ended, host: hostname(), process: '', since: '2026-01-01T00:00:00Z', single: false };
  const text = typeof owner === 'string' ? owner : JSON.stringify({ ...whole, ...owner });
  writeFileSync(join(folder, lockName(one)), text);
}

describe('removeDeadLock', () => {
  it.each<[string, string]>([
    [
      'of a run that is dead',
      JSON.stringify({ pid: ended, host: hostname(), process: '', since: '', single: false }),
    ],
    ['that was not written to its end', '{"pid":12,"ho'],
    ['that is empty', ''],
    ['of which a power failure left zeros', '{"pid":1\0\0\0\0'],
    ['that is nothing but zeros', '\0'.repeat(120)],
  ])('removes a lock %s', (_, content) => {
    const folder = tempFolder();
    for (const name of [lockName(one), newLockName(one)]) writeFileSync(join(folder, name), content);
    removeDeadLock(folder, one);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each<[string, (path: string) => void]>([
    ['a text of somebody', (path) => writeFileSync(path, 'my notes')],
    ['a document of somebody', (path) => writeFileSync(path, '{"pid":"mine"}')],
    ['a large file', (path) => writeFileSync(path, '{"pid":1'.padEnd(5000))],
    ['a link', (path) => symlinkSync('/dev/zero', path)],
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
    ['a folder', (path) => mkdirSync(path)],
  ])('leaves %s alone that has the name of a lock', { skip: process.platform === 'win32' }, (_, make) => {
    for (const name of [lockName(one), newLockName(one)]) {
      const folder = tempFolder();
      make(join(folder, name));
      expect(caught(() => removeDeadLock(folder, one))).toMatchObject({
        code: 'FILE_WRITE',
        facts: { file: join(folder, name) },
      });
      expect(readdirSync(folder)).toEqual([name]);
    }
  });

  it('leaves a run alone that takes its lock at this moment', async () => {
    const folder = tempFolder();
    const held = await FolderLock.acquire(folder, one);
    removeDeadLock(folder, one);
    expect(readdirSync(folder)).toEqual([lockName(one)]);
    held.release();
  });
});

describe('FolderLock', () => {
  it('lets one run in at a time', async () => {
    const folder = tempFolder();
    const first = await FolderLock.acquire(folder, one);
    const error = await caughtLater(() => FolderLock.acquire(folder, two, { wait: 100 }));
    expect(error).toMatchObject({ code: 'FOLDER_BUSY', kind: 'environment', facts: { file: folder } });
    expect(error.message).toContain(`process ${process.pid} on ${hostname()}`);
    const waiting = FolderLock.acquire(folder, two);
    first.release();
    (await waiting).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('never lets two in that come at once', async () => {
    const folder = tempFolder();
    let inside = 0;
    let most = 0;
    const run = async (i: number): Promise<void> => {
      const held = await FolderLock.acquire(folder, String(i).padStart(12, '0'));
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inside--;
      held.release();
    };
    await Promise.all(Array.from({ length: 6 }, (_, i) => run(i)));
    expect(most).toBe(1);
  });

  it.each<[string, Partial<LockOwner> | string, boolean]>([
    ['a process that has ended', {}, false],
    ['this process', { pid: process.pid, process: startOf() }, true],
    ['another process that has the number of one that ended', { pid: process.pid, process: 'boot 1' }, false],
    ['a process on another computer', { host: 'elsewhere' }, true],
    ['a run that replaces one file', { pid: process.pid, process: startOf(), single: true }, false],
    ['nobody: the file is empty', '', false],
    ['nobody: the file is none of ours', '{"pid":1}', false],
  ])('the lock of %s', async (_, owner, holds) => {
    const folder = tempFolder();
    lock(folder, owner);
    const result = FolderLock.acquire(folder, two, { wait: 0 });
    if (holds) await expect(result).rejects.toMatchObject({ code: 'FOLDER_BUSY' });
    else (await result).release();
  });

  it('is ended by the user, and taken over if told so', async () => {
    const folder = tempFolder();
    lock(folder, { host: 'elsewhere' });
    const signal = AbortSignal.abort();
    await expect(FolderLock.acquire(folder, two, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(deadRuns(folder, two)).toEqual([]);
    expect(deadRuns(folder, two, { all: true })).toEqual([one]);
    (await FolderLock.acquire(folder, two, { wait: 0, dead: { all: true } })).release();
  });
});

/** As the lock of this process has it. */
function startOf(): string {
  const folder = tempFolder();
  const made = FolderLock.announce(folder, two);
  try {
    return (JSON.parse(readFileSync(join(folder, lockName(two)), 'utf8')) as LockOwner).process;
  } finally {
    made.release();
  }
}
