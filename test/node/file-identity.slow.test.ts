import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  isSameFile,
  isSameNumber,
  isWritten,
  keepsNumbers,
  readWholeIdentity,
} from '../../src/node/file-identity.js';
import { beginOutput, OutputTransaction } from '../../src/node/output-transaction.js';
import { recoverFolder } from '../../src/node/recover-folder.js';
import { killRun } from '../support/killed-run.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { onWindows } from '../support/windows-files.js';

/** Numbers of files as other disks give them, see `disk`. */
const disk = vi.hoisted(() => ({
  number: (_path: string, number: bigint): bigint => number,
  type: null as number | null,
}));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    lstatSync: (path: string, options: object) => {
      const stat = fs.lstatSync(path, options);
      if (stat && typeof stat.ino === 'bigint') Object.assign(stat, { ino: disk.number(path, stat.ino) });
      return stat;
    },
    statfsSync: (path: string) => {
      const found = fs.statfsSync(path);
      return disk.type === null ? found : Object.assign(found, { type: disk.type });
    },
  };
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const FAT = 0x4d44;

let start = 0n;
beforeEach(() => {
  start = 0n;
  disk.number = (_, number) => number;
  disk.type = null;
});

const same = { file: '7', size: '3', modified: '99' };

describe('isSameFile', () => {
  it.each([
    ['the same', {}, true],
    ['another number', { file: '8' }, false],
    ['no number, where a disk gives none', { file: '0' }, true],
    ['no number, where it does not fit', { file: '18446744073709551615' }, true],
    ['no number and another size', { file: '0', size: '4' }, false],
    ['no number and another time', { file: '0', modified: '98' }, false],
  ])('%s', (_, change, expected) => {
    expect(isSameFile(same, { ...same, ...change })).toBe(expected);
    expect(isSameFile({ ...same, ...change }, same)).toBe(expected);
  });

  it('two files without numbers are not one', () => {
    expect(isSameNumber({ ...same, file: '0' }, { ...same, file: '0' })).toBe(false);
  });
});

describe('isWritten', () => {
  const EXT4 = 0xef53;
  const NTFS = 0x7366746e;
  const other = { file: '7' };
  const none = { file: '0' };
  const digest = { sha256: undefined };

  it.skipIf(process.platform !== 'linux').each([
    ['number and digest', EXT4, {}, true],
    ['the number alone', EXT4, digest, true],
    ['the digest alone, where numbers stay', EXT4, other, false],
    ['the digest alone, where numbers may change', NTFS, other, true],
    ['the digest and no number, where numbers stay', EXT4, none, false],
    ['size and time alone', EXT4, { ...none, ...digest }, false],
    ['size and time alone, on another disk', NTFS, { ...none, ...digest }, false],
    ['the number with another time', EXT4, { modified: '1', ...digest }, false],
    ['the number with another digest', EXT4, { sha256: '00' }, false],
    ['the number with another size', EXT4, { size: '1' }, false],
  ])('%s', (_, type, change, expected) => {
    disk.type = type;
    const path = join(tempFolder(), 'file');
    writeFileSync(path, 'text');
    const now = readWholeIdentity(path)!;
    const written = { ...now, ...change } as typeof now;
    expect(isWritten(path, now, written)).toBe(expected);
  });
});

describe('keepsNumbers', () => {
  it.each([
    ['a number that stays', '7', '7', null, true],
    ['a number that a rename changes', '7', '8', null, false],
    ['no numbers', '0', '0', null, false],
  ])('%s', (_, before, after, type, expected) => {
    disk.type = type;
    expect(keepsNumbers(tempFolder(), { ...same, file: before }, { ...same, file: after })).toBe(expected);
  });

  it.skipIf(process.platform !== 'linux').each([FAT, 0x2011bab0, 0x65735546])(
    'on Linux not on a disk of type %i',
    (type) => {
      disk.type = type;
      expect(keepsNumbers(tempFolder(), same, same)).toBe(false);
    },
  );
});

/** Kinds of disks, as Linux and Windows show them. */
const disks: [string, () => void][] = [
  [
    'whose files have no numbers',
    () => {
      disk.number = () => 0n;
    },
  ],
  [
    'whose numbers are others after the next start',
    () => {
      disk.type = FAT;
      disk.number = (_, number) => number + start;
    },
  ],
  [
    'whose numbers are others in other folders',
    () => {
      disk.type = FAT;
      disk.number = (path, number) => number * 1000n + BigInt(/[\\/]\d+(\.\w+)?$/.test(path) ? 1 : 2);
    },
  ],
];

