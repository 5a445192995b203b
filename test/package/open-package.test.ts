import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { openPackage, openPackageAt } from '../../src/package/open-package.js';
import type { OpenedPackage } from '../../src/package/opened-package.js';
import { buildCabinet } from '../support/cabinet-builder.js';
import { caught } from '../support/caught.js';
import { bundle, cabinetOf, selfExtractor } from '../support/container-builder.js';
import { buildDatabase } from '../support/database-builder.js';
import { standInPath, text, writePackage, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { isThorough, itThorough } from '../support/thorough.js';
import { buildZip } from '../support/zip-builder.js';

function fileWith(content: Uint8Array | string, name = 'package.msi'): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, content);
  return path;
}

describe('openPackage', () => {
  it('goes by the content, never by the name', () => {
    const path = writePackage(
      { files: [{ key: 'a', name: 'a', bytes: text('x') }] },
      tempFolder(),
      'picture.jpg',
    );
    const opened = openPackage(path);
    expect(opened).toMatchObject({ path, location: { path }, content: { kind: 'msi' } });
    expect(opened.source?.size).toBeGreaterThan(1000);
    opened.close();
  });

  it('opens a folder, a relative path, and what has been opened before', () => {
    const folder = tempFolder();
    writeTree(folder, { 'a.txt': 'x' });
    expect(openPackage(folder)).toMatchObject({ source: null, content: { kind: 'folder' } });
    const path = standInPath(2);
    const opened = openPackage(relative(process.cwd(), path));
    expect(opened.location.path).toBe(path);
    expect(openPackageAt(opened.location).files).toHaveLength(13);
    opened.close();
  });

  it.each([
    ['an executable', 'CONTAINER_EMPTY', 'MZ\u0090\u0000', /executable holds no package/],
    [
      'a zip archive that is cut',
      'ZIP_TRUNCATED',
      'PK\u0003\u0004',
      /zip archive ends at least 18 bytes too early/,
    ],
    ['a Windows image', 'CONTAINER_UNSUPPORTED', 'MSWIM\u0000\u0000\u0000', /Windows image \(WIM\)/],
    ['an InstallShield cabinet', 'CONTAINER_UNSUPPORTED', 'ISc(....', /InstallShield/],
    ['nothing', 'PACKAGE_UNKNOWN_KIND', '', /empty/],
    ['text', 'PACKAGE_UNKNOWN_KIND', 'This is a text file.', /not a package/],
  ])('says what %s is', (_, code, content, message) => {
    const path = fileWith(content);
    const error = caught(() => openPackage(path));
    expect(error).toMatchObject({ code, kind: 'input', facts: { file: path } });
    expect(error.message).toMatch(message);
  });

  it('tells a compound file that is no package', () => {
    const path = fileWith(buildDatabase({ clsid: '{00020906-0000-0000-C000-000000000046}', tables: [] }));
    expect(caught(() => openPackage(path)).message).toMatch(
      /compound file but not a Windows Installer package/,
    );
  });

  it.each([
    ['a file that is not there', 'FILE_NOT_FOUND', (folder: string) => join(folder, 'absent.msi')],
    [
      'a file in a folder that is not there',
      'FILE_NOT_FOUND',
      (folder: string) => join(folder, 'no/where.msi'),
    ],
    [
      'a path through a file',
      'FILE_READ',
      (folder: string) => {
        writeFileSync(join(folder, 'file'), 'x');
        return join(folder, 'file/below.msi');
      },
    ],
    ['a name that no system takes', 'FILE_READ', () => 'nul\u0000byte.msi'],
  ])('%s is a matter of the disk', (_, code, pathOf) => {
    const path = pathOf(tempFolder());
    expect(caught(() => openPackage(path))).toMatchObject({
      code,
      kind: 'environment',
      facts: { file: path },
    });
  });

  it('names the file in errors of the formats beneath', () => {
    const path = fileWith(buildDatabase({ tables: [] }).subarray(0, 600));
    const error = caught(() => openPackage(path));
    expect(error.code).toMatch(/^CFB_/);
    expect(error.facts).toMatchObject({ file: path });
  });

  it.runIf(isThorough && process.platform !== 'win32')('holds nothing open that cannot be opened', () => {
    const path = fileWith('This is a text file.');
    // More often than a process may have files open.
    for (let i = 0; i < 3000; i++) caught(() => openPackage(path));
    rmSync(path);
  });
});

