import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import type { PrepareResult } from '../../src/prepare/apply-prepare.js';
import { type PrepareOptions, prepare } from '../../src/prepare/prepare.js';
import { makeImage } from '../support/image.js';
import { standInFiles } from '../support/kb977203-stand-in.js';
import { defaultDirectories } from '../support/package-builder.js';
import {
  hashTree,
  sha256,
  standInPath,
  text,
  textTree,
  variantPath,
  writePackage,
  writeTree,
} from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { isThorough, itThorough } from '../support/thorough.js';

const manifest = manifestFromCatalogue('977203');
const run = (path: string, folder: string, options: Partial<PrepareOptions> = {}): Promise<PrepareResult> =>
  prepare(path, folder, {
    manifest,
    packageId: 'ABC0001F',
    tool: { name: 'hotfixkit', version: '0.1.0' },
    user: 'tester',
    now: new Date('2026-08-04T10:22:31Z'),
    ...options,
  });
const reports = ['report.html', 'report.json', 'report.md'];
const staged = (servicePack: 1 | 2) => [
  'content/CCMCertFix/CCMCertFix.exe',
  'content/CCMCertFix/CCMCertFix.sms',
  `content/client/i386/hotfix/KB977203/Sccm2007ac-sp${servicePack}-kb977203-x86.msp`,
  'content/KB977203/KB977203.sms',
  `content/KB977203/Sccm2007ac-sp${servicePack}-kb977203-x86.msp`,
];

