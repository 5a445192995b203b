import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { standInPath, writeTree } from '../../support/package-folder.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';
import { tempFolder } from '../../support/temp-folder.js';

describe('versions', () => {
  it('reads folders and packages, one after the other', async () => {
    const folder = tempFolder();
    writeTree(folder, {
      'a.dll': buildExecutable({ platform: 'ARM64', version: { fileVersion: '1.2.3.4' } }),
    });
    const { json, status } = await hotfixkit(['versions', folder, standInPath(2), '--json']);
    const { files } = json<{ files: Record<string, unknown>[] }>();
    expect(status).toBe(0);
    expect(files).toHaveLength(9);
    expect(files[0]).toMatchObject({
      path: join(folder, 'a.dll').replaceAll('\\', '/'),
      version: '1.2.3.4',
      platform: 'ARM64',
    });
    expect(files.slice(1).every(({ version }) => version === '4.0.6487.2111')).toBe(true);
  });

  it('shows the text of a version where it says something else', async () => {
    const folder = tempFolder();
    const version = { fileVersion: '7.1.10.68', strings: { FileVersion: '7.01.1068' } };
    writeTree(folder, { 'a.dll': buildExecutable({ platform: 'x86', version }) });
    const { stdout } = await hotfixkit(['versions', folder]);
    expect(stdout).toMatch(/a\.dll +7\.1\.10\.68 +x86 .*7\.01\.1068/);
    expect(stdout).toMatch(/\n\n1 executable\n$/);
  });

  it('--only', async () => {
    const { json } = await hotfixkit(['versions', standInPath(1), '--only', 'ccmgencert.dll', '--json']);
    const { files } = json<{ files: { platform: string }[] }>();
    expect(files.map(({ platform }) => platform).sort()).toEqual(['IA-64', 'x64', 'x86']);
  });
});