describe('packages inside containers', () => {
  const msi = readFileSync(standInPath(2));
  const path = (bytes: Uint8Array): string => fileWith(bytes, 'x.zip');
  const deflated = (): string => path(buildZip({ files: [{ name: 'sub/a.msi', bytes: msi }] }));
  const stored = (): string => path(buildZip({ files: [{ name: 'sub/a.msi', bytes: msi, method: 0 }] }));

  it('are opened again, in another thread too, by where they lie', () => {
    for (const outer of [deflated(), stored()]) {
      const opened = openPackage(outer);
      expect(opened).toMatchObject({
        path: outer,
        name: 'a.msi',
        inside: ['sub/a.msi'],
        size: msi.length,
        location: { path: outer, inside: ['sub/a.msi'] },
      });
      const again = openPackageAt(structuredClone(opened.location));
      expect(again.files.map(({ key }) => key)).toEqual(opened.content.files.map(({ key }) => key));
      opened.close();
    }
  });

  it('are read in place where they lie as they are', () => {
    const opened = openPackage(stored());
    expect(opened.location.unpacked).toBeUndefined();
    opened.close();
    const unpacked = openPackage(deflated());
    expect(unpacked.location.unpacked).toBe(true);
    unpacked.close();
  });

  it.each([
    [
      'an archive of several packages',
      buildZip({ files: ['a.msi', 'b.msi'].map((name) => ({ name, bytes: msi, method: 0 })) }),
    ],
    ['an archive of other files', buildZip({ files: [{ name: 'a.txt', bytes: text('a') }] })],
    ['a cabinet', cabinetOf({ 'a.txt': text('a') })],
  ])('opens %s again without looking for packages in it', (_what, bytes) => {
    const opened = openPackage(path(bytes), { orContainer: true });
    expect(opened).toMatchObject({ inside: [], location: { inside: [''] } });
    const again = openPackageAt(structuredClone(opened.location));
    expect(again.files.map(({ key }) => key)).toEqual(opened.content.files.map(({ key }) => key));
    opened.close();
    again.close();
  });

  it.skipIf(process.platform === 'win32')(
    'are the same out of a temporary file, of which nothing stays',
    () => {
      const left = (): string[] => readdirSync(tmpdir()).filter((name) => /^hotfixkit-\w+\.tmp$/.test(name));
      const before = left();
      const opened = openPackage(deflated(), { limits: { maxMemory: 0 } });
      const sizes: number[] = [];
      for (const part of opened.content.decode(opened.content.files)) {
        if ('chunk' in part) sizes.push(part.chunk.length);
      }
      expect(sizes.reduce((a, b) => a + b, 0)).toBe(
        opened.content.files.reduce((sum, { size }) => sum + size, 0),
      );
      expect(left()).toEqual(before);
      opened.close();
      const bad = path(buildZip({ files: [{ name: 'a.msi', bytes: msi, crc: 1 }] }));
      expect(caught(() => openPackage(bad, { limits: { maxMemory: 0 } })).code).toBe('ZIP_CRC');
      expect(left()).toEqual(before);
    },
  );

  it.skipIf(process.platform !== 'linux')('leave no file open when they cannot be opened', () => {
    const bad = path(
      buildZip({
        files: [
          { name: 'a.msi', bytes: 'no database' },
          { name: 'b.zip', bytes: 'PK\u0003\u0004' },
        ],
      }),
    );
    const openFiles = (): number => readdirSync('/proc/self/fd').length;
    const before = openFiles();
    for (let i = 0; i < 50; i++) caught(() => openPackage(`${bad}!a.msi`, { limits: { maxMemory: 0 } }));
    expect(openFiles()).toBeLessThan(before + 10);
  });
});

