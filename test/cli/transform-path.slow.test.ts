import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitTransformPath } from '../../src/cli/transform-path.js';
import { writeClientPatch } from '../support/client-patch.js';
import { hotfixkit } from '../support/command-line.js';
import { writeTree } from '../support/package-folder.js';

const T = 'SP2toKB977203';

describe('splitTransformPath', () => {
  it('takes a path apart where a file ends, and leaves files with such a name alone', () => {
    const { folder, patch } = writeClientPatch();
    writeTree(folder, { 'a#b.msp': '' });
    const odd = join(folder, 'a#b.msp');
    expect(splitTransformPath(patch)).toEqual({ path: patch, transform: null });
    expect(splitTransformPath(`${patch}#T1`)).toEqual({ path: patch, transform: 'T1' });
    expect(splitTransformPath(`${patch}##T1`)).toEqual({ path: patch, transform: '#T1' });
    expect(splitTransformPath(odd)).toEqual({ path: odd, transform: null });
    expect(splitTransformPath(`${odd}#T1`)).toEqual({ path: odd, transform: 'T1' });
    expect(splitTransformPath('nowhere.msp#T1')).toEqual({ path: 'nowhere.msp#T1', transform: null });
  });
});

describe('a transform on the command line', () => {
  it('tables: which tables it changes', async () => {
    const { patch } = writeClientPatch();
    const { tables: list } = (await hotfixkit(['tables', `${patch}##${T}`, '--json'])).json<{
      tables: Record<string, unknown>[];
    }>();
    expect(
      list.map(({ name, change, inserts, updates, deletes }) => [name, change, inserts, updates, deletes]),
    ).toEqual([
      ['AdminExecuteSequence', 'changed', 1, 0, 0],
      ['File', 'changed', 0, 2, 0],
      ['InstallExecuteSequence', 'changed', 1, 0, 0],
      ['Media', 'changed', 1, 0, 0],
      ['Patch', 'added', 1, 0, 0],
      ['PatchPackage', 'added', 1, 0, 0],
      ['Property', 'changed', 3, 0, 0],
    ]);
    const { stdout } = await hotfixkit(['tables', `${patch}##${T}`]);
    expect(stdout).toMatch(/^Patch +added +1 +0 +0 +File_\*, Sequence\*, PatchSize/m);
    // The patch by itself has tables of its own, and says which transforms there are.
    const own = await hotfixkit(['tables', patch]);
    expect(own.stdout).toMatch(/^MsiPatchMetadata +7 /m);
    expect(own.stderr).toContain(`${basename(patch)}##${T}`);
  });

  it('tables: rows as inserts, updates and deletes, with the old values where the package is given', async () => {
    const { client, patch } = writeClientPatch();
    const rows = async (...argv: string[]) =>
      (await hotfixkit(['tables', `${patch}#${T}`, 'file', '--json', ...argv])).json<
        Record<string, unknown>[]
      >();
    const exe = {
      change: 'update',
      key: { File: 'CcmExec.exe' },
      after: { FileSize: 12_800, Version: '4.0.6487.2111' },
    };
    expect(await rows()).toEqual(expect.arrayContaining([{ ...exe, before: null }]));
    const known = await rows('--base', client);
    expect(known).toEqual(
      expect.arrayContaining([{ ...exe, before: { FileSize: 12_288, Version: '4.0.6487.2000' } }]),
    );
    expect(known.find(({ change }) => change === 'delete')).toMatchObject({
      key: { File: 'CcmHttp.ini' },
      before: { FileName: 'CcmHttp.ini', FileSize: 66 },
      after: null,
    });
    const { stdout } = await hotfixkit(['tables', `${patch}#${T}`, 'File', 'Property', '--base', client]);
    expect(stdout.split('\n')).toEqual([
      'File (1 insert, 2 updates, 1 delete)',
      '- CcmHttp.ini: Component_=C_CcmHttp.ini; FileName=CcmHttp.ini; FileSize=66; Attributes=512; Sequence=3',
      '~ CcmExec.exe: FileSize 12288 -> 12800; Version 4.0.6487.2000 -> 4.0.6487.2111',
      '~ Ccmgencert.dll: FileSize 12288 -> 12800; Version 4.0.6487.2000 -> 4.0.6487.2111',
      '+ KB977203.txt: Component_=C_KB977203.txt; FileName=KB977203.txt; FileSize=67; Attributes=512; Sequence=7',
      '',
      'Property (1 update)',
      '~ ProductVersion: Value 4.00.6487.2000 -> 4.00.6487.2111',
      '',
    ]);
  });

  it('diff: what it makes of a package', async () => {
    const { client, patch } = writeClientPatch();
    const outcome = await hotfixkit(['diff', client, `${patch}#${T}`, '--json']);
    expect(outcome.status).toBe(1);
    const { rows, files } = outcome.json<{
      rows: { table: string; change: string; key: string[] }[];
      files: unknown[];
    }>();
    expect(
      rows
        .filter(({ table }) => table === 'File')
        .map(({ change, key }) => `${change} ${key.join()}`)
        .sort(),
    ).toEqual(['added KB977203.txt', 'changed CcmExec.exe', 'changed Ccmgencert.dll', 'removed CcmHttp.ini']);
    expect(files).toEqual([]);
    // The second transform is for what the first one makes.
    const second = await hotfixkit(['diff', client, `${patch}##${T}`]);
    expect(second.stdout).toMatch(
      /^Table File: .*\n~ CcmExec\.exe: Attributes: 512 -> 4608; Sequence: \d+ -> \d+$/m,
    );
  });

  it('streams: its own', async () => {
    const { patch } = writeClientPatch();
    const { streams } = (await hotfixkit(['streams', `${patch}#${T}`, '--json'])).json<{
      streams: { kind: string }[];
    }>();
    expect(streams.map(({ kind }) => kind)).toEqual(['summary']);
  });

  it('list and info: what a file is for', async () => {
    const { client, patch } = writeClientPatch();
    const { files } = (await hotfixkit(['list', patch, '--base', client, '--json'])).json<{
      files: object[];
    }>();
    expect(files).toMatchObject([
      {
        key: 'CcmExec.exe',
        version: '4.0.6487.2111',
        patch: { transform: T, delivery: 'whole', name: 'CcmExec.exe' },
      },
      {
        key: 'Ccmgencert.dll',
        version: '4.0.6487.2111',
        patch: {
          delivery: 'delta',
          change: 'changed',
          version: { before: '4.0.6487.2000', after: '4.0.6487.2111' },
        },
      },
      { key: 'KB977203.txt', patch: { delivery: 'whole', change: 'added' } },
    ]);
    const { stdout } = await hotfixkit(['info', patch, '--base', client]);
    expect(stdout).toContain('Accepts version = 4.0.6487');
    expect(stdout).toContain('Fits the package given with --base');
    expect(stdout).toMatch(
      /^ {2}Ccmgencert\.dll +changed +delta +4\.0\.6487\.2000 -> 4\.0\.6487\.2111 +12,288 -> 12,800 /m,
    );
  });

  it.each([
    [['tables', '%#nix'], 'the patch has no transform nix'],
    [['tables', `%#${T}`, 'Nix'], 'does not change table Nix'],
    [['tables', `%#${T}`, '--format', 'idt'], 'as text or JSON'],
    [['tables', `%#${T}`, 'File', '--base', '%'], '--base takes an installation package'],
  ])('%j says what is wrong', async (argv, message) => {
    const { patch } = writeClientPatch();
    const { status, lastLine } = await hotfixkit(argv.map((part) => part.replace('%', patch)));
    expect(lastLine).toContain(message);
    expect(status).toBe(message.includes('table Nix') ? 3 : 2);
  });
});
