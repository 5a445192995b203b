import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { cabinetOf, msu } from '../../support/container-builder.js';
import { standInPath, writeTree } from '../../support/package-folder.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildVersionResource } from '../../support/version-resource-builder.js';

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

  it.each([{ json: false }, { json: true }])(
    'says what was not looked at, and which version counts (--json: $json)',
    async ({ json }) => {
      const folder = tempFolder();
      const resources = [0x407, 0x409].map((language) => ({
        type: 16,
        name: 1,
        language,
        data: buildVersionResource({ fileVersion: `1.0.0.${language}` }),
      }));
      writeTree(folder, {
        'a.dll': buildExecutable({ platform: 'x86', resources }),
        'b.msu': msu('KB1', cabinetOf({ 'x.dll': 'x' })),
      });
      const paths = ['a.dll', 'b.msu'].map((name) => join(folder, name));
      const { status, stdout, stderr } = await hotfixkit(['versions', ...paths, ...(json ? ['--json'] : [])]);
      expect(status).toBe(0);
      const where = json ? stdout : stderr;
      expect(where).toMatch(/language 1031 has another version/);
      expect(where).toMatch(/2 files inside were not looked at: WSUSSCAN\.cab, KB1\.cab/);
      expect(stdout).toContain('1.0.0.1033');
    },
  );

  it.each([{ json: false }, { json: true }])(
    '--only that nothing matches (--json: $json)',
    async ({ json }) => {
      const argv = ['versions', standInPath(1), '--only', 'nope*', ...(json ? ['--json'] : [])];
      const { status, stdout, stderr } = await hotfixkit(argv);
      expect(status).toBe(3);
      expect(json ? stdout : stderr).toMatch(/no executable matches nope\*/);
      const both = await hotfixkit(['versions', standInPath(1), standInPath(2), '--only', 'nope*']);
      expect([both.status, both.stdout]).toEqual([3, '']);
    },
  );

  it.each([
    [['ccmgencrt.dll'], 3],
    [['ccmgencrt.dll', 'ccmcertfix.exe'], 1],
  ])('suggests a near name for --only %s', async (names, expected) => {
    const only = names.flatMap((name) => ['--only', name]);
    const { status, stderr } = await hotfixkit(['versions', standInPath(1), ...only]);
    expect(status).toBe(expected);
    expect(stderr).toMatch(/ccmgencrt\.dll; did you mean Ccmgencert\.dll\?/);
  });

  it.each([
    ['in no path', [standInPath(1), standInPath(2)], ['nope*', 'ccmgencert.dll'], 1, ['nope*']],
    ['beside the name of a file', ['FILE'], ['nope*', 'x.exe'], 1, ['nope*']],
    ['in one path of two', [standInPath(1), 'FILE'], ['ccmgencert.dll', 'x.exe'], 0, []],
  ])('--only with a part that fits %s', async (_, paths, only, expected, missing) => {
    const file = join(tempFolder(), 'x.exe');
    writeFileSync(file, buildExecutable({ platform: 'x86' }));
    const words = paths.map((path) => (path === 'FILE' ? file : path));
    const { status, json } = await hotfixkit([
      'versions',
      ...words,
      ...only.flatMap((one) => ['--only', one]),
      '--json',
    ]);
    expect(status).toBe(expected);
    const { warnings } = json<{ warnings: { code: string; expected?: string }[] }>();
    expect(warnings.flatMap((one) => (one.code === 'PACKAGE_NO_FILE' ? [one.expected] : []))).toEqual(
      missing,
    );
  });

  it('--only', async () => {
    const { json } = await hotfixkit(['versions', standInPath(1), '--only', 'ccmgencert.dll', '--json']);
    const { files } = json<{ files: { platform: string }[] }>();
    expect(files.map(({ platform }) => platform).sort()).toEqual(['IA-64', 'x64', 'x86']);
  });
});
