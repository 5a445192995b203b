import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ExtractOptions, planExtract } from '../../../src/package/extract/extract-plan.js';
import { type ApplyExtractOptions, applyExtract } from '../../../src/package/node/extract.js';
import { openPackage } from '../../../src/package/open-package.js';
import { buildCabinet } from '../../support/cabinet-builder.js';
import type { PackagePlan } from '../../support/package-builder.js';
import { hashTree, text, textTree, writePackage, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const files = [
  { key: 'a', name: 'a.txt', bytes: text('first'), modified: new Date('2010-01-25T06:27:02Z') },
  { key: 'b', name: 'b.txt', bytes: text('second'), attributes: 1 },
];
const a = 'Fixture/a.txt';
const b = 'Fixture/b.txt';

async function extract(
  path: string,
  folder: string,
  options: ApplyExtractOptions & ExtractOptions = {},
): Promise<unknown> {
  const opened = openPackage(path);
  try {
    return await applyExtract(opened.content, planExtract(opened.content, options), folder, {
      location: opened.location,
      ...options,
    });
  } finally {
    opened.close();
  }
}

const packageOf = (plan: Partial<PackagePlan> = {}) => writePackage({ files, ...plan });

describe('applyExtract', () => {
  it('makes the folders that it needs and leaves nothing else', async () => {
    const folder = tempFolder();
    expect(await extract(packageOf(), join(folder, 'new/out'))).toEqual([]);
    expect(textTree(folder)).toEqual({ [`new/out/${a}`]: 'first', [`new/out/${b}`]: 'second' });
    expect(readdirSync(join(folder, 'new/out'))).toEqual(['Fixture']);
    expect(statSync(join(folder, 'new/out', a)).mtime.toISOString()).toBe('2010-01-25T06:27:02.000Z');
    expect(statSync(join(folder, 'new/out', b)).mode & 0o222).toBe(0);
  });

  it('leaves other files alone', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'Fixture/mine.txt': 'mine', 'else/x': 'x' });
    await extract(packageOf(), folder);
    expect(Object.keys(textTree(folder))).toEqual([a, b, 'Fixture/mine.txt', 'else/x']);
  });

  it.each([a, 'FIXTURE/B.TXT'])('refuses before anything is written where %s exists', async (existing) => {
    const folder = tempFolder();
    writeTree(folder, { [existing]: 'mine' });
    await expect(extract(packageOf(), folder)).rejects.toMatchObject({
      code: 'FILE_EXISTS',
      kind: 'environment',
      facts: { entry: existing, file: folder },
    });
    expect(textTree(folder)).toEqual({ [existing]: 'mine' });
  });

  it('counts what exists', async () => {
    const folder = tempFolder();
    writeTree(folder, { [a]: 'mine', [b]: 'mine' });
    await expect(extract(packageOf(), folder)).rejects.toThrow(
      /a\.txt and 1 more exists already; use --overwrite/,
    );
  });

  it('replaces where it may, read-only files and files in another letter case too', async () => {
    const folder = tempFolder();
    writeTree(folder, { [a]: 'mine', 'Fixture/B.TXT': 'mine' });
    chmodSync(join(folder, a), 0o444);
    await extract(packageOf(), folder, { overwrite: 'always' });
    const tree = textTree(folder);
    expect(Object.keys(tree)).toHaveLength(2);
    expect(Object.values(tree).sort()).toEqual(['first', 'second']);
  });

  it('takes everything back when a file is not what the package says', async () => {
    const folder = tempFolder();
    writeTree(folder, { [a]: 'mine' });
    const path = packageOf({ files: [files[0]!, { ...files[1]!, size: 999 }] });
    await expect(extract(path, folder, { overwrite: 'always' })).rejects.toMatchObject({
      code: 'PACKAGE_FILE_SIZE',
    });
    expect(textTree(folder)).toEqual({ [a]: 'mine' });
    const missing = join(folder, 'not/there/yet');
    await expect(extract(path, missing)).rejects.toMatchObject({ code: 'PACKAGE_FILE_SIZE' });
    expect(readdirSync(folder)).toEqual(['Fixture']);
  });

  it('takes everything back when a file stands where a folder should be', async () => {
    const folder = tempFolder();
    writeTree(folder, { Fixture: 'I am a file' });
    await expect(extract(packageOf(), folder)).rejects.toMatchObject({
      code: 'FILE_WRITE',
      kind: 'environment',
    });
    expect(textTree(folder)).toEqual({ Fixture: 'I am a file' });
  });

  it.each(['never', 'always'] as const)(
    'does not put a file in the place of a folder (overwrite %s)',
    async (overwrite) => {
      const folder = tempFolder();
      writeTree(folder, { [`${a}/precious.txt`]: 'mine' });
      await expect(extract(packageOf(), folder, { overwrite })).rejects.toMatchObject({
        kind: 'environment',
      });
      expect(textTree(folder)).toEqual({ [`${a}/precious.txt`]: 'mine' });
    },
  );

  it('cannot write below a file', async () => {
    const folder = tempFolder();
    writeTree(folder, { file: 'x' });
    await expect(extract(packageOf(), join(folder, 'file/out'))).rejects.toMatchObject({
      kind: 'environment',
    });
    expect(textTree(folder)).toEqual({ file: 'x' });
  });

  it('never writes beside the package, nor changes it', async () => {
    const path = packageOf({ cabinets: 'external', mediaSplit: 2 });
    const before = hashTree(dirname(path));
    await extract(path, tempFolder());
    expect(hashTree(dirname(path))).toEqual(before);
  });

  it('writes into the folder of the package where it is asked to', async () => {
    const path = packageOf();
    await extract(path, dirname(path));
    expect(textTree(join(dirname(path), 'Fixture'))).toEqual({ 'a.txt': 'first', 'b.txt': 'second' });
  });

  it('makes a path longer than Windows used to allow', async () => {
    const levels = Array.from({ length: 20 }, (_, i) => ({
      id: `D${i}`,
      parent: i === 0 ? 'TARGETDIR' : `D${i - 1}`,
      defaultDir: `level${i}|level ${String(i).padStart(2, '0')} with a longer name`,
    }));
    const directories = [{ id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' }, ...levels];
    const folder = tempFolder();
    await extract(packageOf({ directories, files: [{ ...files[0]!, directory: 'D19' }] }), folder);
    const [path] = Object.keys(textTree(folder));
    expect(path!.length).toBeGreaterThan(400);
  });

  it('says what to do about a path that is too long for the system', async () => {
    const levels = Array.from({ length: 20 }, (_, i) => ({
      id: `D${i}`,
      parent: i === 0 ? 'TARGETDIR' : `D${i - 1}`,
      // As long as a path in a package may be, so that it is too long below any folder.
      defaultDir: `l|${'x'.repeat(203)}`,
    }));
    const directories = [{ id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' }, ...levels];
    const folder = tempFolder();
    const path = packageOf({ directories, files: [{ ...files[0]!, directory: 'D19' }] });
    await expect(extract(path, folder)).rejects.toMatchObject({ kind: 'environment' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps cabinet members with hostile names inside', async () => {
    const names = ['..\\..\\up.txt', 'C:\\abs.txt', '\\\\srv\\share\\unc.txt', 'con', 'dir\\..\\..\\x.txt'];
    const folder = tempFolder();
    writeTree(folder, {
      'x.cab': buildCabinet({
        folders: [{ method: 'mszip', files: names.map((name) => ({ name, bytes: text(name) })) }],
      }),
    });
    await extract(join(folder, 'x.cab'), join(folder, 'out'));
    expect(Object.keys(textTree(folder)).sort()).toEqual([
      'out/C/abs.txt',
      'out/_con',
      'out/dir/xx/xx/x.txt',
      'out/srv/share/unc.txt',
      'out/xx/xx/up.txt',
      'x.cab',
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('symbolic links', () => {
  it('on the way are refused, and nothing is written through them', async () => {
    const outside = tempFolder();
    const folder = tempFolder();
    symlinkSync(outside, join(folder, 'Fixture'));
    await expect(extract(packageOf(), folder)).rejects.toMatchObject({
      code: 'PATH_LINK',
      kind: 'environment',
    });
    expect(readdirSync(outside)).toEqual([]);
    expect(readdirSync(folder)).toEqual(['Fixture']);
  });

  it.each(['never', 'always'] as const)(
    'in the place of a file are refused (overwrite %s)',
    async (overwrite) => {
      const outside = tempFolder();
      writeTree(outside, { target: 'untouched' });
      const folder = tempFolder();
      mkdirSync(join(folder, 'Fixture'));
      symlinkSync(join(outside, 'target'), join(folder, a));
      await expect(extract(packageOf(), folder, { overwrite })).rejects.toMatchObject({
        kind: 'environment',
      });
      expect(readFileSync(join(outside, 'target'), 'utf8')).toBe('untouched');
      expect(lstatSync(join(folder, a)).isSymbolicLink()).toBe(true);
      expect(readdirSync(join(folder, 'Fixture'))).toEqual(['a.txt']);
    },
  );

  it('that lead nowhere are refused as well', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'Fixture'));
    symlinkSync('/nonexistent/hotfixkit', join(folder, a));
    await expect(extract(packageOf(), folder, { overwrite: 'always' })).rejects.toMatchObject({
      kind: 'environment',
    });
    expect(lstatSync(join(folder, a)).isSymbolicLink()).toBe(true);
  });

  it('as the output folder itself are what the user meant', async () => {
    const real = tempFolder();
    const folder = tempFolder();
    symlinkSync(real, join(folder, 'link'));
    await extract(packageOf(), join(folder, 'link'));
    expect(textTree(real)).toEqual({ [a]: 'first', [b]: 'second' });
  });
});

describe.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a folder that cannot be written',
  () => {
    it('is a matter of the disk', async () => {
      const folder = tempFolder();
      chmodSync(folder, 0o555);
      await expect(extract(packageOf(), folder)).rejects.toMatchObject({
        code: 'FILE_WRITE',
        kind: 'environment',
      });
      chmodSync(folder, 0o755);
      expect(readdirSync(folder)).toEqual([]);
    });
  },
);
