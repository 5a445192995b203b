import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { bundle } from '../support/container-builder.js';
import type { TablePlan } from '../support/database-builder.js';
import { buildPackage } from '../support/package-builder.js';
import { buildClient } from '../support/patch-scenario.js';
import { writePatchSet } from '../support/patch-set.js';
import { buildPropertyTransform } from '../support/product-transform.js';
import { tempFolder } from '../support/temp-folder.js';

function set() {
  const paths = writePatchSet({ fix: { text: 'fixed', to: '1.1.0', families: [['Pack', null, '1', 0]] } });
  const site = join(paths.folder, 'site.mst');
  const client = buildClient('1.1.0', [{ key: 'a', name: 'a.txt', bytes: Buffer.from('fixed') }]);
  writeFileSync(site, buildPropertyTransform(client, { SITE: 'ABC' }));
  return { ...paths, site, words: [paths.client, '--with', site, '--with', paths.fix] };
}

interface Document {
  with: { patches: { file: string }[]; transforms: string[]; leftOut: string[] };
  files: { path: string; size: number; sha256: string }[];
  product: { version: string };
}

describe('--with', () => {
  it.each([
    ['info', [], 0],
    ['list', ['--hash'], 0],
    ['tables', [], 0],
    ['verify', ['--require', 'a.exe 1.0'], 1],
  ])('%s says what was applied, and writes nothing', async (command, more, expected) => {
    const { words, folder, site, fix } = set();
    const before = readdirSync(folder);
    const { status, json } = await hotfixkit([command, ...words, ...more, '--json']);
    expect(status).toBe(expected);
    const document = json<Document>();
    expect(document.with.transforms).toEqual([site]);
    expect(document.with.patches.map(({ file }) => file)).toEqual([fix]);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('shows rows, properties and files as they would be', async () => {
    const { words, fix, site } = set();
    const rows = await hotfixkit([
      'tables',
      words[0]!,
      'Property',
      ...words.slice(1),
      '--where',
      "Property = 'SITE'",
    ]);
    expect(rows.stdout).toContain('SITE      ABC');
    const info = await hotfixkit(['info', ...words]);
    expect(info.stdout).toMatch(/^Version +1\.1\.0$/m);
    expect(info.stdout).toContain(`${fix} (T1ToU1)`);
    expect(info.stdout).toMatch(new RegExp(`^With transform +${site}$`, 'm'));
    const list = (await hotfixkit(['list', ...words, '--hash', '--json'])).json<Document>();
    expect(list.files[0]).toMatchObject({ path: 'Fixture/a.txt', size: 5 });
  });

  it('shows the installation as patches and transforms would leave it', async () => {
    const { words, fix, site } = set();
    const change = (tables: TablePlan[]) => [
      ...tables,
      {
        name: 'LaunchCondition',
        columns: [
          { name: 'Condition', type: 's255', key: true },
          { name: 'Description', type: 'l255' },
        ],
        rows: [['VersionNT >= 501', 'Windows XP is needed']],
      },
    ];
    const client = buildClient('1.1.0', [{ key: 'a', name: 'a.txt', bytes: Buffer.from('fixed') }]);
    writeFileSync(site, buildPropertyTransform(client, { ALLUSERS: '1' }, change));
    const { status, stdout, stderr } = await hotfixkit(['info', ...words, '--actions']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`With patch      ${fix} (T1ToU1)`);
    expect(stdout).toMatch(/^ {2}Scope +for all users \(ALLUSERS=1\)/m);
    expect(stdout).toMatch(/^ {2}Requires +VersionNT >= 501: Windows XP is needed$/m);
    const without = await hotfixkit(['info', words[0]!, '--actions']);
    expect(without.stdout).not.toContain('VersionNT');
  });

  it.each(['fix', 'site'] as const)('of a %s, --actions says how they are seen', async (which) => {
    const path = set()[which];
    const { status, stderr } = await hotfixkit(['info', path, '--actions']);
    expect(status).toBe(0);
    expect(stderr).toContain(`hotfixkit info PRODUCT.msi --with ${path} --actions`);
  });

  it('ends with 3 for a transform of another version, naming both', async () => {
    const { client, site } = set();
    const { status, stderr } = await hotfixkit(['info', client, '--with', site]);
    expect(status).toBe(3);
    expect(stderr).toContain('site.mst');
    expect(stderr).toContain('version = 1.1.0');
  });

  it('is for the package, not for what --base names', async () => {
    const { client, fix } = set();
    expect((await hotfixkit(['tables', `${fix}#T1ToU1`, 'Property', '--base', client])).status).toBe(0);
  });
});

it.each([
  ['info', []],
  ['list', []],
  ['verify', ['--require', 'a.txt >=1']],
  ['extract', ['--dry-run', '-o', 'out']],
])('%s says in text and in JSON that a bundle states another product code', async (command, more) => {
  const path = join(tempFolder(), 'setup.exe');
  const files = [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }];
  const chain = { id: 'p', kind: 'Msi' as const, payloads: ['0:p.msi'], attributes: { ProductCode: '{0}' } };
  writeFileSync(
    path,
    bundle({ version: 3, containers: [{ 'p.msi': buildPackage({ files }).msi }], chain: [chain] }),
  );
  const message = 'the package has another product code than the manifest of its bundle states';
  const { stderr } = await hotfixkit([command, path, ...more]);
  expect(stderr.split(message)).toHaveLength(2);
  const { json } = await hotfixkit([command, path, ...more, '--json']);
  expect(JSON.stringify(json())).toContain(message);
});
