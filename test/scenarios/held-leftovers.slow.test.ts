import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type CommandOutcome, hotfixkit } from '../support/command-line.js';
import { buildPlainDelta } from '../support/delta-builder.js';
import { standInPath, text, writeTree } from '../support/package-folder.js';
import { exportedTaskSequence } from '../support/task-sequence.js';
import { tempFolder } from '../support/temp-folder.js';
import { onWindows, refuse } from '../support/windows-files.js';

/*
 * On Windows a file that is replaced while another program has it open stays in a hidden folder. Each command says so:
 * with `--json` in its document, or on standard error where the document is that file.
 */

vi.mock('node:fs', async (original) =>
  (await import('../support/windows-files.js')).windowsFiles(await original()),
);
vi.mock('../../src/node/busy.js', async (original) =>
  (await import('../support/windows-files.js')).shortPatience(await original()),
);

async function whileOldIsHeld(argv: readonly string[]): Promise<CommandOutcome> {
  return await onWindows(async () => {
    refuse('unlinkSync', (path) => (path?.endsWith('.old') ? 'EBUSY' : null));
    return await hotfixkit(argv);
  });
}

const pkg = standInPath(2);
const old = (name = 'x.txt'): string => {
  const folder = tempFolder();
  writeTree(folder, { [name]: 'old' });
  return join(folder, name);
};

describe('what is left of a file that is open elsewhere', () => {
  it.each(['--json', '--quiet', '--verbose'])('list %s -o FILE', async (option) => {
    const { status, stdout, stderr } = await whileOldIsHeld(['list', pkg, option, '-o', old()]);
    expect([status, stdout]).toEqual([0, '']);
    if (option === '--quiet') expect(stderr).toBe('');
    else expect(stderr).toMatch(/^warning: .*temporary files could not be removed/);
  });

  const delta = (): string[] => {
    const folder = tempFolder();
    writeTree(folder, { old: 'a', patch: buildPlainDelta(text('a'), text('b')) });
    return [join(folder, 'patch'), join(folder, 'old')];
  };
  const tables = (): string => {
    const file = old('Property.csv');
    return join(file, '..');
  };
  const import_ = (): string => {
    const file = join(tempFolder(), 'article.txt');
    writeFileSync(
      file,
      'File name\tFile version\tFile size\tDate\tTime\tPlatform\nA.exe\t1.0.0.1\t17,768\t01-Dec-2008\t01:40\tx86\n',
    );
    return file;
  };
  it.each([
    ['view', () => ['view', pkg, '-o', old()]],
    ['streams', () => ['streams', pkg, '\u0005SummaryInformation', '-o', old()]],
    ['delta', () => ['delta', 'apply', ...delta(), '-o', old()]],
    ['tables', () => ['tables', pkg, 'Property', '--format', 'csv', '-o', tables()]],
    ['manifest import', () => ['manifest', 'import', import_(), '--kb', '1234567', '-o', old()]],
    ['transform create', () => ['transform', 'create', standInPath(1), pkg, '-o', old()]],
    [
      'extract',
      () => [
        'extract',
        pkg,
        '-o',
        join(old('Microsoft Configuration Manager/Logs/KB977203/Ccmcertfix.exe'), '../../../..'),
        '--overwrite',
        'always',
      ],
    ],
    [
      'stage of a task sequence',
      () => {
        const folder = tempFolder();
        writeTree(folder, { 'ts.xml': exportedTaskSequence(), 'new.xml': 'old' });
        const client = [
          '--client-source',
          join(folder, 'Client'),
          '--create-client-source',
          '--package-id',
          'ABC00001',
          '--utility-package-id',
          'ABC00042',
        ];
        const sequence = ['--task-sequence', join(folder, 'ts.xml'), '-o', join(folder, 'new.xml')];
        return ['stage', pkg, '--kb', '977203', ...client, ...sequence];
      },
    ],
  ])('%s --json', async (_, argv) => {
    const { stdout, stderr } = await whileOldIsHeld([...argv(), '--json']);
    expect(stderr).toBe('');
    expect((JSON.parse(stdout) as { warnings?: unknown }).warnings, stdout.slice(0, 300)).toContainEqual(
      expect.objectContaining({ code: 'CLEANUP_FAILED' }),
    );
  });

  it('verify --state --json', async () => {
    const argv = [
      'verify',
      join(pkg, '..'),
      '--kb',
      '977203',
      '--state',
      join(tempFolder(), 'state'),
      '--json',
    ];
    await hotfixkit(argv);
    const { stdout } = await whileOldIsHeld(argv);
    expect((JSON.parse(stdout) as { warnings?: unknown }).warnings).toContainEqual(
      expect.objectContaining({ code: 'CLEANUP_FAILED' }),
    );
  });

  it('stage --undo --json', async () => {
    const folder = tempFolder();
    const where = ['--kb', '977203', '--client-source', join(folder, 'Client')];
    expect((await hotfixkit(['stage', pkg, ...where, '--create-client-source'])).status).toBe(0);
    const { stdout } = await whileOldIsHeld(['stage', '--undo', ...where, '--json']);
    expect((JSON.parse(stdout) as { warnings?: unknown }).warnings).toContainEqual(
      expect.objectContaining({ code: 'CLEANUP_FAILED' }),
    );
  });
});
