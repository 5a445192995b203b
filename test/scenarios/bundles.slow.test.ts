import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPackage } from '../../src/package/open-package.js';
import { caught } from '../support/caught.js';
import { hotfixkit } from '../support/command-line.js';
import {
  type BundlePlan,
  bundle,
  bundleWithEngine,
  type ChainPlan,
  detachedCabinets,
} from '../support/container-builder.js';
import { canLinkFiles } from '../support/links.js';
import { buildPackage } from '../support/package-builder.js';
import { text, textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

/** The product code of each package. */
const CODE = '{11111111-0000-0000-0000-000000000000}';

/** A package with one file, which lies in `files.cab` beside it unless it is embedded. */
function package_(name: string, cabinets: 'embedded' | 'external' | 'none' = 'external') {
  const { msi, loose } = buildPackage({
    product: { name, code: CODE },
    files: [{ key: 'a', name: 'a.txt', bytes: text(`of ${name}`) }],
    cabinets,
  });
  return { msi, beside: Object.fromEntries(loose) };
}

const [one, two] = [package_('One'), package_('Two')];
const clashing: BundlePlan = {
  version: 3,
  ux: { 'ba.dll': 'ux' },
  containers: [
    {
      'one.msi': one.msi,
      'files.cab#1': one.beside['files.cab']!,
      'two.msi': two.msi,
      'files.cab#2': two.beside['files.cab']!,
    },
  ],
  chain: [
    { id: 'One', kind: 'Msi', payloads: ['0:one.msi', '0:files.cab#1'], attributes: { ProductCode: CODE } },
    {
      id: 'Two',
      kind: 'Msi',
      payloads: ['0:two.msi', '0:files.cab#2'],
      attributes: { InstallCondition: 'VersionNT64' },
    },
  ],
};

const embedded = (name: string) => package_(name, 'embedded').msi;
const spread: BundlePlan = {
  version: 4,
  ux: { 'ba.dll': 'ux' },
  containers: [{ 'one.msi': embedded('One') }],
  detached: [
    { file: 'Packages.cab', files: { 'two.msi': embedded('Two') }, url: 'http://example.com/p.cab' },
  ],
};
const only: BundlePlan = { ...spread, containers: [] };

function write(plan: BundlePlan, files: Readonly<Record<string, Uint8Array | string>> = {}): string {
  const folder = tempFolder();
  writeTree(folder, { 'setup.exe': bundle(plan), ...files });
  return join(folder, 'setup.exe');
}

/** The text of the one file that comes out of a package in a bundle. */
async function extracted(path: string, warning = ''): Promise<unknown> {
  const output = tempFolder();
  const { status, stderr } = await hotfixkit(['extract', path, '-o', output]);
  const warnings = stderr.split('\n').filter((line) => line.startsWith('warning'));
  expect([status, warnings]).toEqual([0, warning === '' ? [] : [expect.stringContaining(warning)]]);
  return Object.values(textTree(output));
}

describe('a bundle', () => {
  it('gives each package its own payloads where these have one name', async () => {
    const path = write(clashing);
    expect(await extracted(`${path}!two.msi`)).toEqual(['of Two']);
    expect(await extracted(`${path}!one.msi`)).toEqual(['of One']);
    const { status, stdout } = await hotfixkit(['list', path]);
    expect(status).toBe(0);
    for (const name of ['One/one.msi', 'One/files.cab', 'Two/two.msi', 'Two/files.cab'])
      expect(stdout).toContain(name);
  });

  it('does the same for files beside the package', async () => {
    const [x86, x64] = [package_('x86', 'none'), package_('x64', 'none')];
    const [[file, bytes]] = Object.entries(x86.beside) as [[string, Uint8Array]];
    const name = file.replaceAll('/', '\\');
    const containers = [
      {
        'x86.msi': x86.msi,
        'x64.msi': x64.msi,
        [`${name}#1`]: bytes,
        [`${name}#2`]: Object.values(x64.beside)[0]!,
      },
    ];
    const chain: ChainPlan[] = [
      { id: 'x86', kind: 'Msi', payloads: ['0:x86.msi', `0:${name}#1`] },
      { id: 'x64', kind: 'Msi', payloads: ['0:x64.msi', `0:${name}#2`] },
    ];
    const path = write({ version: 5, containers, chain });
    expect(await extracted(`${path}!x64.msi`)).toEqual(['of x64']);
    expect(await extracted(`${path}!x86.msi`)).toEqual(['of x86']);
  });

  it('does not give a package what belongs to another one', async () => {
    const [cab1, cab2] = [one.beside['files.cab']!, two.beside['files.cab']!];
    const containers = [{ 'one.msi': one.msi, 'two.msi': two.msi, 'files.cab': cab2 }];
    const chain = (...payloads: string[]): ChainPlan[] => [
      { id: 'One', kind: 'Msi', payloads: ['0:one.msi', ...payloads] },
      { id: 'Two', kind: 'Msi', payloads: ['0:two.msi', '0:files.cab'] },
    ];
    const external = [{ name: 'files.cab', content: cab1 }];
    for (const [path, warning] of [
      [write({ version: 3, containers, chain: chain() }), ''],
      [write({ version: 3, containers, external, chain: chain('E:files.cab') }), 'not beside the bundle'],
    ] as const) {
      expect(await extracted(`${path}!two.msi`, warning)).toEqual(['of Two']);
      const { status, lastLine } = await hotfixkit(['extract', `${path}!one.msi`, '-o', tempFolder()]);
      expect([status, lastLine]).toEqual([3, expect.stringContaining('files.cab')]);
      if (warning !== '') expect(lastLine).toContain('put it beside the bundle as files.cab');
    }
    const shared = write({ version: 3, containers, chain: chain('0:files.cab') });
    const opened = openPackage(`${shared}!one.msi`);
    // It is read, and is not what the package says.
    expect(caught(() => opened.content.files[0]!.bytes()).code).toBe('PACKAGE_FILE_HASH');
    opened.close();
  });

  it('says what it installs, to people and to scripts', async () => {
    const path = write(clashing);
    const { status, stdout, stderr } = await hotfixkit(['info', path]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Bundle id +\{1\}/);
    expect(stdout).toMatch(/Bundle upgrade code +\{2\}/);
    expect(stdout).toMatch(
      / {2}One {2}\(msi\)\n {4}- Product code: \{1{8}-0000-0000-0000-0{12}\}\n {4}- Package: One\/one.msi, in the attached/,
    );
    expect(stdout).toMatch(/- Installed if: VersionNT64/);
    expect(stderr).toMatch(/name one: ".*!One\/one.msi", ".*!Two\/two.msi"/);
    const document = (await hotfixkit(['info', path, '--json'])).json();
    expect(document).toMatchObject({
      kind: 'burn',
      container: {
        bundle: { id: '{1}', chain: [{ productCode: CODE }, { installCondition: 'VersionNT64' }] },
      },
      warnings: [],
    });
  });

  it('is never one of its packages while it has several', async () => {
    const there = write(spread, detachedCabinets(spread));
    const absent = write(spread);
    const withExe = write({
      ...spread,
      detached: [],
      external: [{ name: 'vc.exe', content: 'MZ' }],
      chain: [
        { id: 'vc', kind: 'Exe', payloads: ['E:vc.exe'] },
        { id: 'one', kind: 'Msi', payloads: ['0:one.msi'] },
      ],
    });
    for (const path of [there, absent, withExe]) {
      const error = caught(() => openPackage(path));
      expect(error).toMatchObject({ code: 'CONTAINER_SEVERAL' });
      expect(error.message).toContain('setup.exe!one.msi"');
      const { status, lastLine } = await hotfixkit(['msiexec', '/a', path, `TARGETDIR=${tempFolder()}`]);
      expect([status, lastLine]).toEqual([expect.any(Number), expect.stringContaining('exit code')]);
      expect(status).not.toBe(0);
    }
    expect(caught(() => openPackage(absent)).message).toContain('not there: two.msi');
    expect((await hotfixkit(['list', absent])).stderr).toContain('not there: two.msi');
  });

  it('is its only package, wherever that is', async () => {
    expect(await extracted(write(only, detachedCabinets(only)))).toEqual(['of Two']);
    const external: BundlePlan = {
      version: 3,
      containers: [],
      external: [
        { name: 'sub\\two.msi', content: two.msi },
        { name: 'sub\\files.cab', content: two.beside['files.cab']! },
      ],
      chain: [{ id: 'two', kind: 'Msi', payloads: ['E:sub\\two.msi', 'E:sub\\files.cab'] }],
    };
    const beside = { 'SUB/Two.msi': two.msi, 'SUB/files.cab': two.beside['files.cab']! };
    expect(await extracted(write(external, beside))).toEqual(['of Two']);
  });

  it('is not another package while its only one is not there', async () => {
    const plan: BundlePlan = {
      version: 3,
      ux: { 'helper.msi': one.msi },
      containers: [],
      external: [{ name: 'two.msi', content: two.msi, url: 'http://example.com/two.msi' }],
      chain: [{ id: 'two', kind: 'Msi', payloads: ['E:two.msi'] }],
    };
    expect(caught(() => openPackage(write(plan))).message).toContain('not there: two.msi');
  });

  it('is read from a zip with what lies beside it there', async () => {
    const files = Object.entries({ 'd/setup.exe': bundle(only), 'd/readme.txt': 'x' });
    const cabinet = Object.entries(detachedCabinets(only)).map(
      ([name, bytes]) => [`d/${name}`, bytes] as const,
    );
    const zipOf = (all: readonly (readonly [string, Uint8Array | string])[]) =>
      buildZip({ files: all.map(([name, bytes]) => ({ name, bytes })) });
    const folder = tempFolder();
    writeTree(folder, { 'all.zip': zipOf([...files, ...cabinet]), 'some.zip': zipOf(files) });
    expect(await extracted(`${join(folder, 'all.zip')}!d/setup.exe`)).toEqual(['of Two']);
    const { status, stderr } = await hotfixkit(['list', `${join(folder, 'some.zip')}!d/setup.exe`]);
    expect([status, stderr]).toEqual([0, expect.stringContaining('Packages.cab')]);
  });

  it('says of a package that is asked for and not there where it would be', async () => {
    const { status, lastLine } = await hotfixkit(['list', `${write(spread)}!two.msi`]);
    expect(status).toBe(3);
    expect(lastLine).toMatch(
      /container Packages.cab, which is not beside the bundle.*http:\/\/example.com\/p.cab/,
    );
    const { engine } = bundleWithEngine(clashing);
    const path = join(tempFolder(), 'cached.exe');
    writeFileSync(path, engine);
    expect(caught(() => openPackage(`${path}!one.msi`))).toMatchObject({
      code: 'PACKAGE_NO_FILE',
      facts: { entry: 'one.msi' },
    });
  });

  it('is shown without its containers, as Windows keeps it', async () => {
    const path = join(tempFolder(), 'cached.exe');
    writeFileSync(path, bundleWithEngine(clashing).engine);
    const info = await hotfixkit(['info', path]);
    expect(info.status).toBe(0);
    expect(info.stdout).toMatch(/one.msi, ABSENT, would be in the attached container C0/);
    expect(info.stderr).toMatch(/engine of the bundle alone/);
    const list = await hotfixkit(['list', path]);
    expect([list.status, list.stderr]).toEqual([0, expect.stringContaining('engine of the bundle alone')]);
    for (const command of ['info', 'list']) {
      const document = (await hotfixkit([command, path, '--json'])).json();
      expect(document).toMatchObject({ warnings: [{ code: 'PACKAGE_NO_CABINET', entry: 'C0' }] });
    }
    const installed = await hotfixkit(['msiexec', '/a', path, `TARGETDIR=${tempFolder()}`]);
    expect(installed.status).not.toBe(0);
    expect(installed.stderr).toMatch(/the package one.msi is not there/);
  });

  it('that ends inside a container is an incomplete download', async () => {
    const path = join(tempFolder(), 'setup.exe');
    writeFileSync(path, bundle(clashing).subarray(0, -100));
    for (const command of ['info', 'list']) {
      const { status, lastLine } = await hotfixkit([command, path]);
      expect([status, lastLine]).toEqual([3, expect.stringContaining('ends 100 bytes too early')]);
    }
  });

  it('does not write a payload that is another one than stated', async () => {
    const alter = (manifest: string): string =>
      manifest.replace(/(FilePath="files.cab" FileSize="\d+" Hash=")...../, '$1AAAAA');
    const path = write({ ...clashing, alter });
    const output = join(tempFolder(), 'out');
    const { status, lastLine } = await hotfixkit(['extract', `${path}!`, '-o', output]);
    expect(status).toBe(3);
    expect(lastLine).toMatch(
      /payload does not have the hash .*entry "files.cab", Hash, expected AAAAA\w+, found \w+/,
    );
    expect(existsSync(output)).toBe(false);
    expect((await hotfixkit(['extract', `${path}!one.msi`, '-o', output])).status).toBe(3);
    expect(await extracted(`${path}!two.msi`)).toEqual(['of Two']);
  });

  it.skipIf(!canLinkFiles)('does not follow links beside it, and nothing out of its folder', async () => {
    const outside = tempFolder();
    writeTree(outside, detachedCabinets(only));
    const linked = write(only);
    symlinkSync(join(outside, 'Packages.cab'), join(linked, '../Packages.cab'));
    const path = write({ ...only, detached: [{ ...only.detached![0]!, file: 'sub\\Packages.cab' }] });
    symlinkSync(outside, join(path, '../sub'));
    const upwards = write({ ...only, detached: [{ ...only.detached![0]!, file: '..\\Packages.cab' }] });
    writeTree(join(upwards, '../..'), {});
    for (const [file, message] of [
      [linked, /symbolic link/],
      [path, /symbolic link/],
      [upwards, /leads out of the folder/],
    ] as const) {
      const { status, stdout, stderr } = await hotfixkit(['list', file]);
      expect([status, stderr]).toEqual([0, expect.stringMatching(message)]);
      expect(stdout).not.toContain('two.msi');
    }
  });

  it('ends where bundles name each other and themselves', () => {
    const folder = tempFolder();
    const names = ['a.exe', 'b.exe', 'c.exe', 'setup.exe'];
    for (const name of names) {
      const external = names.map((other) => ({ name: other, content: 'x' }));
      writeTree(folder, { [name]: bundle({ version: 3, containers: [{ 'x.txt': 'x' }], external }) });
    }
    const opened = openPackage(join(folder, 'setup.exe'));
    expect(opened.content.files.map(({ name }) => name)).toEqual([
      'manifest.xml',
      'x.txt',
      'a.exe',
      'b.exe',
      'c.exe',
    ]);
    expect(opened.content.warnings[0]?.message).toMatch(/said to be the bundle itself/);
    opened.close();
  });

  it('does not wait for what is no file', () => {
    const path = write(only);
    mkdirSync(join(path, '../Packages.cab'));
    const opened = openPackage(path);
    expect(opened.content.warnings).toMatchObject([{ code: 'PACKAGE_NO_CABINET', entry: 'Packages.cab' }]);
    opened.close();
    rmSync(path);
  });
});
