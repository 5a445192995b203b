import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { bundle, cabinetOf, iexpress, msu, selfExtractor } from '../support/container-builder.js';
import { buildPackage, type PlannedFile } from '../support/package-builder.js';
import { hashTree, standInPath, text, textTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip, type ZipFilePlan } from '../support/zip-builder.js';

const standIn = readFileSync(standInPath(2));
const name = 'SCCM2007-SP2-KB977203-ENU.msi';
const certificate = new Uint8Array(6000).fill(3);

const zipOf = (files: Record<string, Uint8Array | string>, more: Partial<ZipFilePlan> = {}): Uint8Array =>
  buildZip({ files: Object.entries(files).map(([file, bytes]) => ({ name: file, bytes, ...more })) });

function written(bytes: Uint8Array, file = 'outer.exe'): string {
  const path = join(tempFolder(), file);
  writeFileSync(path, bytes);
  return path;
}

const other = buildPackage({ files: [{ key: 'o', name: 'other.txt', bytes: text('other') }] }).msi;

/** Everything that the stand-in may come in, with nothing to say which file is meant. */
const wrapped: [string, Uint8Array][] = [
  ['a zip', zipOf({ [name]: standIn })],
  ['a zip, stored', zipOf({ [name]: standIn }, { method: 0 })],
  [
    'a zip in folders, with accompanyingFiles',
    zipOf({ 'docs/readme.txt': 'x', [`packages/${name}`]: standIn }),
  ],
  ['a self-extracting zip', selfExtractor(zipOf({ [name]: standIn }), {}, certificate)],
  ['a self-extracting zip, stored', selfExtractor(zipOf({ [name]: standIn }, { method: 0 }))],
  ['an IExpress package', iexpress(cabinetOf({ [name]: standIn }), { RUNPROGRAM: `msiexec /i ${name}` })],
  [
    'an update.exe package',
    selfExtractor(cabinetOf({ [name]: standIn, 'update\\update.exe': 'MZ' }), {}, certificate),
  ],
  ['a bundle', bundle({ version: 3, ux: { 'ba.dll': 'MZ' }, containers: [{ [`x86\\${name}`]: standIn }] })],
  [
    'a bundle of WiX 4, signed',
    bundle({ version: 4, signature: certificate, containers: [{ a: 'x' }, { [name]: standIn }] }),
  ],
  ['a cabinet', cabinetOf({ [name]: standIn, 'readme.txt': 'x' })],
  ['a zip in a zip', zipOf({ 'inner.zip': zipOf({ [name]: standIn }) })],
  ['a cabinet in a zip', zipOf({ 'inner.cab': cabinetOf({ [name]: standIn }), 'readme.rtf': 'x' })],
  [
    'IExpress in a zip in IExpress',
    iexpress(cabinetOf({ 'a.zip': zipOf({ 'b.exe': iexpress(cabinetOf({ [name]: standIn })) }) })),
  ],
];

