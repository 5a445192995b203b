import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainExecutable, signedExecutable } from '../../support/authenticode-builder.js';
import { hotfixkit } from '../../support/command-line.js';
import { standInPath, text, variantPath, writePackage } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const packageOf = (content: string) =>
  writePackage({ files: [{ key: 'a', name: 'a.txt', bytes: text(content) }] });

describe('diff', () => {
  it('exits 0 where nothing differs', async () => {
    const { status, stdout } = await hotfixkit(['diff', packageOf('x'), packageOf('x')]);
    expect([status, stdout]).toEqual([0, 'no differences\n']);
    const { json } = await hotfixkit(['diff', packageOf('x'), packageOf('x'), '--json']);
    expect(json()).toEqual({
      schema: 'hotfixkit/diff/1',
      same: true,
      tables: [],
      rows: [],
      summary: [],
      streams: [],
      files: [],
      warnings: [],
    });
  });

  it('exits 1 and shows what differs', async () => {
    const { status, stdout } = await hotfixkit(['diff', packageOf('one'), packageOf('three')]);
    expect(status).toBe(1);
    expect(stdout).toContain('~ File a: FileSize 3 -> 5\n');
    expect(stdout).toContain('~ stream files.cab\n');
    expect(stdout).toContain('~ file Fixture/a.txt: 3 bytes -> 5 bytes\n');
    expect(stdout).toMatch(/\ndiffers: 2 rows, 1 stream, 1 file \(1 changed\)\n$/);
  });

  it('says of two programs that only their signature differs', async () => {
    const [folder, name] = [tempFolder(), 'program.exe'];
    const paths = [0, 1].map((i) => join(folder, `${i}-${name}`));
    writeFileSync(paths[0]!, plainExecutable());
    writeFileSync(paths[1]!, signedExecutable());
    const { status, stdout } = await hotfixkit(['diff', ...paths]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/~ file 1-program.exe: .*only the signature differs/);
    expect(stdout).toContain('no differences but in the signature');
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
