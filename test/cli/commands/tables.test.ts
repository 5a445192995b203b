import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { standInPath, text, writePackage, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const path = () =>
  writePackage({
    files: [
      { key: 'a', name: 'a.txt', bytes: text('x'.repeat(2000)) },
      { key: 'b', name: 'b.txt', bytes: text('y'), component: 'C1' },
    ],
  });

describe('tables', () => {
  it('lists every table with columns and row counts', async () => {
    const { tables: all } = (await hotfixkit(['tables', path(), '--json'])).json<{
      tables: { name: string; rows: number; columns: unknown }[];
    }>();
    expect(all.find(({ name }) => name === 'Media')).toEqual({
      name: 'Media',
      rows: 1,
      columns: [
        { name: 'DiskId', type: 'i2', key: true },
        { name: 'LastSequence', type: 'i4', key: false },
        { name: 'DiskPrompt', type: 'L64', key: false },
        { name: 'Cabinet', type: 'S255', key: false },
        { name: 'VolumeLabel', type: 'S32', key: false },
        { name: 'Source', type: 'S72', key: false },
      ],
    });
    const { stdout } = await hotfixkit(['tables', path()]);
    expect(stdout).toMatch(/^File +2 +File\* s72, Component_ s72/m);
  });

  it.each([
    ['Fil', 'the database has no table Fil; did you mean File?'],
    ['Zzz', 'the database has no table Zzz; "tables" without a name lists them'],
  ])('of a name that is none, %s', async (name, message) => {
    const { status, stderr } = await hotfixkit(['tables', path(), name]);
    expect([status, stderr]).toEqual([3, expect.stringContaining(message)]);
  });

  it('makes no folder of the name "-"', async () => {
    const { status, stderr } = await hotfixkit(['tables', path(), '-o', '-']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('-o names a folder')]);
  });

  it.each([
    ['FileSize > 1000', 'File (1 row)'],
    ['FileSize > 0', 'File (2 rows)'],
    ['FileSize < 0', 'File (0 rows)'],
  ])('counts the rows where %s', async (where, count) => {
    expect((await hotfixkit(['tables', path(), 'File', '--where', where])).stdout).toContain(count);
  });

  it('prints rows that fit', async () => {
    const rows = async (...argv: string[]) =>
      (await hotfixkit(['tables', path(), 'File', '--json', ...argv])).json<Record<string, unknown>[]>();
    expect((await rows()).map((row) => row.File)).toEqual(['a', 'b']);
    expect((await rows('--where', 'FileSize > 1000')).map((row) => row.File)).toEqual(['a']);
    expect(await rows('--where', "Component_ = 'C1' AND FileSize > 1000")).toEqual([]);
    const { stdout } = await hotfixkit(['tables', path(), 'file', '--where', "File = 'b'"]);
    expect(stdout).toMatch(/^File \(1 rows?\)\n/);
    expect(stdout).toMatch(/^b +C1 +b\.txt +1 /m);
  });

  it('gives several tables by name', async () => {
    const both = (await hotfixkit(['tables', path(), 'Media', 'Feature', '--json'])).json<object>();
    expect(Object.keys(both)).toEqual(['Media', 'Feature']);
  });

  it.each([
    ['csv', 'Property,Value'],
    ['idt', 'Property\tValue'],
    ['json', '['],
  ])('prints as %s', async (format, start) => {
    const { stdout } = await hotfixkit(['tables', path(), 'Property', '--format', format]);
    expect(stdout.split(/\r?\n/)[0]).toBe(start);
  });

  it('writes a file a table', async () => {
    const folder = join(tempFolder(), 'new');
    const { json } = await hotfixkit(['tables', path(), '--format', 'idt', '-o', folder, '--json']);
    const { files, output } = json<{ files: string[]; output: string }>();
    expect(output).toBe(folder);
    expect(files).toContain('Property.idt');
    expect(readFileSync(join(folder, 'Property.idt'), 'latin1')).toContain('ProductName\tFixture');
  });

  it.each<[string, string[]]>([
    ['tables', []],
    ['tables', ['-o', 'out']],
    ['streams', []],
    ['streams', ['-o', 'out']],
    ['streams', ['files.cab', '-o', 'file']],
  ])('what the package says of itself is in the JSON of %s %j', async (command, argv) => {
    const folder = tempFolder();
    // The component is in a folder that the Directory table does not have.
    const damaged = writePackage({
      files: [{ key: 'a', name: 'a.txt', bytes: text('x'), directory: 'NOWHERE' }],
    });
    const inFolder = argv.map((word) => (/^(out|file)$/.test(word) ? join(folder, word) : word));
    const { json } = await hotfixkit([command, damaged, ...inFolder, '--json']);
    const { warnings } = json<{ warnings: { code: string }[] }>();
    expect(warnings.map(({ code }) => code)).toEqual(['PACKAGE_BAD_DIRECTORY']);
    const sound = await hotfixkit([command, path(), '--json']);
    expect(sound.json<{ warnings: object[] }>().warnings).toEqual([]);
  });

  it.each([
    [['Nope'], 3, /Nope/],
    [['File', '--where', 'FileSize >'], 2, /missing in the condition/],
    [['File', '--where', "Nope = 'x'"], 2, /Nope/],
  ])('%j is refused', async (argv, status, message) => {
    const outcome = await hotfixkit(['tables', standInPath(1), ...argv]);
    expect([outcome.status, outcome.stdout]).toEqual([status, '']);
    expect(outcome.stderr).toMatch(message);
  });

  it('says that a folder has none', async () => {
    const folder = tempFolder();
    writeTree(folder, { a: 'x' });
    const { status, stderr } = await hotfixkit(['tables', folder]);
    expect([status, stderr]).toEqual([3, expect.stringMatching(/not a database/)]);
  });
});