describe('a package in whatever it came in', () => {
  it.each(wrapped)('%s: verify, list, tables, info', async (_, bytes) => {
    const path = written(bytes, 'download.bin');
    const verified = await hotfixkit(['verify', path, '--kb', '977203', '--json']);
    expect(verified.status).toBe(0);
    expect(verified.json()).toMatchObject({ ok: true, counts: { match: 13 } });
    const listed = await hotfixkit(['list', path, '--json']);
    const plain = await hotfixkit(['list', standInPath(2), '--json']);
    expect(listed.json<{ kind: string; files: unknown[] }>()).toMatchObject({
      kind: 'msi',
      files: plain.json<{ files: unknown[] }>().files,
    });
    expect((await hotfixkit(['tables', path, 'Media', '--json'])).json()).toHaveLength(1);
    const info = (await hotfixkit(['info', path, '--json'])).json<{
      name: string;
      inside: string[];
      container: object;
    }>();
    expect(info).toMatchObject({ kind: 'msi', name, nameSays: { kb: '977203', servicePack: 'SP2' } });
    expect(info.inside.at(-1)).toContain(name);
    expect(info.container).toMatchObject({ inside: expect.any(Array) });
  });

  it('extract, msiexec and prepare do with it what they do with the package', async () => {
    const path = written(selfExtractor(zipOf({ [name]: standIn }), {}, certificate));
    const out = tempFolder();
    expect((await hotfixkit(['extract', path, '-o', join(out, 'a')])).status).toBe(0);
    expect((await hotfixkit(['extract', standInPath(2), '-o', join(out, 'b')])).status).toBe(0);
    expect(hashTree(join(out, 'a'))).toEqual(hashTree(join(out, 'b')));
    const image = await hotfixkit(['msiexec', '/a', path, '/qn', `TARGETDIR=${join(out, 'image')}`]);
    expect(image.lastLine).toBe('msiexec: exit code 0');
    expect(existsSync(join(out, 'image', name))).toBe(true);
    // What should be a signature there is none.
    expect((await hotfixkit(['prepare', path, '--kb', '977203', '-o', join(out, 'none')])).status).toBe(3);
    const unsigned = written(selfExtractor(zipOf({ [name]: standIn })));
    const prepared = await hotfixkit([
      'prepare',
      unsigned,
      '--kb',
      '977203',
      '-o',
      join(out, 'all'),
      '--json',
    ]);
    expect(prepared.status).toBe(0);
    expect(existsSync(join(out, 'all/image', name))).toBe(true);
    expect(prepared.json()).toMatchObject({ input: { file: 'outer.exe' } });
  });

  it('finds the cabinets of a package beside it, in the same folder of the container', async () => {
    const files: PlannedFile[] = [
      { key: 'a', name: 'a.txt', bytes: text('in a cabinet') },
      { key: 'b', name: 'b.txt', bytes: text('loose'), cabinet: null },
    ];
    const { msi, loose } = buildPackage({ files, cabinets: 'external' });
    const beside = Object.fromEntries(
      [...loose].map(([file, bytes]) => [`sub/${file.toUpperCase()}`, bytes]),
    );
    const path = written(zipOf({ 'sub/p.msi': msi, ...beside }), 'p.zip');
    const out = join(tempFolder(), 'out');
    expect(await hotfixkit(['extract', path, '-o', out])).toMatchObject({ status: 0 });
    expect(Object.values(textTree(out)).sort()).toEqual(['in a cabinet', 'loose']);
  });

  it('names are found whatever their letter case, by pattern, and through what is on the way', async () => {
    const inner = zipOf({ 'deep/One.MSI': standIn, 'two.msi': other });
    const path = written(zipOf({ 'x/inner.zip': inner, 'three.msi': other }), 'outer!.zip');
    for (const way of [
      'X/INNER.ZIP!deep/one.msi',
      'inner.zip!ONE.msi',
      'inner.zip!o*.msi',
      'one.msi',
      '*.zip!**/o*',
    ]) {
      const { status, json } = await hotfixkit(['tables', `${path}!${way}`, 'Media', '--json']);
      expect([way, status, json<unknown[]>().length]).toEqual([way, 0, 1]);
      expect(await hotfixkit(['verify', `${path}!${way}`, '--kb', '977203'])).toMatchObject({ status: 0 });
    }
  });

  it('with several inside it says what to type, and that works', async () => {
    const path = written(
      zipOf({ 'a.msi': standIn, 'sub/b.msi': other, 'in.zip': zipOf({ 'c.msp': other }) }),
      'x.zip',
    );
    const outcome = await hotfixkit(['tables', path]);
    expect(outcome.status).toBe(2);
    const choices = [...outcome.stderr.matchAll(/"([^"]+)"/g)].map((match) => match[1]!);
    expect(choices).toEqual([`${path}!a.msi`, `${path}!sub/b.msi`, `${path}!in.zip!c.msp`]);
    expect((await hotfixkit(['tables', choices[1]!, '--json'])).status).toBe(0);
    const versions = await hotfixkit(['versions', choices[0]!.replace('a.msi', 'A.msi'), '--json']);
    expect(versions.json<{ files: unknown[] }>().files.length).toBeGreaterThan(1);
    const listed = await hotfixkit(['list', path, '--json']);
    expect(listed.json<{ files: { path: string }[] }>().files.map((file) => file.path)).toEqual([
      'a.msi',
      'sub/b.msi',
      'in.zip',
    ]);
  });

  it('an ! at the end is the container itself', async () => {
    const path = written(zipOf({ [name]: standIn, 'readme.txt': 'hello' }), 'x.zip');
    const out = join(tempFolder(), 'out');
    expect((await hotfixkit(['extract', `${path}!`, '-o', out, '--only', '*.txt'])).status).toBe(0);
    expect(textTree(out)).toEqual({ 'readme.txt': 'hello' });
    const nested = written(zipOf({ 'x.zip': readFileSync(path) }), 'y.zip');
    const listed = await hotfixkit(['list', `${nested}!x.zip!`, '--json']);
    expect(listed.json<{ kind: string; files: unknown[] }>().files).toHaveLength(2);
  });

  it('a container without packages is what is in it', async () => {
    const path = written(selfExtractor(cabinetOf({ 'a.txt': 'a', 'sub\\b.txt': 'b' })));
    const out = join(tempFolder(), 'out');
    expect((await hotfixkit(['extract', path, '-o', out])).status).toBe(0);
    expect(textTree(out)).toEqual({ 'a.txt': 'a', 'sub/b.txt': 'b' });
    const update = written(msu('Windows6.3-KB1-x64', cabinetOf({ 'a.dll': 'x' })), 'x.msu');
    expect((await hotfixkit(['list', update, '--json'])).json()).toMatchObject({ kind: 'msu' });
    expect((await hotfixkit(['list', `${update}!Windows6.3-kb1-x64.cab`, '--json'])).json()).toMatchObject({
      kind: 'cab',
      files: [{ path: 'a.dll' }],
    });
  });

  it('info shows the tree', async () => {
    const cabinet = cabinetOf({ [name]: standIn, 'setup.txt': 'x' });
    const path = written(
      zipOf({ 'b.exe': iexpress(cabinet, { RUNPROGRAM: 'run.cmd' }) }),
      '420401_ENU_i386_zip.exe',
    );
    const { stdout } = await hotfixkit(['info', path]);
    expect(stdout).toMatch(/^Container\s+zip archive$/m);
    expect(stdout).toMatch(/ {2}b\.exe {2}\(iexpress,/);
    expect(stdout).toMatch(/ {2}- Runs: run\.cmd/);
    expect(stdout).toMatch(/ {4}SCCM2007-SP2-KB977203-ENU\.msi {2}\(msi,/);
    expect(stdout).toMatch(/ {4}setup\.txt/);
    expect(stdout).toMatch(/^Name says\s+System Center Configuration Manager 2007, SP2, KB977203, English$/m);
  });
});

describe('passwords', () => {
  it.each<[string, Partial<ZipFilePlan>]>([
    ['ZipCrypto', {}],
    ['AES', { aes: 256 }],
  ])(
    '%s: from the option or the environment; missing or wrong ones say so and leave nothing',
    async (_, how) => {
      const path = written(selfExtractor(zipOf({ [name]: standIn }, { password: 'Pa55', ...how })));
      const out = join(tempFolder(), 'out');
      const run = (more: string[], env = {}) =>
        hotfixkit(['extract', path, '-o', out, '--json', ...more], { env });
      const missing = await run([]);
      expect([missing.status, missing.json()]).toMatchObject([3, { error: { code: 'ZIP_PASSWORD_NEEDED' } }]);
      const wrong = await run(['--password', 'no']);
      expect([wrong.status, wrong.json()]).toMatchObject([3, { error: { code: 'ZIP_PASSWORD_WRONG' } }]);
      expect(existsSync(out)).toBe(false);
      expect((await run([], { HOTFIXKIT_PASSWORD: 'Pa55' })).status).toBe(0);
      expect(
        (await run(['--password', 'Pa55', '--overwrite', 'always'], { HOTFIXKIT_PASSWORD: 'no' })).status,
      ).toBe(0);
      const image = tempFolder();
      const env = { HOTFIXKIT_PASSWORD: 'Pa55' };
      expect((await hotfixkit(['msiexec', '/a', path, '/qn', `TARGETDIR=${image}`], { env })).status).toBe(0);
    },
  );
});

describe('what is damaged or hostile', () => {
  const nested = (levels: number): Uint8Array => {
    let bytes = zipOf({ [name]: standIn });
    for (let i = 1; i < levels; i++) bytes = zipOf({ [`level${i}.zip`]: bytes });
    return bytes;
  };
  const zeros = new Uint8Array(20 << 20);
  const flipped = (): Uint8Array => {
    const bytes = zipOf({ [name]: standIn }, { method: 0 });
    bytes[60_000]! ^= 1;
    return bytes;
  };
  const cases: [string, string, Uint8Array, string[]][] = [
    ['ten levels', 'CONTAINER_TOO_DEEP', nested(10), ['--max-depth', '10']],
    ['a ratio of a thousand', 'CONTAINER_RATIO', zipOf({ 'a.msi': zeros }), []],
    [
      'traversal',
      'CONTAINER_UNSAFE_NAME',
      zipOf({ '../evil.txt': 'x', [name]: standIn }),
      ['--rename-unsafe'],
    ],
    ['a device', 'CONTAINER_UNSAFE_NAME', zipOf({ 'aux.txt': 'x', [name]: standIn }), ['--rename-unsafe']],
    [
      'a link',
      'CONTAINER_UNSAFE_NAME',
      buildZip({
        files: [
          { name, bytes: standIn },
          { name: 'l', mode: 0xa1ff },
        ],
      }),
      ['--rename-unsafe'],
    ],
    [
      'a name twice',
      'CONTAINER_DUPLICATE_NAME',
      buildZip({ files: [{ name, bytes: standIn }, { name: 'a' }, { name: 'A' }] }),
      ['--rename-unsafe'],
    ],
    [
      'shared bytes',
      'CONTAINER_OVERLAP',
      buildZip({
        files: [
          { name: 'a', bytes: 'x' },
          { name: 'b', bytes: 'x', offset: 0 },
        ],
      }),
      [],
    ],
    ['a wrong CRC', 'ZIP_CRC', flipped(), []],
    ['a cut archive', 'ZIP_TRUNCATED', zipOf({ [name]: standIn }).subarray(0, 9000), []],
    [
      'a cut self-extractor',
      'CONTAINER_CORRUPT',
      selfExtractor(zipOf({ [name]: standIn })).subarray(0, 1500),
      [],
    ],
    ['BZIP2', 'ZIP_UNSUPPORTED', zipOf({ [name]: standIn }, { method: 12 }), []],
    ['an executable with nothing in it', 'CONTAINER_EMPTY', selfExtractor(new Uint8Array()), []],
  ];
  it.each(cases)('%s is %s', async (_, code, bytes, allowed) => {
    const path = written(bytes, 'x.zip');
    for (const command of ['list', 'extract', 'verify', 'info', 'tables']) {
      const out = join(tempFolder(), 'out');
      const more = command === 'extract' ? ['-o', out] : command === 'verify' ? ['--kb', '977203'] : [];
      const refused = await hotfixkit([command, path, ...more, '--json']);
      expect([command, refused.status, refused.json()]).toMatchObject([
        command,
        3,
        { error: { code, file: expect.stringContaining(path) } },
      ]);
      expect(existsSync(out)).toBe(false);
      if (allowed.length > 0) expect((await hotfixkit([command, path, ...more, ...allowed])).status).toBe(0);
    }
  });

  it('counts files over all that is nested', async () => {
    const small = zipOf(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i}.txt`, 'x'])));
    const path = written(
      zipOf(Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`${i}.zip`, small]))),
      'x.zip',
    );
    expect((await hotfixkit(['list', path])).status).toBe(0);
    const refused = await hotfixkit(['list', path, '--max-entries', '200', '--json']);
    expect(refused.json()).toMatchObject({ error: { code: 'CONTAINER_TOO_MANY' } });
  });

  it('--max-size takes units, and nothing that is no size', async () => {
    const path = written(zipOf({ [name]: standIn }), 'x.zip');
    expect((await hotfixkit(['list', path, '--max-size', '1M'])).status).toBe(0);
    expect((await hotfixkit(['list', path, '--max-size', '100k'])).status).toBe(3);
    expect((await hotfixkit(['list', path, '--max-size', 'lots'])).status).toBe(2);
  });

  it('a part that does not open does not hide the rest', async () => {
    const bad = zipOf({ x: 'y' }).subarray(0, 40);
    const path = written(zipOf({ 'bad.zip': bad, [name]: standIn }), 'x.zip');
    // It may have had a package too, so that this is not the one; by its name it is.
    const outcome = await hotfixkit(['verify', path, '--kb', '977203']);
    expect(outcome.status).toBe(3);
    expect(outcome.stderr).toMatch(/bad\.zip/);
    const named = await hotfixkit(['verify', `${path}!${name}`, '--kb', '977203']);
    expect(named.status).toBe(0);
    expect(named.stderr).toMatch(/bad\.zip/);
    const alone = written(zipOf({ 'bad.zip': bad }), 'y.zip');
    expect((await hotfixkit(['list', alone])).stderr).toMatch(/bytes too early: the download is incomplete/);
    const extracted = await hotfixkit(['extract', alone, '-o', join(tempFolder(), 'out'), '--json']);
    expect(extracted.status).toBe(3);
    expect(extracted.json()).toMatchObject({
      error: { code: expect.stringMatching(/TRUNCATED|INCOMPLETE/) },
    });
  });

  it('says so when what is named is not there', async () => {
    const path = written(zipOf({ [name]: standIn, 'readme.txt': 'x' }), 'x.zip');
    for (const [way, code] of [
      ['nothing.msi', 'CONTAINER_NO_MEMBER'],
      [`${name}!inner.msi`, 'CONTAINER_NO_MEMBER'],
      ['readme.txt', 'PACKAGE_UNKNOWN_KIND'],
    ]) {
      const outcome = await hotfixkit(['list', `${path}!${way}`, '--json']);
      expect(outcome.json()).toMatchObject({ error: { code } });
    }
    expect((await hotfixkit(['list', 'no-such.zip!a.msi', '--json'])).json()).toMatchObject({
      error: { code: 'FILE_NOT_FOUND' },
    });
    const folder = tempFolder();
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub/a!b.msi'), standIn);
    expect((await hotfixkit(['verify', `${folder}!SUB/A!B.msi`, '--kb', '977203'])).status).toBe(0);
    expect((await hotfixkit(['verify', join(folder, 'sub/a!b.msi'), '--kb', '977203'])).status).toBe(0);
  });
});