describe('prepare', () => {
  it.each(isThorough ? ([1, 2] as const) : ([2] as const))(
    'goes the whole way for SP%i',
    async (servicePack) => {
      const folder = join(tempFolder(), 'out');
      const result = await run(standInPath(servicePack), folder);
      const image = standInFiles(servicePack).map(({ sourcePath }) => `image/${sourcePath}`);
      const expected = [
        ...image,
        `image/SCCM2007-SP${servicePack}-KB977203-ENU.msi`,
        ...staged(servicePack),
        ...reports,
      ];
      expect(Object.keys(hashTree(folder)).sort()).toEqual(expected.sort());
      expect(result.report).toMatchObject({
        created: '2026-08-04T10:22:31.000Z',
        verification: { ok: true, counts: { match: 13, mismatch: 0, missing: 0, ambiguous: 0 } },
        hotfix: { kb: '977203', product: `ConfigMgr 2007 SP${servicePack}` },
        input: {
          file: `SCCM2007-SP${servicePack}-KB977203-ENU.msi`,
          kind: 'msi',
          sha256: sha256(readFileSync(standInPath(servicePack))),
          signature: false,
        },
        image: { path: 'image', files: 13 },
      });
      expect(result.report.staged.map(({ path, action }) => [path, action]).sort()).toEqual(
        staged(servicePack)
          .map((path) => [path, 'create'])
          .sort(),
      );
      for (const { path, sha256: hash } of result.report.staged) expect(hashTree(folder)[path]).toBe(hash);
      expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toEqual(
        JSON.parse(JSON.stringify({ schema: 'hotfixkit/prepare/1', ...result.report })),
      );
      expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain(
        `PATCH="C:\\_SMSTaskSequence\\OSD\\ABC0001F\\i386\\hotfix\\KB977203\\Sccm2007ac-sp${servicePack}-kb977203-x86.msp"`,
      );
      expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/i);
      expect(result.reports.map((path) => path.slice(folder.length + 1)).sort()).toEqual(reports);
    },
  );

  itThorough('a second time changes nothing but the reports', async () => {
    const folder = tempFolder();
    await run(standInPath(2), folder);
    const before = hashTree(folder);
    const again = await run(standInPath(2), folder);
    expect(again.report.staged.map(({ action }) => action)).toEqual(Array(5).fill('unchanged'));
    const after = hashTree(folder);
    for (const name of reports) {
      delete before[name];
      delete after[name];
    }
    expect(after).toEqual(before);
  });

  itThorough.each([
    ['wrong-version', 'Smpmgr.dll'],
    ['wrong-size', 'Mcs.msi'],
    ['missing-file', 'Mcsisapip.dll'],
    ['wrong-platform', 'Ccmgencert.dll'],
  ])('stops before staging for %s, and says so', async (variant, name) => {
    const folder = tempFolder();
    const result = await run(variantPath(variant), folder);
    expect(result.plan).toBeNull();
    expect(result.report).toMatchObject({ verification: { ok: false }, staged: [], next: [] });
    expect(result.report.verification?.files.filter(({ status }) => status !== 'match')).toMatchObject([
      { name },
    ]);
    expect(readdirSync(folder).sort()).toEqual(['image', ...reports]);
    for (const report of reports) expect(readFileSync(join(folder, report), 'utf8')).toContain(name);
    const forced = await run(variantPath(variant), folder, { force: true });
    expect(forced.report.staged.map(({ action }) => action)).toEqual(Array(5).fill('create'));
    expect(readdirSync(folder).sort()).toEqual(['content', 'image', ...reports]);
  });

  itThorough('leaves a staged file alone that differs, reports it and fails', async () => {
    const folder = tempFolder();
    const [, , patch] = staged(2);
    writeTree(folder, { [patch!]: 'mine' });
    await expect(run(standInPath(2), folder)).rejects.toMatchObject({
      code: 'STAGE_CONFLICT',
      kind: 'environment',
    });
    expect(readFileSync(join(folder, patch!), 'utf8')).toBe('mine');
    expect(readdirSync(join(folder, 'content'))).toEqual(['client']);
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as PrepareResult['report'];
    expect(report.staged.map(({ action }) => action)).toContain('conflict');
    expect(report.next).toEqual([]);
    const { report: replaced } = await run(standInPath(2), folder, { overwrite: true });
    expect(replaced.staged.map(({ action }) => action)).toEqual(['replace', ...Array(4).fill('create')]);
  });

  itThorough('works from an image and from a folder, which is used as it is', async () => {
    const image = await makeImage(standInPath(2));
    const fromImage = join(tempFolder(), 'out');
    expect((await run(image.path, fromImage)).report.image).toMatchObject({ files: 13 });
    const fromFolder = join(tempFolder(), 'out');
    expect((await run(image.target, fromFolder)).report.image).toBeNull();
    expect(readdirSync(fromFolder).sort()).toEqual(['content', ...reports]);
    const content = (folder: string) => hashTree(join(folder, 'content'));
    expect(content(fromFolder)).toEqual(content(fromImage));
  });

  it.each([
    ['a package ID that is none', { packageId: 'nonsense' }, 'STAGE_BAD_PACKAGE_ID'],
    ['a product that the article does not know', { product: 'SP9' }, 'MANIFEST_NO_PRODUCT'],
    [
      'an article that says nothing of staging',
      { manifest: { ...manifest, facts: undefined } },
      'STAGE_UNSTATED',
    ],
  ])('refuses %s before anything is written', async (_, options, code) => {
    const folder = join(tempFolder(), 'out');
    await expect(run(standInPath(2), folder, options as Partial<PrepareOptions>)).rejects.toMatchObject({
      code,
      kind: 'usage',
    });
    expect(readdirSync(join(folder, '..'))).toEqual([]);
  });

  it.each([
    ['other content', ['Smpmgr.dll', 'smpmgr.DLL'], ['first', 'other'], true],
    ['the same content', ['Smpmgr.dll', 'smpmgr.DLL'], ['first', 'first'], false],
    ['other content, but no name of the article', ['x.dll', 'X.dll'], ['first', 'other'], false],
  ])(
    'gives no verdict about two files of one path and version with %s',
    async (_, names, contents, isRefused) => {
      const files = names.map((name, i) => ({
        key: 'ab'[i]!,
        name,
        version: '4.0.6487.2111',
        bytes: text(contents[i]!),
      }));
      const folder = join(tempFolder(), 'out');
      const result = run(writePackage({ files }), folder);
      if (!isRefused) {
        expect((await result).report.verification).toMatchObject({ ok: false });
        return;
      }
      await expect(result).rejects.toMatchObject({ code: 'PATH_COLLISION', facts: { entry: 'b' } });
      expect(readdirSync(join(folder, '..'))).toEqual([]);
    },
  );

  it('warns once of a file that is not what the package states, wherever it is written', async () => {
    const { target } = await makeImage(standInPath(2));
    const files = standInFiles(2).map(({ key, name, sourcePath, version }, i) => {
      const bytes = readFileSync(join(target, sourcePath));
      const size = bytes.length + (name.endsWith('.msp') ? 1 : 0);
      return { key, name, bytes, size, directory: `D${i}`, ...(version ? { version } : {}) };
    });
    const directories = [
      ...defaultDirectories,
      ...files.map(({ directory }) => ({ id: directory, parent: 'INSTALLDIR', defaultDir: directory })),
    ];
    const { report } = await run(writePackage({ files, directories }), join(tempFolder(), 'out'));
    expect(report.staged).toHaveLength(5);
    const sizes = [...report.warnings, ...report.verification!.warnings].filter(
      ({ code }) => code === 'PACKAGE_FILE_SIZE',
    );
    expect(new Set(sizes.map(({ message }) => message)).size).toBe(1);
  });

  it('leaves nothing behind for a package that is damaged', async () => {
    const folder = tempFolder();
    const bytes = Buffer.from(readFileSync(standInPath(2)));
    const at = bytes.indexOf('MSCF') + 60_000;
    bytes.fill(0xff, at, at + 500);
    const path = join(folder, 'damaged.msi');
    writeFileSync(path, bytes);
    await expect(run(path, join(folder, 'out'))).rejects.toMatchObject({ kind: 'input' });
    expect(readdirSync(folder)).toEqual(['damaged.msi']);
    writeTree(folder, { 'out/image/mine.txt': 'mine' });
    await expect(run(path, join(folder, 'out'))).rejects.toMatchObject({ kind: 'input' });
    rmSync(path);
    expect(textTree(folder)).toEqual({ 'out/image/mine.txt': 'mine' });
  });

  it('refuses to write the image over its source', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'image/x.msi': readFileSync(standInPath(2)) });
    await expect(run(join(folder, 'image/x.msi'), folder)).rejects.toMatchObject({
      code: 'TARGET_IS_SOURCE',
    });
    expect(Object.keys(hashTree(folder))).toEqual(['image/x.msi']);
  });
});