describe('much out of little', () => {
  const open = (bytes: Uint8Array, name: string, options = {}): OpenedPackage => {
    const path = join(tempFolder(), name);
    writeFileSync(path, bytes);
    const opened = openPackage(path, { orContainer: true, ...options });
    opened.close();
    return opened;
  };
  /** What looks like an archive has to be unpacked to see whether it is one. */
  const zeros = new Uint8Array(7 << 20);
  zeros.set(Buffer.from('PK\u0003\u0004'));
  const zipOf = (...files: [string, Uint8Array][]): Uint8Array =>
    buildZip({ files: files.map(([name, bytes]) => ({ name, bytes })) });
  /** Each unpacks to less than what a ratio is asked for. */
  const small = (i: number): [string, Uint8Array] => [`${i}.zip`, zipOf(['a.zip', zeros])];
  const twelve = Array.from({ length: 12 }, (_, i) => small(i));

  itThorough.each([
    ['zips in a zip', zipOf(...twelve), 'x.zip'],
    ['zips in a zip in a zip', zipOf(['y.zip', zipOf(...twelve)]), 'x.zip'],
    ['zips in a cabinet', cabinetOf(Object.fromEntries(twelve)), 'x.cab'],
    ['zips in a self-extractor', selfExtractor(zipOf(...twelve)), 'x.exe'],
    ['members of a cabinet', cabinetOf({ 'a.zip': zeros, 'b.zip': zeros, 'c.zip': zeros }), 'x.cab'],
    [
      'cabinets in a zip',
      zipOf(
        ...twelve.map(([name]): [string, Uint8Array] => [
          `${name}.exe`,
          selfExtractor(cabinetOf({ 'a.zip': zeros })),
        ]),
      ),
      'x.zip',
    ],
  ])('is counted over %s', (_, bytes, name) => {
    expect(caught(() => open(bytes, name)).code).toBe('CONTAINER_RATIO');
  });

  it.each(['x.zip', 'x.exe'])('of cabinets without end in %s', (name) => {
    const bytes = buildCabinet({
      folders: [{ method: 'none', files: [{ name: 'a', bytes: new Uint8Array(1) }] }],
    });
    new DataView(bytes.buffer, bytes.byteOffset).setUint16(0x1c, 60_000, true); // cFiles
    const program = selfExtractor(Buffer.concat([new Uint8Array(2000), ...Array(500).fill(bytes)]));
    const file = name === 'x.zip' ? zipOf(['setup.exe', program]) : program;
    const { code } = caught(() => open(file, name, { limits: { maxEntries: 50_000 } }));
    expect(code).toBe('CONTAINER_TOO_MANY');
  });

  itThorough('of archives by the thousand is looked through once', () => {
    const empty = buildZip({ files: [] });
    const many = zipOf(...Array.from({ length: 3000 }, (_, i): [string, Uint8Array] => [`${i}.zip`, empty]));
    expect(open(many, 'x.zip', { limits: { maxEntries: 3000 } }).content.files).toHaveLength(3000);
  });

  describe('of archives by the thousand in some kilobytes', () => {
    const empty = buildZip({ files: [] });
    const some = zipOf(...Array.from({ length: 501 }, (_, i): [string, Uint8Array] => [`${i}.zip`, empty]));
    const tiny = selfExtractor(cabinetOf({ 'a.txt': 'a' }));
    const many = Array.from({ length: 1001 }, (_, i): [string, Uint8Array] => [`${i}.exe`, tiny]);

    itThorough.each([
      ['beside each other', zipOf(...many)],
      ['in archives', zipOf(['a.zip', some], ['b.zip', some])],
    ])('is refused: %s', (_, bytes) => {
      const { code, message } = caught(() => open(bytes, 'x.zip'));
      expect(code).toBe('CONTAINER_TOO_MANY');
      expect(message).toBe('more than 1000 archives in a download of this size; --max-entries allows more');
    });

    itThorough('is read where it has the size for them', () => {
      const large = buildZip({
        files: [
          ...many.map(([name, bytes]) => ({ name, bytes })),
          { name: 'a.dat', bytes: new Uint8Array(4096 * 1001), method: 0 },
        ],
      });
      expect(open(large, 'x.zip').content.files).toHaveLength(1002);
    });
  });

  itThorough('of bundles with payloads by the thousand is read', () => {
    const payloads = Array.from(
      { length: 20_000 },
      (_, i) => `<Payload Id="p${i}" FilePath="p${i}" Packaging="embedded" SourcePath="u${i}"/>`,
    ).join('');
    const manifest = `<BurnManifest><UX>${payloads}</UX>${payloads.replaceAll('"u', '"a')}</BurnManifest>`;
    const exe = bundle({ version: 3, containers: [{ 'a.txt': 'a' }], manifest });
    expect(open(exe, 'x.exe').content.files.map(({ name }) => name)).toEqual(['manifest.xml', 'p0']);
  });
});

describe('without a path', () => {
  const bytes = readFileSync(standInPath(2));

  it.each<[string, () => OpenedPackage | Promise<OpenedPackage>]>([
    ['bytes', () => openPackage(bytes, { name: 'x.msi' })],
    ['a source', () => openPackage(new BufferSource(bytes), { name: 'x.msi' })],
    ['a blob', () => openPackage(new Blob([bytes]), { name: 'x.msi' })],
    ['a zip', () => openPackage(buildZip({ files: [{ name: 'x.msi', bytes }] }), { name: 'x.zip' })],
  ])('opens %s', async (_, open) => {
    await using pkg = await open();
    expect([pkg.kind, pkg.name, pkg.location]).toEqual(['msi', 'x.msi', null]);
    expect(pkg.content.files).toHaveLength(13);
    if (pkg.kind !== 'msi') throw new Error('kind tells the content');
    expect(pkg.content.database.hasTable('File')).toBe(true);
  });

  it('names what it was called in errors', () => {
    expect(caught(() => openPackage(new Uint8Array(8), { name: 'x.msi' }))).toMatchObject({
      code: 'PACKAGE_UNKNOWN_KIND',
      facts: { file: 'x.msi' },
    });
  });
});
