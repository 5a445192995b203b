import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayBeExecutable, readContentFacts } from '../../src/package/content-facts.js';
import { holdFiles } from '../../src/package/node/held-package.js';
import { openPackage } from '../../src/package/open-package.js';
import { packageFile } from '../support/package-file.js';
import { sha256, text, withInstallPackage, writePackage } from '../support/package-folder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';
import { itThorough } from '../support/thorough.js';

const library = buildExecutable({
  platform: 'IA-64',
  dll: true,
  size: 300_000,
  version: { fileVersion: '4.0.6487.2111' },
});
const files = [
  { key: 'lib', name: 'lib.dll', bytes: library, version: '4.0.6487.2111' },
  { key: 'txt', name: 'read.txt', bytes: text('hello') },
  { key: 'empty', name: 'empty.exe', bytes: new Uint8Array() },
];

describe('readContentFacts', () => {
  it.each(['embedded', 'external', 'none'] as const)(
    'learns sizes, versions, platforms and hashes (%s)',
    (cabinets) =>
      withInstallPackage(writePackage({ files, cabinets }), async (content) => {
        const facts = await readContentFacts(content, content.files, { hash: true });
        const [lib, txt, empty] = content.files.map((file) => facts.get(file)!);
        expect(lib).toMatchObject({
          size: 300_000,
          sha256: sha256(library),
          executable: { version: '4.0.6487.2111', platform: 'IA-64' },
        });
        expect(txt).toMatchObject({
          size: 5,
          sha256: sha256(text('hello')),
          executable: { kind: null, version: null },
        });
        // SHA-256 of nothing.
        expect(empty).toMatchObject({
          size: 0,
          sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        });
      }),
  );

  it.each(['embedded', 'none'] as const)('adds further digests (%s)', (cabinets) =>
    withInstallPackage(writePackage({ files, cabinets }), async (content) => {
      const digests = ['md5', 'sha1', 'sha384'] as const;
      const facts = await readContentFacts(content, content.files, { digests });
      expect(facts.get(content.files[0]!)).toMatchObject({
        sha256: null,
        digests: Object.fromEntries(
          digests.map((name) => [name, createHash(name).update(library).digest('hex')]),
        ),
      });
    }),
  );

  it('hashes only where it is asked to and reads only what it is asked for', () =>
    withInstallPackage(
      writePackage({ files, cabinets: 'external', mediaSplit: 3 }),
      async (content, { location }) => {
        for (const cabinet of ['files2.cab', 'files3.cab']) rmSync(join(dirname(location.path), cabinet));
        const facts = await readContentFacts(content, [content.files[0]!]);
        expect([...facts.values()]).toMatchObject([{ sha256: null, executable: { platform: 'IA-64' } }]);
        await expect(readContentFacts(content, content.files)).rejects.toMatchObject({
          code: 'PACKAGE_NO_CABINET',
        });
      },
    ));

  it('gives the size that really comes out', () =>
    withInstallPackage(
      writePackage({
        files: [
          { ...files[1]!, size: 5 },
          { ...files[0]!, size: 299_999 },
        ],
      }),
      async (content) => {
        const facts = await readContentFacts(content, content.files);
        expect(content.files.map((file) => facts.get(file)!.size)).toEqual([5, 300_000]);
      },
    ));

  it.each([0, 10, 299_999, 305_000, 2_147_483_647])(
    'judges an executable by its bytes where the package states the size %d',
    (size) =>
      withInstallPackage(writePackage({ files: [{ ...files[0]!, size }, files[1]!] }), async (content) => {
        const facts = await readContentFacts(content, content.files, { hash: true });
        const lib = facts.get(content.files.find(({ key }) => key === 'lib')!);
        expect(lib).toMatchObject({
          size: 300_000,
          sha256: sha256(library),
          executable: { version: '4.0.6487.2111', platform: 'IA-64' },
        });
      }),
  );

  it.each([
    { name: 'a size', change: { size: 7 }, code: 'PACKAGE_FILE_SIZE', key: 'txt' },
    { name: 'a hash', change: { hash: [1, 2, 3, 4] as const }, code: 'PACKAGE_FILE_HASH', key: 'txt' },
    { name: 'a version', change: { version: '9.0.0.0' }, code: 'PACKAGE_FILE_VERSION', key: 'lib' },
    { name: 'no false word', change: {}, code: null, key: 'txt' },
    { name: 'a companion for a version', change: { version: 'txt' }, code: null, key: 'lib' },
  ])(
    'finds the file of which the package states $name that the content does not have',
    async ({ change, code, key }) => {
      for (const cabinets of ['embedded', 'external', 'none'] as const) {
        const planned = files.map((file) => (file.key === key ? { ...file, ...change } : file));
        const path = writePackage({ files: planned as typeof files, cabinets });
        await withInstallPackage(path, async (content) => {
          const held = await holdFiles(content, content.files);
          for (const read of [content, held]) {
            const facts = await readContentFacts(read, read.files);
            const found = [...facts.values()].flatMap(({ contradictions }) => contradictions);
            expect(found.map((one) => [one.code, one.entry])).toEqual(code === null ? [] : [[code, key]]);
          }
          held.close();
        });
      }
    },
  );

  it('reads executables whose version resource has passed before it is named', () =>
    withInstallPackage(
      writePackage({
        files: [
          { ...files[0]!, bytes: buildExecutable({ platform: 'x64', version: { fileVersion: '1.2.3.4' } }) },
        ],
      }),
      async (content) => {
        const [facts] = (await readContentFacts(content, content.files, { hash: true })).values();
        expect(facts!.executable).toMatchObject({ version: '1.2.3.4', platform: 'x64' });
      },
    ));

  itThorough('stops when it is told to', () =>
    withInstallPackage(
      writePackage({
        files: Array.from({ length: 12 }, (_, i) => ({
          key: `f${i}`,
          name: `f${i}.dll`,
          bytes: buildExecutable({ platform: 'x86', size: 8_000_000 }),
          hash: false,
        })),
        cabinetOptions: { '#files.cab': { method: 'none' } },
      }),
      async (content) => {
        const signal = AbortSignal.abort();
        await expect(readContentFacts(content, content.files, { hash: true, signal })).rejects.toMatchObject({
          code: 'ABORTED',
        });
      },
    ),
  );

  it('reads a folder', async () => {
    const path = writePackage({ files, cabinets: 'none' });
    const opened = openPackage(join(dirname(path), 'PFiles'));
    const facts = await readContentFacts(opened.content, opened.content.files);
    expect([...facts].map(([file, { size }]) => [file.key, size])).toEqual([
      ['Fixture/empty.exe', 0],
      ['Fixture/lib.dll', 300_000],
      ['Fixture/read.txt', 5],
    ]);
  });
});

describe('mayBeExecutable', () => {
  it.each([
    ['a.dll', null, true],
    ['a.exe', null, true],
    ['a.ocx', null, true],
    ['noextension', null, true],
    ['a.TXT', null, false],
    ['a.msi', null, false],
    ['a.xml', '1.2.3.4', true],
    ['a.xml', 'companion', false],
  ])('%s with version %s: %s', (name, version, may) => {
    expect(mayBeExecutable(packageFile({ key: 'k', name, version }))).toBe(may);
  });
});