describe('a folder that another run has used', () => {
  const earlier = async () => {
    const folder = tempFolder();
    await run(standInPath(1), folder);
    return folder;
  };
  const patches = (folder: string) => Object.keys(hashTree(folder)).filter((path) => path.endsWith('.msp'));

  itThorough('is refused, by name, and stays as it is', async () => {
    const folder = await earlier();
    const before = hashTree(folder);
    await expect(run(standInPath(2), folder)).rejects.toMatchObject({
      code: 'PREPARE_OTHER_FILES',
      kind: 'environment',
      message: expect.stringContaining('image/SCCM2007-SP1-KB977203-ENU.msi'),
    });
    expect(hashTree(folder)).toEqual(before);
  });

  itThorough('is replaced as a whole: it is then as if nothing had been there', async () => {
    const folder = await earlier();
    const fresh = tempFolder();
    const { report } = await run(standInPath(2), folder, { existing: 'replace' });
    await run(standInPath(2), fresh);
    expect(Object.keys(hashTree(folder))).toEqual(Object.keys(hashTree(fresh)));
    expect(patches(folder)).toEqual(patches(fresh));
    expect(report.verdict.status).toBe('ready');
    // And once more, back again: what was written is known from the report.
    await run(standInPath(1), folder, { existing: 'replace' });
    expect(patches(folder).every((path) => path.includes('sp1'))).toBe(true);
  });

  itThorough('keeps what is not of an earlier run, or was changed since', async () => {
    const folder = await earlier();
    const path = 'image/SCCM2007-SP1-KB977203-ENU.msi';
    for (const files of [{ 'image/mine.txt': 'mine' }, { [path]: 'changed' }]) {
      writeTree(folder, files as Record<string, string>);
      const before = hashTree(folder);
      await expect(run(standInPath(2), folder, { existing: 'replace' })).rejects.toMatchObject({
        code: 'PREPARE_OTHER_FILES',
        message: expect.stringContaining(Object.keys(files)[0]!),
      });
      expect(hashTree(folder)).toEqual(before);
    }
  });

  it.each([
    ['a file of the image', 'image/Program Files/Microsoft Configuration Manager/bin/i386/Smpmgr.dll'],
    ['a report that no run wrote', 'report.html'],
  ])('never loses %s without a word', async (_, path) => {
    const folder = tempFolder();
    writeTree(folder, { [path]: 'mine' });
    for (const existing of ['refuse', 'replace', 'keep'] as const) {
      await expect(run(standInPath(2), folder, { existing })).rejects.toMatchObject({
        code: 'PREPARE_OTHER_FILES',
        message: expect.stringMatching(/lies where this run writes.*--overwrite always/),
        facts: { entry: path },
      });
      expect(textTree(folder)).toEqual({ [path]: 'mine' });
    }
    const { report } = await run(standInPath(2), folder, { overwrite: true });
    expect(report.warnings).toContainEqual(
      expect.objectContaining({ code: 'PREPARE_OTHER_FILES', message: expect.stringContaining(path) }),
    );
    expect(readFileSync(join(folder, path), 'utf8')).not.toBe('mine');
    // What this run wrote is replaced by the next one.
    expect((await run(standInPath(2), folder)).report.verdict.status).toBe('ready');
  });

  itThorough(
    'keeps its content where another file is in the way of what is to be staged, and names it',
    async () => {
      const folder = await earlier();
      writeTree(folder, { 'content/CCMCertFix/CCMCertFix.sms': 'changed' });
      const content = () => Object.entries(hashTree(folder)).filter(([path]) => path.startsWith('content/'));
      const before = content();
      await expect(run(standInPath(2), folder, { existing: 'replace' })).rejects.toMatchObject({
        code: 'STAGE_CONFLICT',
      });
      expect(content()).toEqual(before);
      const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
      expect(report.warnings).toContainEqual(
        expect.objectContaining({
          code: 'PREPARE_OTHER_FILES',
          message: expect.stringContaining('content/client'),
        }),
      );
      // The files that stay are still known as those of the earlier run.
      await run(standInPath(2), folder, { existing: 'replace', overwrite: true });
      expect(patches(folder).some((path) => path.includes('sp1'))).toBe(false);
    },
  );

  itThorough('keeps everything where that is wanted, and names it', async () => {
    const folder = await earlier();
    const { report } = await run(standInPath(2), folder, { existing: 'keep', overwrite: true });
    expect(patches(folder).some((path) => path.includes('sp1'))).toBe(true);
    expect(report.warnings).toContainEqual(expect.objectContaining({ code: 'PREPARE_OTHER_FILES' }));
    expect(report.written.map(({ path }) => path)).toContain('image/SCCM2007-SP1-KB977203-ENU.msi');
    // What stayed can still be taken away later.
    await run(standInPath(2), folder, { existing: 'replace' });
    expect(patches(folder).some((path) => path.includes('sp1'))).toBe(false);
  });

  itThorough('has its content named where nothing is staged', async () => {
    const folder = tempFolder();
    await run(standInPath(2), folder);
    rmSync(join(folder, 'image'), { recursive: true });
    const { report, plan } = await run(variantPath('missing-file'), folder);
    expect([plan, report.verification?.ok]).toEqual([null, false]);
    expect(report.warnings).toMatchObject([
      { code: 'PREPARE_OTHER_FILES', message: expect.stringContaining('content/') },
    ]);
  });

  itThorough('never vouches for a file that a package does not have', async () => {
    const folder = tempFolder();
    await run(standInPath(2), folder);
    await expect(run(variantPath('missing-file'), folder)).rejects.toMatchObject({
      code: 'PREPARE_OTHER_FILES',
    });
    const { report } = await run(variantPath('missing-file'), folder, { existing: 'replace' });
    expect(report.verification?.counts).toMatchObject({ match: 12, missing: 1 });
  });
});
