import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readVersions } from '../../../src/package/node/read-versions.js';
import { corpusDir, describeCorpus } from '../../support/corpus.js';
import { standInFiles } from '../../support/kb977203-stand-in.js';
import { standInPath, text, writePackage, writeTree } from '../../support/package-folder.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';
import { tempFolder } from '../../support/temp-folder.js';

/** Opens as on Windows, while another program has the file open; null opens as it is. */
const held = vi.hoisted(() => ({ open: null as (() => never) | null }));
vi.mock('../../../src/node/busy.js', async (original) => {
  const real = await original<typeof import('../../../src/node/busy.js')>();
  return { ...real, openWithPatience: (body: () => unknown) => real.openWithPatience(held.open ?? body) };
});

const slashed = (path: string): string => path.replaceAll('\\', '/');

const library = buildExecutable({
  platform: 'x64',
  dll: true,
  version: {
    fileVersion: '7.1.10.68',
    productVersion: '7.1.0.0',
    translations: [[0x409, 1200]],
    strings: { FileVersion: '7.01.1068', ProductVersion: '7.1' },
  },
});

describe('readVersions', () => {
  // Where files are held, on Windows, waiting takes seconds: then it is asked for again and again.
  it.skipIf(process.platform === 'win32')('waits once for a file that another program has open', async () => {
    const path = join(tempFolder(), 'a.dll');
    writeTree(join(path, '..'), { 'a.dll': library });
    const open = vi.fn((): never => {
      throw Object.assign(new Error('held'), { code: 'EBUSY' });
    });
    held.open = open;
    try {
      await expect(readVersions(path)).rejects.toMatchObject({ code: 'FILE_READ', facts: { file: path } });
    } finally {
      held.open = null;
    }
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('reads one executable, whatever its name', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'no extension': library });
    const path = join(folder, 'no extension');
    expect(await readVersions(path)).toEqual({
      files: [
        {
          path: path.replaceAll('\\', '/'),
          size: library.length,
          // The fixed number decides; the texts are shown beside it.
          version: '7.1.10.68',
          productVersion: '7.1.0.0',
          versionString: '7.01.1068',
          productVersionString: '7.1',
          platform: 'x64',
          languages: [1033],
        },
      ],
      others: [],
      warnings: [],
    });
  });

  it('reads the executables of a folder and leaves the rest out', async () => {
    const folder = tempFolder();
    writeTree(folder, {
      'bin/a.dll': library,
      'readme.txt': 'text',
      'fake.exe': 'no executable',
      'empty.dll': '',
    });
    const { files } = await readVersions(folder);
    expect(files.map(({ path, version }) => [path, version])).toEqual([
      [`${slashed(folder)}/bin/a.dll`, '7.1.10.68'],
    ]);
    expect((await readVersions(folder, { only: ['*.exe'] })).files).toEqual([]);
    expect((await readVersions(`${folder}/`, { only: ['A.DLL'] })).files[0]?.path).toBe(
      `${slashed(folder)}/bin/a.dll`,
    );
  });

  it('reads a package in place', async () => {
    const path = writePackage({
      files: [
        { key: 'a', name: 'a.dll', bytes: library, version: '7.1.10.68' },
        { key: 'b', name: 'b.txt', bytes: text('x') },
      ],
    });
    const { files } = await readVersions(path);
    expect(files.map((file) => [file.path, file.platform])).toEqual([
      [`${slashed(path)}/Fixture/a.dll`, 'x64'],
    ]);
  });

  it('agrees with the article about the stand-in', async () => {
    const { files } = await readVersions(standInPath(1));
    const found = files.map(({ path, version, platform, size }) => [
      path.split('/').at(-1),
      version,
      platform,
      size,
    ]);
    const published = standInFiles(1)
      .filter(({ platform }) => platform !== null)
      .map(({ name, version, platform, size }) => [name, version, platform, size]);
    expect(found.sort()).toEqual(published.sort());
  });

  it('says what is wrong with what is neither', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'a.txt': 'text' });
    await expect(readVersions(join(folder, 'a.txt'))).rejects.toMatchObject({ code: 'PACKAGE_UNKNOWN_KIND' });
    await expect(readVersions(join(folder, 'absent'))).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      facts: { file: join(folder, 'absent') },
    });
  });

  it.each([2, 3, 60, 64, 100, 0x90, 0x100, 300])(
    'does not fall over an executable of %i bytes',
    async (length) => {
      const folder = tempFolder();
      writeTree(folder, { 'cut.exe': library.subarray(0, length) });
      const outcome = await readVersions(join(folder, 'cut.exe')).catch((error: { code?: string }) => error);
      if ('files' in outcome) expect(outcome.files.length).toBeLessThanOrEqual(1);
      else expect(outcome.code).toBe(length < 64 ? 'CONTAINER_EMPTY' : 'CONTAINER_CORRUPT');
      expect((await readVersions(folder)).files.length).toBeLessThanOrEqual(1);
    },
  );
});

describeCorpus('real executables', () => {
  it.each([
    ['jsign/wineyes.exe', 'x86'],
    ['pa19/rcedit-x86-1.1.2.exe', 'x86'],
  ])('%s is for %s', async (path, platform) => {
    expect((await readVersions(join(corpusDir, path))).files).toMatchObject([{ platform }]);
  });
});
