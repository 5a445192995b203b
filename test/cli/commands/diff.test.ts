import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainExecutable, signedExecutable } from '../../support/authenticode-builder.js';
import { hotfixkit } from '../../support/command-line.js';
import { makeImage } from '../../support/image.js';
import { junitFaults } from '../../support/junit-schema.js';
import { standInPath, text, variantPath, writePackage } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const packageOf = (content: string) =>
  writePackage({ files: [{ key: 'a', name: 'a.txt', bytes: text(content) }] });

describe('diff', () => {
  it.each(['csv', 'junit', 'sha256', 'markdown', 'html', 'github'])('writes %s', async (format) => {
    const { status, stdout } = await hotfixkit([
      'diff',
      packageOf('one'),
      packageOf('three'),
      '--format',
      format,
    ]);
    expect(status).toBe(1);
    const digest = createHash('sha256').update('three').digest('hex');
    if (format === 'sha256') expect(stdout).toBe(`${digest}  Fixture/a.txt\n`);
    else expect(stdout).toMatch(/Fixture[\\/]+a/);
    if (format === 'csv') expect(stdout).toContain(digest);
    if (format === 'junit') expect(junitFaults(stdout)).toEqual([]);
  });

  it('exits 0 where nothing differs', async () => {
    const { status, stdout } = await hotfixkit(['diff', packageOf('x'), packageOf('x')]);
    expect([status, stdout]).toEqual([0, 'no differences\n']);
    const [one, two] = [packageOf('x'), packageOf('x')];
    const { json } = await hotfixkit(['diff', one, two, '--json']);
    const side = { kind: 'msi', product: 'Fixture', version: '1.0.0' };
    expect(json()).toEqual({
      schema: 'hotfixkit/diff/1',
      before: { file: one, ...side },
      after: { file: two, ...side },
      same: true,
      tables: [],
      columns: [],
      rows: [],
      summary: [],
      streams: [],
      storages: [],
      files: [],
      fileCounts: { same: 1, changed: 0, added: 0, removed: 0 },
      warnings: [],
    });
  });

  it('exits 1 for bytes that belong to nothing that is compared', async () => {
    const [one, two] = [packageOf('x'), packageOf('x')];
    writeFileSync(two, Buffer.concat([readFileSync(one), Buffer.alloc(512, 1)]));
    const { status, stdout } = await hotfixkit(['diff', one, two]);
    expect(status).toBe(1);
    expect(stdout).toContain('differs: bytes outside of what is compared\n');
    expect(stdout).toContain('what follows the end of the database: 0 bytes, then 512 bytes');
    const { json } = await hotfixkit(['diff', one, two, '--json']);
    expect(json()).toMatchObject({ same: false, outside: [expect.any(String)] });
  });

  it('exits 1 and shows what differs', async () => {
    const { status, stdout } = await hotfixkit(['diff', packageOf('one'), packageOf('three')]);
    expect(status).toBe(1);
    expect(stdout.split('\n')).toEqual([
      'differs: 1 file, 2 rows, 1 stream',
      '  Files: 0 the same, 1 changed',
      '  Size: 2 bytes more',
      '  Tables: 2 tables with 2 rows (2 changed)',
      '',
      expect.stringMatching(/^Change +Path +Version +Size +Signature$/),
      expect.stringMatching(/^changed +Fixture\/a\.txt +3 -> 5$/),
      '',
      'Table File: 1 row (1 changed)',
      '~ a: FileSize: 3 -> 5',
      '',
      'Table MsiFileHash: 1 row (1 changed), which follow the content of the files',
      '',
      'Streams',
      '~ stream files.cab',
      '',
    ]);
  });

  it.each([
    [
      'markdown',
      /^# .* → .*\n\n\*\*differs: 1 file.*\n[\s\S]*\| changed \| Fixture\/a\.txt \| {2}\| 3 → 5 \|/,
    ],
    ['html', /^<!DOCTYPE html>[\s\S]*<td data-label="Size">3 → 5<\/td>/],
    ['json', /^\{\n {2}"schema": "hotfixkit\/diff\/1"/],
  ])('answers as %s, in a file too', async (format, expected) => {
    const output = join(tempFolder(), 'answer');
    const line = ['diff', packageOf('one'), packageOf('three'), '--format', format];
    const { status, stdout } = await hotfixkit(line);
    expect([status, stdout]).toEqual([1, expect.stringMatching(expected)]);
    expect((await hotfixkit([...line, '-o', output])).status).toBe(1);
    expect(readFileSync(output, 'utf8')).toMatch(expected);
    expect((await hotfixkit([...line, '--json'])).status).toBe(format === 'json' ? 1 : 2);
  });

  it('takes the folder of an image for the package in it', async () => {
    const path = packageOf('x');
    const image = dirname((await makeImage(path)).path);
    const { stdout, stderr } = await hotfixkit(['diff', path, image]);
    expect(stderr).toContain(`${image}: compared with its package`);
    expect(stdout).toContain('  Files: 1 the same\n');
    expect(stdout).toContain('~ wordCount: 2 -> 4\n');
  });

  it('compares a package with the folder that it was extracted to', async () => {
    const path = packageOf('x');
    const folder = join(tempFolder(), 'out');
    await hotfixkit(['extract', path, '-o', folder]);
    expect((await hotfixkit(['diff', path, folder])).stdout).toBe('no differences\n');
  });

  it('says of two programs that only their signature differs', async () => {
    const [folder, name] = [tempFolder(), 'program.exe'];
    const paths = [0, 1].map((i) => join(folder, `${i}-${name}`));
    writeFileSync(paths[0]!, plainExecutable());
    writeFileSync(paths[1]!, signedExecutable());
    const { status, stdout } = await hotfixkit(['diff', ...paths]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^no differences but in the signature\n/);
    expect(stdout).toMatch(/^signature only +0-program\.exe -> 1-program\.exe|^signature only /m);
    const same = await hotfixkit(['diff', paths[0]!, paths[0]!]);
    expect([same.status, same.stdout]).toEqual([0, 'no differences\n']);
    expect((await hotfixkit(['diff', paths[0]!, writePackage({ files: [] })])).status).not.toBe(0);
  });

  it('gives paths and versions of files', async () => {
    const { json, stdout } = await hotfixkit(['diff', standInPath(1), standInPath(2), '--json']);
    expect(stdout).not.toBe('');
    expect(json<{ files: object[] }>().files).toContainEqual(
      expect.objectContaining({
        key: 'Ccmsetup.exe',
        before: expect.objectContaining({ size: 609_128, version: '4.0.6221.1193' }),
        after: expect.objectContaining({
          path: 'Microsoft Configuration Manager/Client/Ccmsetup.exe',
          size: 611_688,
          version: '4.0.6487.2111',
        }),
      }),
    );
  });

  it('names the file that a variant lacks', async () => {
    const { status, json } = await hotfixkit(['diff', standInPath(2), variantPath('missing-file'), '--json']);
    expect(status).toBe(1);
    expect(json<{ files: object[] }>().files).toMatchObject([
      { key: 'Mcsisapip.dll.x64', change: 'removed' },
    ]);
  });
});