// Of disks of the second kind Windows has none that anybody writes to.
const here = disks.filter(([kind]) => process.platform === 'linux' || !kind.includes('next start'));

describe.each(here)('a disk %s', (kind, choose) => {
  beforeEach(choose);
  const before = { a: 'old', same: 'equal', gone: 'gone', 'x/b': 'old b' };

  async function half(folder: string): Promise<OutputTransaction> {
    writeTree(folder, before);
    const then = new Date('2010-01-25T06:28:00Z');
    for (const name of ['a', 'same']) utimesSync(join(folder, name), then, then);
    const run = await OutputTransaction.begin([folder]);
    const output = run.outputs[0]!;
    // Of the same size and time as what it replaces.
    output.writeFile('a', bytes('new'), { modified: then });
    output.writeFile('same', bytes('equal'), { modified: then });
    output.writeFile('x/b', bytes('new b'));
    output.writeFile('y/new', bytes('new too'));
    output.remove('gone');
    await run.place();
    expect(textTree(folder)).toMatchObject({ a: 'new', 'x/b': 'new b', 'y/new': 'new too' });
    return run;
  }

  it('is written to, and left clean', async () => {
    const folder = tempFolder();
    const run = await half(folder);
    expect(run.finish()).toEqual([]);
    expect(textTree(folder)).toEqual({ a: 'new', same: 'equal', 'x/b': 'new b', 'y/new': 'new too' });
    expect(readdirSync(folder).sort()).toEqual(['a', 'same', 'x', 'y']);
  });

  it('is as it was after a run that failed', async () => {
    const folder = tempFolder();
    const run = await half(folder);
    expect(run.rollback()).toEqual([]);
    expect(textTree(folder)).toEqual(before);
    expect(readdirSync(folder).sort()).toEqual(['a', 'gone', 'same', 'x']);
  });

  it('is as it was when a run that was killed is recovered', async () => {
    const folder = tempFolder();
    killRun(await half(folder));
    start = 1000n;
    expect(await recoverFolder(folder)).toMatchObject({ runs: [{ outcome: 'taken-back' }], warnings: [] });
    expect(textTree(folder)).toEqual(before);
    expect(readdirSync(folder).sort()).toEqual(['a', 'gone', 'same', 'x']);
  });

  it.runIf(here.length === disks.length && !kind.includes('next start'))(
    'is found out by a rename where the kind of the disk does not tell',
    async () => {
      disk.type = null;
      await onWindows(async () => {
        const folder = tempFolder();
        killRun(await half(folder));
        expect(await recoverFolder(folder)).toMatchObject({
          runs: [{ outcome: 'taken-back' }],
          warnings: [],
        });
        expect(textTree(folder)).toEqual(before);
        expect(readdirSync(folder).sort()).toEqual(['a', 'gone', 'same', 'x']);
      });
    },
  );

  it('keeps what somebody has changed meanwhile', async () => {
    const folder = tempFolder();
    killRun(await half(folder));
    start = 1000n;
    writeFileSync(join(folder, 'x/b'), 'by its owner');
    const { warnings } = await recoverFolder(folder);
    expect(warnings).toMatchObject([{ code: 'FILE_CHANGED', file: join(folder, 'x/b') }]);
    expect(textTree(folder)).toMatchObject({ a: 'old', gone: 'gone', 'x/b': 'by its owner' });
  });
});

it('says which new file it leaves where numbers have changed that were thought to stay', async () => {
  const folder = tempFolder();
  const run = await OutputTransaction.begin([folder]);
  run.outputs[0]!.writeFile('new', bytes('new'));
  await run.place();
  killRun(run);
  disk.number = (_, number) => number + 1000n;
  const { warnings } = await recoverFolder(folder);
  expect(warnings).toMatchObject([{ code: 'FILE_CHANGED', file: join(folder, 'new') }]);
  expect(readFileSync(join(folder, 'new'), 'utf8')).toBe('new');
});

it('says nothing of a file that has taken the place before it could be written', async () => {
  const folder = tempFolder();
  const output = await beginOutput(folder);
  output.writeFile('new', bytes('new'), { isNew: true });
  const then = new Date('2010-01-25T06:28:00Z');
  output.writeFile('other', bytes('one'), { modified: then, isNew: true });
  writeFileSync(join(folder, 'other'), 'two');
  utimesSync(join(folder, 'other'), then, then);
  await expect(output.commit()).rejects.toMatchObject({ code: 'FILE_EXISTS' });
  expect(output.transaction.rollback()).toEqual([]);
  expect(textTree(folder)).toEqual({ other: 'two' });
  rmSync(join(folder, 'other'));
});
