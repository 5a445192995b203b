import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { standInPath, writeTree } from '../support/package-folder.js';
import { readTree, tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const names = ['Ccmcertfix.exe', 'Sccm2007ac-sp2-kb977203-x86.msp'];
let known: ReadonlyMap<string, Buffer> | null = null;

/** A folder with the files of the hotfix. */
async function files(): Promise<{ folder: string; utility: string; patch: string }> {
  const folder = tempFolder();
  if (known === null) {
    await hotfixkit(['extract', standInPath(2), ...names, '-o', folder, '--layout', 'flat']);
    known = readTree(folder);
  }
  writeTree(folder, Object.fromEntries(known));
  return { folder, utility: join(folder, names[0]!), patch: join(folder, names[1]!) };
}

const verify = (...argv: string[]) => hotfixkit(['verify', ...argv]);

describe('a file by itself', () => {
  it('is compared with its own row', async () => {
    const { utility } = await files();
    const { status, stdout, stderr } = await verify(utility, '--kb', '977203');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^OK: KB977203, ConfigMgr 2007 SP2: 1 match$/m);
    expect(stdout).not.toMatch(/missing|not found/);
    const { json } = await verify(utility, '--kb', '977203', '--json');
    expect(json()).toMatchObject({
      ok: true,
      counts: { match: 1, missing: 0 },
      files: [{ status: 'match' }],
    });
  });

  it('is the patch that the table names, not its content', async () => {
    const { patch } = await files();
    const { status, stdout } = await verify(patch, '--kb', '977203');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^match +Sccm2007ac-sp2-kb977203-x86\.msp/m);
  });

  it('differs where it is another one', async () => {
    const { folder, utility } = await files();
    const other = join(folder, 'ccmcertfix.exe');
    writeFileSync(other, 'damaged');
    const { status, stdout } = await verify(other, '--kb', '977203');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^NOT OK: .*: 0 match, 1 not matching$/m);
    const both = await verify(utility, other, '--kb', '977203');
    expect(both.status).toBe(1);
  });

  it('is found among several that are judged together', async () => {
    const { utility, patch } = await files();
    const { status, stdout } = await verify(utility, patch, '--kb', '977203', '--together');
    expect([status, stdout]).toEqual([0, expect.stringMatching(/: 2 match$/m)]);
  });

  it('is named where the table has no such name', async () => {
    const { folder, utility } = await files();
    const renamed = join(folder, 'Ccmcertfix (1).exe');
    writeFileSync(renamed, readFileSync(utility));
    const { status, stderr } = await verify(renamed, '--kb', '977203');
    expect([status, stderr]).toEqual([
      3,
      expect.stringMatching(/KB977203 names no file Ccmcertfix \(1\)\.exe.*if it is Ccmcertfix\.exe/),
    ]);
  });

  it('says which files of the table inside it were not compared', async () => {
    const folder = tempFolder();
    const zip = buildZip({ files: [{ name: 'in/a.dll', bytes: 'another one' }] });
    const rows = [`x.zip\tNot applicable\t${zip.length}`, 'a.dll\t1.0.0.1\t4,096', 'b.dll\t1.0.0.1\t4,096'];
    const table = ['File name\tFile version\tFile size', ...rows, 'c.dll\t1.0.0.1\t4,096'];
    writeTree(folder, { 'x.zip': zip, 'article.txt': ['KB900001: A hotfix', '', ...table, ''].join('\n') });
    const path = join(folder, 'x.zip');
    const { status, stdout, stderr } = await verify(path, '--manifest', join(folder, 'article.txt'));
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^OK WITH WARNINGS: .*: 1 match$/m)]);
    expect(stderr).toContain(
      `the package was compared with its own row, and 1 file inside has the names of others and was not: a.dll; to compare it, give "${path}!"`,
    );
  });

  it('meets a requirement', async () => {
    const { utility } = await files();
    expect((await verify(utility, '--require', 'ccmcertfix.exe >=4.0.6487.2111')).status).toBe(0);
    expect((await verify(utility, '--require', 'ccmcertfix.exe >=5')).status).toBe(1);
  });
});

describe('a package that has a row of its own', () => {
  const held = { 'a.txt': 'x'.repeat(4000), 'b.txt': 'y'.repeat(5000) };
  const bytes = buildZip({ files: Object.entries(held).map(([name, text]) => ({ name, bytes: text })) });
  const written = (name: string, size: number, rows = ['a.txt,4000', 'b.txt,5000']) => {
    const folder = tempFolder();
    const article = ['File name,File version,File size', ...rows.map((row) => row.replace(',', ',,'))];
    writeFileSync(
      join(folder, 'kb900001.csv'),
      [...article, ...(size > 0 ? [`${name},,${size}`] : [])].join('\n'),
    );
    writeFileSync(join(folder, name), bytes);
    return [join(folder, name), '--manifest', join(folder, 'kb900001.csv')];
  };

  it.each([
    ['is right', 'kb900001.zip', bytes.length, 0],
    ['has another size', 'kb900001.zip', bytes.length + 1, 1],
  ])('%s', async (_, name, size, status) => {
    for (const more of [[], ['--only-present']]) {
      const done = await verify(...written(name, size), ...more);
      expect(done.status, done.stdout).toBe(status);
      expect(done.stdout).toContain(status === 0 ? ': 3 match' : 'not matching');
    }
  });

  it('is ambiguous where a file of its name inside is right', async () => {
    const done = await verify(...written('a.txt', 0));
    expect(done.status).toBe(1);
    expect(done.stdout).toMatch(/^ambiguous +a\.txt/m);
  });
});
