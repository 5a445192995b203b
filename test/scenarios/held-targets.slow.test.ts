import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CommandOutcome, hotfixkit } from '../support/command-line.js';
import { standInPath, text, textTree, writePackage, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { onWindows, pretendToWait, refuse } from '../support/windows-files.js';

/*
 * What a run replaces is waited for as long as what it writes, even where it is only opened to be read. A file of a tree
 * that is searched is waited for shorter: a tree may have many that programs keep open.
 */

vi.mock('node:fs', async (original) =>
  (await import('../support/windows-files.js')).windowsFiles(await original()),
);
afterEach(() => {
  vi.restoreAllMocks();
});

/** Between what is waited for a file to read and for a file to replace, in milliseconds. */
const HELD = 3000;

/** Runs a command on Windows while another program lets nobody open a file or list a folder for so long. */
async function whileHeld(path: string, argv: readonly string[], held = HELD): Promise<CommandOutcome> {
  return await onWindows(async () => {
    const now = pretendToWait();
    const since: number[] = [];
    const isHeld = (asked?: string): string | null => {
      if (basename(asked ?? '') !== basename(path)) return null;
      since.push(now());
      return now() - since[0]! < held ? 'EBUSY' : null;
    };
    refuse('openSync', isHeld);
    refuse('readdirSync', isHeld);
    const outcome = await hotfixkit(argv);
    expect(now(), 'it was not asked for').toBeGreaterThanOrEqual(Math.min(held, 1500));
    return outcome;
  });
}

const pkg = () =>
  writePackage({
    files: [
      { key: 'a', name: 'a.txt', bytes: text('first') },
      { key: 'b', name: 'b.txt', bytes: text('second') },
    ],
  });

describe('what is replaced while another program has it open for a moment', () => {
  it('extract --overwrite', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'Fixture/a.txt': 'mine' });
    const argv = ['extract', pkg(), '-o', folder, '--overwrite', 'always'];
    expect(await whileHeld(join(folder, 'Fixture'), argv)).toMatchObject({ status: 0 });
    expect(textTree(folder)['Fixture/a.txt']).toBe('first');
  });

  it('msiexec /a over an image', async () => {
    const folder = tempFolder();
    const argv = ['msiexec', '/a', pkg(), '/qn', `TARGETDIR=${folder}`];
    expect(await hotfixkit(argv)).toMatchObject({ status: 0 });
    expect(await whileHeld(join(folder, 'Fixture/a.txt'), argv)).toMatchObject({ status: 0 });
  });

  it('a log of msiexec that is appended to', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'x.log': 'before\n' });
    const argv = [
      'msiexec',
      '/a',
      pkg(),
      '/qn',
      `TARGETDIR=${join(folder, 'img')}`,
      '/l+',
      join(folder, 'x.log'),
    ];
    expect(await whileHeld(join(folder, 'x.log'), argv)).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, 'x.log'), 'latin1')).toMatch(/^before/);
  });

  const staged = 'i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp';
  it.each([
    ['a staged file', join('Client', staged)],
    ['the record', 'undo/record.json'],
  ])('stage, stage again and undo: %s', async (_, held) => {
    const folder = tempFolder();
    const where = ['--client-source', join(folder, 'Client'), '--utility-source', join(folder, 'Utility')];
    const more = ['--kb', '977203', ...where, '--record', join(folder, 'undo')];
    const stage = ['stage', standInPath(2), ...more, '--create-client-source'];
    expect(await hotfixkit(stage)).toMatchObject({ status: 0 });
    expect(await whileHeld(join(folder, held), stage)).toMatchObject({ status: 0 });
    const undo = ['stage', '--undo', ...more];
    expect(await whileHeld(join(folder, held), undo)).toMatchObject({ status: 0 });
    expect(textTree(folder)).toEqual({});
  });

  it('prepare over what an earlier run wrote', async () => {
    const folder = tempFolder();
    const argv = ['prepare', standInPath(2), '--kb', '977203', '-o', folder];
    expect(await hotfixkit(argv)).toMatchObject({ status: 0 });
    expect(await whileHeld(join(folder, 'report.json'), argv)).toMatchObject({ status: 0 });
  });
});

describe('what is only read', () => {
  it('is waited for shorter', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'tree/Ccmcertfix.exe': 'x' });
    const argv = ['verify', join(folder, 'tree'), '--kb', '977203'];
    const { status, stderr } = await whileHeld(join(folder, 'tree/Ccmcertfix.exe'), argv);
    expect([status, stderr]).toEqual([4, expect.stringMatching(/another program has it open/)]);
  });
});
