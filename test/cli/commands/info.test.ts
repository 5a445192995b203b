import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { type BundlePlan, bundle, cabinetOf, selfExtractor } from '../../support/container-builder.js';
import { corpusDir, describeCorpus } from '../../support/corpus.js';
import { makeImage } from '../../support/image.js';
import { buildPackage } from '../../support/package-builder.js';
import { standInPath, text, writePackage } from '../../support/package-folder.js';
import { sampleBytes } from '../../support/sample-bytes.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildZip } from '../../support/zip-builder.js';

describe('info', () => {
  it('says what a package is', async () => {
    const { status, stdout, stderr } = await hotfixkit(['info', standInPath(2)]);
    expect([status, stderr]).toEqual([0, '']);
    const rows = Object.fromEntries(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => [line.slice(0, 14).trim(), line.slice(14)]),
    );
    expect(rows).toMatchObject({
      Kind: 'msi',
      Version: '4.00.6487.2111',
      Platform: 'Intel',
      Languages: '1033',
      Source: 'compressed, long names (Word Count 2)',
      'Code page': '1252',
      Signature: 'not signed',
      Cabinet: expect.stringMatching(/^kb977203\.cab: .*mszip, 13 files, embedded$/),
      Holds: expect.stringContaining('13 files'),
    });
  });

  it('gives one document for one package, a list for several', async () => {
    const one = (await hotfixkit(['info', standInPath(1), '--json'])).json();
    expect(one).toMatchObject({ file: standInPath(1), kind: 'msi', counts: { files: 13 } });
    const two = (await hotfixkit(['info', standInPath(1), standInPath(2), '--json'])).json();
    expect(two).toMatchObject({ packages: [{ file: standInPath(1) }, { file: standInPath(2) }] });
  });

  it.each([
    [
      'a payload',
      (text: string) => text.replace(/(<Payload [^>]*FilePath="a.msi"[^>]*Hash=")..../, '$10000'),
    ],
    [
      'a container',
      (text: string) =>
        text
          .replace(/(<Payload [^>]*) Hash="[^"]*"/g, '$1')
          .replace(/(<Container [^>]*Hash=")..../, '$10000'),
    ],
  ])('describes a bundle in which %s is another one, then says so', async (_, alter) => {
    const path = join(tempFolder(), 'setup.exe');
    writeFileSync(
      path,
      bundle({ version: 3, containers: [{ 'a.msi': readFileSync(standInPath(1)) }], alter }),
    );
    const { status, stdout } = await hotfixkit(['info', path]);
    expect(status).toBe(3);
    expect(stdout).toMatch(/Container +WiX bundle/);
    expect(stdout).toContain('Packages of the bundle');
    expect(stdout).toMatch(/does not have the hash that the bundle's manifest states/);
    const one = await hotfixkit(['info', path, '--json']);
    expect(one.status).toBe(3);
    expect(one.json()).toMatchObject({
      file: path,
      kind: 'burn',
      container: { bundle: { chain: [{}] } },
      error: { code: 'BUNDLE_PAYLOAD_DIFFERS' },
    });
  });

  it.each([
    {
      name: 'the hash of one',
      alter: (text: string) => text.replace(/(<Payload [^>]*FilePath="b.msi"[^>]*Hash=")..../, '$10000'),
      others: 0,
    },
    {
      name: 'the size of one',
      alter: (text: string) => text.replace(/(<Payload [^>]*FilePath="b.msi"[^>]*FileSize=")/, '$11'),
      others: 1,
    },
    {
      name: 'the hashes of all',
      alter: (text: string) => text.replaceAll(/(<Payload [^>]*FilePath="..msi"[^>]*Hash=")..../g, '$10000'),
      others: 1,
    },
  ])('describes a bundle of several packages, then says what differs: $name', async ({ alter, others }) => {
    const packages = { 'a.msi': readFileSync(standInPath(1)), 'b.msi': readFileSync(standInPath(2)) };
    const folder = tempFolder();
    const path = join(folder, 'setup.exe');
    const bytes = bundle({ version: 3, containers: [packages], alter });
    writeFileSync(path, bytes);
    writeFileSync(join(folder, 'setup.zip'), buildZip({ files: [{ name: 'setup.exe', bytes }] }));
    for (const given of [path, join(folder, 'setup.zip')]) {
      const { status, stdout } = await hotfixkit(['info', given]);
      expect(status).toBe(3);
      expect(stdout).toContain('Installs');
      expect(stdout).toMatch(/^ +b\.msi {2}\(msi, /m);
      expect(stdout).toMatch(/does not have the (?:hash|size) that the bundle's manifest states/);
      const one = await hotfixkit(['info', given, '--json']);
      expect(one.status).toBe(3);
      expect(one.json()).toMatchObject({ file: given, error: { code: 'BUNDLE_PAYLOAD_DIFFERS' } });
      const { warnings } = one.json() as { warnings: { code: string }[] };
      expect(warnings.filter(({ code }) => code === 'BUNDLE_PAYLOAD_DIFFERS')).toHaveLength(others);
    }
  });

  it('describes an archive whose only package is damaged, then says so', async () => {
    const path = join(tempFolder(), 'outer.zip');
    writeFileSync(
      path,
      buildZip({ files: [{ name: 'a.msi', bytes: readFileSync(standInPath(1)).subarray(0, 700) }] }),
    );
    const { status, stdout } = await hotfixkit(['info', path, standInPath(2)]);
    expect(status).toBe(3);
    expect(stdout).toMatch(/Container +zip archive/);
    expect(stdout).toMatch(/outer\.zip!a\.msi: .*incomplete/);
    expect(stdout).toMatch(/Platform +Intel/);
  });

  it('says that an image needs no cabinets', async () => {
    const files = [
      { key: 'a', name: 'a.txt', bytes: text('a') },
      { key: 'b', name: 'b.txt', bytes: text('b'), cabinet: 'files.cab' },
    ];
    const { stdout } = await hotfixkit(['info', (await makeImage(writePackage({ files }))).path]);
    expect(stdout).toMatch(/Cabinet +files\.cab: not needed by an image, embedded/);
    expect(stdout).toMatch(/Cabinet +files\.cab: not needed by an image, beside the package/);
    expect(stdout).not.toContain('MISSING');
  });

  it('shows what is inside the cabinet that a path leads to', async () => {
    const inner = buildZip({ files: [{ name: 'deep.txt', bytes: text('deep') }] });
    const path = join(tempFolder(), 'outer.zip');
    const outer = [
      { name: 'inner.zip', bytes: inner },
      { name: 'beside.txt', bytes: text('beside') },
    ];
    writeFileSync(path, buildZip({ files: outer }));
    const { stdout } = await hotfixkit(['info', `${path}!inner.zip`]);
    const shown = stdout.slice(stdout.indexOf('Files inside'));
    expect(shown).toContain('deep.txt');
    expect(shown).not.toContain('beside.txt');
    expect((await hotfixkit(['info', path])).stdout).toContain('beside.txt');
  });

  it('says that what should be a signature is damaged', async () => {
    const path = join(tempFolder(), 'a.exe');
    writeFileSync(path, selfExtractor(cabinetOf({ a: 'a', b: 'b' }), {}, new Uint8Array(50)));
    const { stdout } = await hotfixkit(['info', path]);
    expect(stdout).toMatch(
      /^Signature +malformed: signer not known; not valid: the signature, or the file that it lies in, is damaged$/m,
    );
  });

  it('names files inside in formats that are not read', async () => {
    const path = join(tempFolder(), 'a.msu');
    writeFileSync(path, cabinetOf({ 'DesktopDeployment.cab': 'x', 'W.wim': 'x', 'W.psf': 'x' }));
    const { stdout, stderr, status } = await hotfixkit(['info', path]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Kind +msu$/m);
    expect(stderr).toMatch(/does not read: a Windows image, WIM .*W\.wim.*\n.*: patch streams, PSF .*W\.psf/);
    const { warnings } = (await hotfixkit(['info', path, '--json'])).json<{ warnings: { code: string }[] }>();
    expect(warnings.map(({ code }) => code)).toEqual(['CONTAINER_UNSUPPORTED', 'CONTAINER_UNSUPPORTED']);
  });

  it('says that a cabinet is missing or cannot be read', async () => {
    const path = writePackage({
      files: [{ key: 'a', name: 'a', bytes: text('x') }],
      cabinets: 'external',
      rows: { Media: [[5, 1, null, '#bogus.cab', null, null]] },
      streams: { 'bogus.cab': text('bogus') },
    });
    rmSync(join(dirname(path), 'files.cab'));
    const { stdout, status } = await hotfixkit(['info', path]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Cabinet +files\.cab: MISSING, beside the package/);
    expect(stdout).toMatch(/Cabinet +bogus\.cab: 5 B, cannot be read, embedded/);
  });

  describe('a package that ends too early', () => {
    const cut = cabinetOf({ 'a.bin': sampleBytes(5000) }).subarray(0, -100);
    const plan = { version: 3, containers: [{ 'a.msi': 'A' }, { 'b.msi': 'B' }] } as const;
    const program = bundle(plan as unknown as BundlePlan).subarray(0, -20);
    const zip = (name: string, bytes: Uint8Array): Uint8Array => buildZip({ files: [{ name, bytes }] });

    it.each([
      ['a cabinet', 'p.cab', cut, '', 'cab'],
      ['a cabinet in an archive', 'p.zip', zip('p.cab', cut), '!p.cab', 'cab'],
      ['a WiX bundle', 'b.exe', program, '', 'burn'],
      ['a WiX bundle in an archive', 'b.zip', zip('b.exe', program), '!b.exe', 'burn'],
      ['an archive', 'z.zip', zip('a.txt', new Uint8Array(500)).subarray(0, -30), '', 'zip'],
    ])('is described, and the status is that of damaged input: %s', async (_, name, bytes, inside, kind) => {
      const path = join(tempFolder(), name);
      writeFileSync(path, bytes);
      const { status, stdout, stderr } = await hotfixkit(['info', path]);
      expect([status, stderr]).toEqual([3, expect.stringMatching(/warning/)]);
      expect(stdout).toMatch(new RegExp(`^Kind +${kind}$`, 'm'));
      expect(stderr).toMatch(/ends .*\d+ bytes too early/);
      expect(stderr).toContain(`${path}${inside}: `);
      const json = await hotfixkit(['info', path, '--json']);
      expect(json.status).toBe(3);
      expect(json.json()).toMatchObject({
        kind,
        error: { message: expect.stringContaining('too early'), exitCode: 3 },
      });
    });

    it('does not let other commands read a bundle', async () => {
      const path = join(tempFolder(), 'b.exe');
      writeFileSync(path, program);
      for (const words of [
        ['list', path],
        ['extract', path, '-o', join(tempFolder(), 'out')],
        ['extract', `${path}!a.msi`, '-o', join(tempFolder(), 'out')],
        ['extract', `${path}!`, '--only', 'a.msi', '-o', join(tempFolder(), 'out')],
        ['verify', `${path}!`, '--require', 'a.msi >=1.0'],
      ]) {
        expect([words, (await hotfixkit(words)).status]).toEqual([words, 3]);
      }
    });
  });

  it('names the package inside an archive that cannot be read', async () => {
    const bytes = buildPackage({ files: [] }).msi.subarray(0, 1500);
    const path = join(tempFolder(), 'x.zip');
    writeFileSync(path, buildZip({ files: [{ name: 'pkg.msi', bytes }] }));
    const { status, stdout } = await hotfixkit(['info', path]);
    expect(status).toBe(3);
    expect(stdout).toContain(`${path}!pkg.msi: `);
  });

  it('describes those that can be read, names the others, and ends with the worst status', async () => {
    const folder = tempFolder();
    const [bad, absent] = [join(folder, 'bad.msi'), join(folder, 'absent.msi')];
    writeFileSync(bad, 'no package');
    const line = ['info', bad, standInPath(1), absent, standInPath(2)];
    const { status, stdout } = await hotfixkit(line);
    expect(status).toBe(4);
    expect(stdout.match(/^Product code/gm)).toHaveLength(2);
    for (const path of [bad, absent]) expect(stdout).toContain(`${path}: `);
    const json = await hotfixkit([...line, '--json']);
    expect(json.status).toBe(4);
    expect(json.json()).toMatchObject({
      packages: [
        { file: bad, error: { code: 'PACKAGE_UNKNOWN_KIND', exitCode: 3 } },
        { file: standInPath(1), kind: 'msi' },
        { file: absent, error: { code: 'FILE_NOT_FOUND', exitCode: 4 } },
        { file: standInPath(2), kind: 'msi' },
      ],
    });
    expect((await hotfixkit(['info', bad, standInPath(1)])).status).toBe(3);
  });

  it('fails as ever for one that cannot be opened', async () => {
    const { status, stdout } = await hotfixkit(['info', join(tempFolder(), 'absent')]);
    expect([status, stdout]).toEqual([4, '']);
  });
});

describeCorpus('real packages', () => {
  it('says what a patch is for', async () => {
    const { stdout } = await hotfixkit(['info', join(corpusDir, 'wix3/PerMachineMsisMsps_PatchABv101.msp')]);
    expect(stdout).toMatch(/Patch code +\{B94D3D25-9FC6-468D-A804-97AFB27746C1\}/);
    expect(stdout).toMatch(
      /Targets +\{6EA3AE83-A14F-4B8B-8A86-BB977A9E7833\} \{398B8855-E3B8-4559-9C2B-3ED457C5A889\}/,
    );
    expect(stdout).toMatch(/Family +Source 1\.0\.1\.1/);
  });
});
