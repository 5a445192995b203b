import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { buildPackage, type PlannedFile } from '../support/package-builder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildVersionResource } from '../support/version-resource-builder.js';

const program = (version: string) =>
  buildExecutable({
    platform: 'x86',
    resources: [{ type: 16, name: 1, language: 0x409, data: buildVersionResource({ fileVersion: version }) }],
  });

/** A package that states version 1.0.0.1 of its files, which have the others. */
function packageOf(versions: readonly string[], more: Partial<PlannedFile> = {}): string {
  const { msi } = buildPackage({
    files: versions.map((version, i) => ({
      key: `k${i}`,
      name: `f${i}.dll`,
      bytes: program(version),
      version: '1.0.0.1',
      ...more,
    })),
  });
  const path = join(tempFolder(), 'p.msi');
  writeFileSync(path, msi);
  return path;
}

const message =
  /^warning: .*f1\.dll does not have the version that the package states .*expected 1\.0\.0\.1, found 2\.0\.0\.0/m;

it.each(['extract', 'msiexec'])(
  '%s says which file has another version than the package states',
  async (command) => {
    const path = packageOf(['1.0.0.1', '2.0.0.0']);
    const out = join(tempFolder(), 'out');
    const line =
      command === 'extract'
        ? ['extract', path, '-o', out]
        : ['msiexec', '/a', path, '/qb', `TARGETDIR=${out}`];
    const { status, stderr } = await hotfixkit(line);
    expect([status, stderr.match(/does not have the version/g)?.length, stderr]).toEqual([
      0,
      1,
      expect.stringMatching(message),
    ]);
  },
);

it('says it in JSON, and where the file goes to standard output', async () => {
  const path = packageOf(['1.0.0.1', '2.0.0.0']);
  const out = join(tempFolder(), 'out');
  const { warnings } = (await hotfixkit(['extract', path, '-o', out, '--json'])).json<{
    warnings: object[];
  }>();
  expect(warnings).toMatchObject([
    { code: 'PACKAGE_FILE_VERSION', entry: 'k1', expected: '1.0.0.1', found: '2.0.0.0' },
  ]);
  const { status, stderr } = await hotfixkit(['extract', path, '--only', 'f1.dll', '-o', '-']);
  expect([status, stderr]).toEqual([0, expect.stringMatching(message)]);
});

it.each([
  { name: 'the same version', versions: ['1.0.0.1'], more: {} },
  { name: 'no version stated', versions: ['2.0.0.0'], more: { version: undefined } },
  { name: 'the version of a companion', versions: ['2.0.0.0'], more: { version: 'k0' } },
])('says nothing of $name', async ({ versions, more }) => {
  const path = packageOf(versions, more as Partial<PlannedFile>);
  const { status, stderr } = await hotfixkit(['extract', path, '-o', join(tempFolder(), 'out')]);
  expect([status, stderr]).toEqual([0, '']);
});
