import fs, { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join, relative, sep } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { OutputTransaction } from '../../../src/node/output-transaction.js';
import { hotfixkit } from '../../support/command-line.js';
import { killRun } from '../../support/killed-run.js';
import { hashTree, standInPath, textTree, variantPath, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';
import { buildZip } from '../../support/zip-builder.js';

describe('prepare', () => {
  it('shows what would be done and writes nothing', async () => {
    const folder = tempFolder();
    const line = ['prepare', standInPath(2), '--kb', '977203', '-o', join(folder, 'out'), '--dry-run'];
    const { status, stdout } = await hotfixkit(line);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Verified, can be staged\n {2}All 13 files match[\s\S]*5 files would be staged/);
    expect(stdout).toContain('Nothing was written (--dry-run).');
    expect((await hotfixkit([...line, '--json'])).json()).toMatchObject({ dryRun: true, written: [] });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('gives the exit status of the verdict', async () => {
    const line = (path: string) => [
      'prepare',
      path,
      '--kb',
      '977203',
      '-o',
      join(tempFolder(), 'out'),
      '--dry-run',
    ];
    const failed = await hotfixkit(line(variantPath('wrong-size')));
    expect([failed.status, failed.stdout]).toEqual([1, expect.stringContaining('nothing would be staged')]);
  });

  itThorough('says how to go on where another package was prepared', async () => {
    const folder = join(tempFolder(), 'out');
    expect((await hotfixkit(['prepare', standInPath(1), '--kb', '977203', '-o', folder])).status).toBe(0);
    const before = hashTree(folder);
    const refused = await hotfixkit(['prepare', standInPath(2), '--kb', '977203', '-o', folder]);
    expect([refused.status, refused.stderr]).toEqual([4, expect.stringContaining('--existing replace')]);
    expect(hashTree(folder)).toEqual(before);
    expect(
      (await hotfixkit(['prepare', standInPath(2), '--kb', '977203', '-o', folder, '--existing', 'replace']))
        .status,
    ).toBe(0);
    expect(JSON.stringify(Object.keys(hashTree(folder)))).not.toMatch(/sp1/i);
  });

  itThorough('says what a killed run had left in the folder', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'report.md': 'old' });
    const run = await OutputTransaction.begin([folder]);
    run.outputs[0]!.writeFile('report.md', new TextEncoder().encode('half'));
    await run.place();
    killRun(run);
    const line = ['prepare', standInPath(2), '--kb', '977203', '-o', folder, '--overwrite'];
    const { status, stderr } = await hotfixkit(line);
    expect([status, stderr]).toEqual([0, expect.stringMatching(/an earlier run was killed here/)]);
    expect(Object.keys(textTree(folder))).toContain('report.md');
  });

  it('writes a report.json that does nothing to a terminal', async () => {
    const folder = tempFolder();
    const package_ = join(folder, 'a\u202e\u0085.zip');
    writeFileSync(package_, buildZip({ files: [{ name: 'a\u202eexe.dll', bytes: new Uint8Array(3) }] }));
    const out = join(folder, 'out');
    const { status } = await hotfixkit(['prepare', package_, '--kb', '977203', '-o', out]);
    expect(status).toBe(1);
    const text = readFileSync(join(out, 'report.json'), 'utf8');
    expect(text).not.toMatch(/[\u0085\u202e]/);
    expect(JSON.parse(text).input.file).toBe('a\u202e\u0085.zip');
  });

  it.each([
    ['image/Program Files', 'FILE_WRITE'],
    ['image', 'FILE_WRITE'],
    ['content', 'FILE_READ'],
    ['report.md/x', 'FILE_WRITE'],
  ])('ends a dry run in which a file is at %s as the run itself would end', async (path, code) => {
    const folder = tempFolder();
    writeTree(folder, { [path]: 'mine' });
    for (const dry of [['--dry-run'], []]) {
      const { status, json } = await hotfixkit([
        ...['prepare', standInPath(2), '--kb', '977203', '-o', folder],
        ...['--overwrite', '--existing', 'keep', '--json', ...dry],
      ]);
      expect([status, json<{ error?: { code: string } }>().error?.code]).toEqual([4, code]);
      expect(textTree(folder)).toEqual({ [path]: 'mine' });
    }
  });

  itThorough('says in a dry run what would be removed, and warns as the run would', async () => {
    const folder = tempFolder();
    const dryRun = async (existing: string, ...more: string[]) =>
      hotfixkit([
        ...['prepare', standInPath(2), '--kb', '977203', '-o', folder],
        ...['--existing', existing, '--dry-run', ...more],
      ]);
    await hotfixkit(['prepare', standInPath(1), '--kb', '977203', '-o', folder]);
    const before = textTree(folder);
    const database = 'image/SCCM2007-SP1-KB977203-ENU.msi';
    const replaced = await dryRun('replace');
    expect(replaced.stdout).toContain(`Remove   ${folder}/${database}`);
    expect(replaced.stdout).not.toContain('conflict');
    expect(JSON.parse((await dryRun('replace', '--json')).stdout).remove).toContain(database);
    expect((await dryRun('keep')).stderr).toMatch(/the folder still holds image/);
    expect(textTree(folder)).toEqual(before);
  });

  describe('names a path as it was typed', () => {
    const patch = 'content/client/i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp';
    const typed = (folder: string) => relative(process.cwd(), folder);
    const run = (output: string, ...more: string[]) =>
      hotfixkit(['prepare', standInPath(2), '--kb', '977203', '-o', output, ...more]);

    itThorough('of a file that is in the way', async () => {
      const folder = tempFolder();
      writeTree(folder, { [patch]: 'mine' });
      const { status, stderr } = await run(typed(folder));
      expect(status).toBe(4);
      expect(stderr).toContain(`hotfixkit: ${join(typed(folder), patch)}: another file exists there`);
      const { json } = await run(typed(folder), '--json');
      expect(json()).toMatchObject({ error: { code: 'STAGE_CONFLICT', file: join(folder, patch) } });
    });

    it('of a folder that is in the way', async () => {
      const folder = tempFolder();
      writeTree(folder, { image: 'mine' });
      const { status, stderr } = await run(typed(folder));
      expect([status, stderr]).toEqual([
        4,
        `hotfixkit: ${join(typed(folder), 'image')}: a folder is needed here, but a file has that name\n`,
      ]);
    });

    itThorough('of a file for which the disk has no room', async () => {
      const folder = tempFolder();
      const { writeSync } = fs;
      vi.spyOn(fs, 'writeSync').mockImplementation(((
        descriptor: number,
        bytes: Buffer,
        ...rest: number[]
      ) => {
        // The journal is JSON; everything else is a file of the image.
        if (bytes[0] === '{'.charCodeAt(0)) return writeSync(descriptor, bytes, ...rest);
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      }) as typeof writeSync);
      syncBuiltinESMExports();
      try {
        const { status, stderr } = await run(typed(folder));
        expect(status).toBe(4);
        expect(stderr).toMatch(/cannot be written: the disk is full/);
        expect(stderr).toContain(`hotfixkit: ${join(typed(folder), 'image')}${sep}`);
      } finally {
        vi.restoreAllMocks();
        syncBuiltinESMExports();
      }
    });
  });
});
