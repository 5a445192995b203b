import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { type ContentFile, readContentFiles } from '../../../src/hotfix/verify/content-files.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';
import { openPackage } from '../../../src/package/open-package.js';
import { makeImage } from '../../support/image.js';
import { standInFiles } from '../../support/kb977203-stand-in.js';
import { standInPath, text, variantPath, writePackage } from '../../support/package-folder.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';

const manifest = manifestFromCatalogue('977203');

async function read(path: string, options = {}): Promise<ContentFile[]> {
  const opened = openPackage(path);
  try {
    return await readContentFiles(opened.content, manifest, options);
  } finally {
    opened.close();
  }
}

describe('readContentFiles', () => {
  it.each([1, 2] as const)(
    'reads what the article says of SP%i, from a package, its image and the folder',
    async (servicePack) => {
      const image = await makeImage(standInPath(servicePack));
      const published = standInFiles(servicePack)
        .map((file) => [
          file.name,
          file.size,
          file.version,
          file.platform,
          `${file.date}T${file.time}:00.000Z`,
        ])
        .sort();
      for (const path of [standInPath(servicePack), image.path, image.target]) {
        const files = await read(path);
        const found = files
          .filter(({ name }) => !name.endsWith('KB977203-ENU.msi'))
          .map(({ name, size, version, platform, modified }) => [
            name,
            size,
            version,
            platform,
            (modified as Date).toISOString(),
          ]);
        expect(found.sort()).toEqual(published);
        expect(files.every(({ sha256 }) => sha256 === null)).toBe(true);
        expect(verifyFiles(files, manifest)).toMatchObject({ ok: true, counts: { match: 13 } });
      }
    },
  );

  it('trusts the executable, not the package’s own word', async () => {
    const library = (fileVersion: string) =>
      buildExecutable({ platform: 'x86', size: 86_376, version: { fileVersion } });
    const path = writePackage({
      files: [
        // The File table claims the hotfix's version and size; the file has others.
        { key: 'a', name: 'SMPMGR.DLL', bytes: library('4.0.6487.2000'), version: '4.0.6487.2111' },
        { key: 'b', name: 'other.dll', bytes: library('9.9.9.9'), version: '1.2.3.4' },
      ],
    });
    const [smpmgr, other] = await read(path, { hash: true });
    expect(smpmgr).toMatchObject({
      name: 'SMPMGR.DLL',
      version: '4.0.6487.2000',
      platform: 'x86',
      languages: [1033],
    });
    expect(smpmgr!.sha256).toMatch(/^[0-9a-f]{64}$/);
    // Of files that the article does not name the package's word is enough: they are not decoded.
    expect(other).toMatchObject({ version: '1.2.3.4', platform: null, modified: null, sha256: null });
  });

  it('gives the size that comes out, whatever the tables say', async () => {
    const path = writePackage({
      files: [{ key: 'a', name: 'Mcs.msi', bytes: text('short'), size: 7_204_864 }],
    });
    expect((await read(path))[0]).toMatchObject({ size: 5 });
  });

  it.each([
    [
      'wrong-version',
      'Smpmgr.dll',
      'x86',
      'mismatch',
      [{ field: 'version', expected: '4.0.6487.2111', actual: '4.0.6487.2000' }],
    ],
    ['wrong-size', 'Mcs.msi', null, 'mismatch', [{ field: 'size', expected: 7_204_864, actual: 7_204_352 }]],
    ['missing-file', 'Mcsisapip.dll', 'x64', 'missing', []],
    [
      'wrong-platform',
      'Ccmgencert.dll',
      'IA-64',
      'mismatch',
      [{ field: 'platform', expected: 'IA-64', actual: 'x64' }],
    ],
  ] as const)('of %s leads to exactly that file', async (variant, name, platform, status, differences) => {
    const image = await makeImage(variantPath(variant));
    for (const path of [variantPath(variant), image.path, image.target]) {
      const result = verifyFiles(await read(path), manifest);
      expect(result.ok).toBe(false);
      const wrong = result.files.filter((file) => file.status !== 'match');
      expect(wrong).toMatchObject([{ name, platform, status, differences }]);
    }
  });

  it('knows the long names of an image that has short ones on disk', async () => {
    const image = await makeImage(standInPath(2), { shortNames: true });
    expect(verifyFiles(await read(image.path), manifest).ok).toBe(true);
    // The folder alone says nothing of long names.
    expect(verifyFiles(await read(image.target), manifest).counts.missing).toBeGreaterThan(0);
  });
});
