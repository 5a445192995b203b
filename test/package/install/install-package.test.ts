import { existsSync, mkdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { InstallPackage } from '../../../src/package/install/install-package.js';
import { openPackage } from '../../../src/package/open-package.js';
import type { PackageFile } from '../../../src/package/package-content.js';
import { buildCabinet } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';
import { corpusDir, describeCorpusThoroughly } from '../../support/corpus.js';
import { buildDatabase } from '../../support/database-builder.js';
import { columnsOf } from '../../support/installer-schema.js';
import { buildPackage, type PackagePlan, type PlannedFile } from '../../support/package-builder.js';
import { fileOf, text, withInstallPackage, writePackage, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';

const directories = [
  { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
  { id: 'ProgramFilesFolder', parent: 'TARGETDIR', defaultDir: '.:PROGRA~1|Program Files' },
  {
    id: 'INSTALLDIR',
    parent: 'ProgramFilesFolder',
    defaultDir: 'FIXTUR~1|Fixture Target:FIXSRC~1|Fixture Source',
  },
  { id: 'SUB', parent: 'INSTALLDIR', defaultDir: 'x64:amd64' },
];
const files: PlannedFile[] = [
  { key: 'a.txt', name: 'A.TXT', bytes: text('first') },
  { key: 'b', name: 'SECOND~1.TXT|second file.txt', bytes: text('second'), directory: 'SUB' },
  { key: 'c.bin', name: 'c.bin', bytes: new Uint8Array(40_000).fill(7), directory: 'SUB' },
  { key: 'empty', name: 'empty', bytes: new Uint8Array() },
];
const expected = new Map(files.map(({ key, bytes }) => [key, Buffer.from(bytes)]));

/** Every file decoded, by its key. */
function decodeAll(
  content: InstallPackage,
  wanted: readonly PackageFile[] = content.files,
): Map<string, Buffer> {
  content.check(wanted);
  const parts = new Map<string, Uint8Array[]>();
  const ended: string[] = [];
  for (const part of content.decode(wanted)) {
    const chunks = parts.get(part.file.key) ?? [];
    parts.set(part.file.key, chunks);
    if ('chunk' in part) chunks.push(part.chunk.slice());
    else ended.push(part.file.key);
  }
  expect(ended.sort()).toEqual(wanted.map(({ key }) => key).sort());
  return new Map([...parts].map(([key, chunks]) => [key, Buffer.concat(chunks)]));
}

const sorted = <Value>(map: Map<string, Value>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

describe('a FileSize of 0', () => {
  const planned: PlannedFile = { key: 'a', name: 'a.txt', bytes: text('content'), size: 0, hash: false };
  const read = (plan: Partial<PackagePlan>): Promise<[number, string]> =>
    withInstallPackage(writePackage({ files: [planned], ...plan }), (content) => {
      const file = fileOf(content, 'a');
      return [file.size, Buffer.from(file.bytes()).toString()];
    });

  it('says nothing of a file beside the package', async () => {
    expect(await read({ cabinets: 'none' })).toEqual([7, 'content']);
    expect(await read({ files: [{ ...planned, cabinet: null }] })).toEqual([7, 'content']);
  });

  it('counts in a cabinet, and where there is a hash', async () => {
    await expect(read({})).rejects.toMatchObject({ code: 'PACKAGE_FILE_SIZE' });
    const hash: PlannedFile['hash'] = [0, 0, 0, 0];
    await expect(read({ cabinets: 'none', files: [{ ...planned, hash }] })).rejects.toMatchObject({
      code: 'PACKAGE_FILE_HASH',
    });
  });

  it('is that of a file which is not there, and of one that is empty', async () => {
    const path = writePackage({ cabinets: 'none', files: [{ ...planned, bytes: text('') }] });
    await withInstallPackage(path, (content) => expect(fileOf(content, 'a').size).toBe(0));
    rmSync(join(dirname(path), 'PFiles'), { recursive: true });
    await withInstallPackage(path, (content) => expect(fileOf(content, 'a').size).toBe(0));
  });
});

describe('where the content lies', () => {
  const ways: [string, Omit<PackagePlan, 'files'>][] = [
    ['one embedded cabinet', {}],
    ['several embedded cabinets', { mediaSplit: 3 }],
    ['stored, a folder a file', { cabinetOptions: { '#files.cab': { method: 'none', filesPerFolder: 1 } } }],
    ['an external cabinet', { cabinets: 'external' }],
    ['several external cabinets', { cabinets: 'external', mediaSplit: 2 }],
    [
      'a set that spans external cabinets',
      { cabinets: 'external', cabinetOptions: { 'files.cab': { method: 'none', partBytes: 9000 } } },
    ],
    ['a set that spans streams', { cabinetOptions: { '#files.cab': { method: 'none', partBytes: 9000 } } }],
    ['a source tree with long names', { cabinets: 'none', wordCount: 0 }],
    ['a source tree with short names', { cabinets: 'none', wordCount: 1 }],
    ['loose files beside a package marked compressed', { cabinets: 'none', wordCount: 2 }],
    ['the same with short names', { cabinets: 'none', wordCount: 3 }],
    ['an image with long names', { cabinets: 'none', wordCount: 4 }],
    ['an image with short names', { cabinets: 'none', wordCount: 5 }],
    ['a cabinet marked by file in an uncompressed source', { wordCount: 0 }],
    ['no elevation needed', { wordCount: 2 | 8 }],
  ];

  it.each(ways)('%s', (_, plan) =>
    withInstallPackage(writePackage({ ...plan, directories, files }), (content) => {
      expect(sorted(decodeAll(content))).toEqual(sorted(expected));
      expect(content.warnings).toEqual([]);
    }),
  );

  it('mixes cabinets and loose files by the bits of each file', () =>
    withInstallPackage(
      writePackage({
        directories,
        files: files.map((file, i) => (i % 2 === 0 ? { ...file, cabinet: null } : file)),
      }),
      (content) => {
        expect(content.files.map(({ key, compressed }) => [key, compressed])).toEqual([
          ['a.txt', false],
          ['b', true],
          ['c.bin', false],
          ['empty', true],
        ]);
        // A package marked compressed has its loose files at the root of the source.
        expect(content.sourcePathOf(fileOf(content, 'c.bin'))).toBe('c.bin');
        expect(sorted(decodeAll(content))).toEqual(sorted(expected));
      },
    ));

  it.each([
    [0, 'Program Files/Fixture Source/amd64/second file.txt'],
    [1, 'PROGRA~1/FIXSRC~1/amd64/SECOND~1.TXT'],
    [2, 'second file.txt'],
    [3, 'SECOND~1.TXT'],
    [4, 'Program Files/Fixture Source/amd64/second file.txt'],
    [5, 'PROGRA~1/FIXSRC~1/amd64/SECOND~1.TXT'],
    [6, 'second file.txt'],
    [7, 'SECOND~1.TXT'],
  ])('Word Count %i looks for a loose file at %s', (wordCount, path) =>
    // Windows does not probe the disk: bit 0 chooses the names, bit 1 takes the tree away.
    withInstallPackage(writePackage({ cabinets: 'none', wordCount, directories, files }), (content) => {
      expect(content.sourcePathOf(fileOf(content, 'b'))).toBe(path);
    }),
  );

  it.each([
    ['files.cab', 'FILES.CAB'],
    ['Files.Cab', 'fIlEs.cAb'],
  ])('finds %s although it is spelled %s on disk', (name, spelled) => {
    const path = writePackage({ files: files.map((file) => ({ ...file, cabinet: name })) });
    renameSync(join(dirname(path), name), join(dirname(path), spelled));
    return withInstallPackage(path, (content) => {
      expect(sorted(decodeAll(content))).toEqual(sorted(expected));
    });
  });

  it('follows a spanning set in another letter case', () => {
    const path = writePackage({
      files,
      cabinets: 'external',
      cabinetOptions: { 'files.cab': { method: 'none', partBytes: 9000 } },
    });
    for (const part of ['files2.cab', 'files3.cab']) {
      renameSync(join(dirname(path), part), join(dirname(path), part.toUpperCase()));
    }
    return withInstallPackage(path, (content) => {
      expect(sorted(decodeAll(content))).toEqual(sorted(expected));
    });
  });

  it('names files beside it that differ in letter case alone', () => {
    const path = writePackage({
      files: [{ key: 'a', name: 'a.txt', bytes: text('a') }],
      cabinets: 'external',
    });
    const beside = join(dirname(path), 'FILES.CAB');
    // Where letter case does not count this is the cabinet.
    if (existsSync(beside)) return;
    writeTree(dirname(path), { 'FILES.CAB': 'another one', 'README.TXT': '', 'readme.txt': '' });
    using opened = openPackage(path);
    opened.content.files[0]!.bytes();
    expect(opened.content.warnings).toEqual([
      {
        code: 'PACKAGE_MEMBER_UNCERTAIN',
        message: expect.stringMatching(
          /^beside the package are 2 files .* of one name: (FILES\.CAB, files\.cab|files\.cab, FILES\.CAB); /,
        ),
        entry: expect.stringMatching(/^files\.cab$/i),
      },
    ]);
  });

  it('minds the letter case of an embedded cabinet, as Windows does', () =>
    withInstallPackage(
      writePackage({ files: [{ ...files[0]!, cabinet: '#files.cab' }], rows: {} }),
      (content) => {
        expect(content.cabinets()).toMatchObject([{ name: 'files.cab', embedded: true, present: true }]);
      },
    ));

  it('finds a member whose name differs from the File key in letter case', () => {
    const path = writePackage({ files: [{ ...files[0]!, key: 'Readme' }], cabinets: 'external' });
    const other = buildPackage({ files: [{ ...files[0]!, key: 'README' }], cabinets: 'external' });
    writeTree(dirname(path), { 'files.cab': other.loose.get('files.cab')! });
    return withInstallPackage(path, (content) => {
      expect(decodeAll(content).get('Readme')?.toString()).toBe('first');
    });
  });

  it('reads loose files in any letter case', () => {
    const path = writePackage({ files: [files[0]!], cabinets: 'none' });
    const folder = dirname(path);
    mkdirSync(join(folder, 'PFILES'));
    renameSync(join(folder, 'PFiles/Fixture'), join(folder, 'PFILES/FIXTURE'));
    rmSync(join(folder, 'PFiles'), { recursive: true });
    renameSync(join(folder, 'PFILES/FIXTURE/A.TXT'), join(folder, 'PFILES/FIXTURE/a.txt'));
    return withInstallPackage(path, (content) => {
      expect(decodeAll(content).get('a.txt')?.toString()).toBe('first');
    });
  });
});

describe('which wins', () => {
  const inTree = { cabinets: 'none', wordCount: 4, directories } as const;

  it('an image is read from its tree although its tables name a cabinet that is not there', () => {
    // Wine's test_adminimage, written to pass on Windows: Word Count 4, Attributes 16384, a cabinet that does not exist.
    const tree = buildPackage({ ...inTree, files });
    const image = buildPackage({
      wordCount: 4,
      directories,
      files: files.map((file) => ({ ...file, attributes: 16384, cabinet: 'nowhere.cab' })),
    });
    const folder = tempFolder();
    writeTree(folder, { 'image.msi': image.msi, ...Object.fromEntries(tree.loose) });
    return withInstallPackage(join(folder, 'image.msi'), (content) => {
      expect(content.isAdministrativeImage).toBe(true);
      expect(sorted(decodeAll(content))).toEqual(sorted(expected));
    });
  });

  it('an image that is also marked compressed is read from its cabinet', () =>
    withInstallPackage(writePackage({ files, cabinets: 'external', wordCount: 6 }), (content) => {
      expect(content.isAdministrativeImage).toBe(false);
      expect(sorted(decodeAll(content))).toEqual(sorted(expected));
    }));

  it('bits of a file win over Word Count', () =>
    withInstallPackage(
      writePackage({
        wordCount: 2,
        files: [
          { ...files[0]!, attributes: 8192, cabinet: null },
          { ...files[1]!, directory: 'INSTALLDIR', attributes: 16384 },
        ],
      }),
      (content) => {
        expect(content.files.map(({ compressed }) => compressed)).toEqual([false, true]);
      },
    ));
});

describe('what is missing', () => {
  it('names every absent cabinet with the number of its files before anything is decoded', () => {
    const path = writePackage({ files, directories, cabinets: 'external', mediaSplit: 2 });
    for (const name of ['files1.cab', 'files2.cab']) rmSync(join(dirname(path), name));
    return withInstallPackage(path, (content) => {
      const error = caught(() => content.check(content.files));
      expect(error.code).toBe('PACKAGE_NO_CABINET');
      expect(error.message).toContain('files1.cab (2 files), files2.cab (2 files)');
      expect(error.facts).toMatchObject({ found: dirname(path) });
      // What does not need the absent ones is there all the same.
      expect(content.files.map(({ targetPath }) => targetPath)).not.toContain(null);
      expect(content.cabinets()).toMatchObject([
        { name: 'files1.cab', present: false, size: null, files: null },
        { name: 'files2.cab', present: false, size: null, files: null },
      ]);
    });
  });

  it('misses only the cabinets of the files that are wanted', () => {
    const path = writePackage({ files, cabinets: 'external', mediaSplit: 2 });
    rmSync(join(dirname(path), 'files2.cab'));
    return withInstallPackage(path, (content) => {
      const wanted = [fileOf(content, 'a.txt')];
      expect(decodeAll(content, wanted).get('a.txt')?.toString()).toBe('first');
      expect(caught(() => content.check(content.files)).message).toContain('files2.cab (2 files)');
    });
  });

  it('says which file of a set lies in a part that is not there', () => {
    const path = writePackage({
      files,
      cabinets: 'external',
      cabinetOptions: { 'files.cab': { method: 'none', partBytes: 9000 } },
    });
    rmSync(join(dirname(path), 'files3.cab'));
    return withInstallPackage(path, (content) => {
      expect(decodeAll(content, [fileOf(content, 'a.txt')]).size).toBe(1);
      const error = caught(() => decodeAll(content, [fileOf(content, 'c.bin')]));
      expect(error.code).toBe('CAB_MISSING_PART');
      expect(JSON.stringify({ ...error.facts, message: error.message })).toContain('files3.cab');
    });
  });

  it('names a file that its cabinet does not hold', () => {
    // Wine's test_caborder: the file with Sequence 2 belongs to disk 1, and the first cabinet does not have it.
    const path = writePackage({ files: files.slice(0, 2), cabinets: 'external' });
    const other = buildPackage({ files: [files[0]!], cabinets: 'external' });
    writeTree(dirname(path), { 'files.cab': other.loose.get('files.cab')! });
    return withInstallPackage(path, (content) => {
      const error = caught(() => content.check(content.files));
      expect(error).toMatchObject({
        code: 'PACKAGE_NOT_IN_CABINET',
        facts: { stream: 'files.cab', entry: 'b' },
      });
    });
  });

  it('counts loose files that are not there and names where the first should be', () => {
    const path = writePackage({ files, cabinets: 'none', directories });
    rmSync(join(dirname(path), 'Program Files/Fixture Source/amd64'), { recursive: true });
    return withInstallPackage(path, (content) => {
      const error = caught(() => content.check(content.files));
      expect(error.code).toBe('PACKAGE_NO_FILE');
      expect(error.message).toContain('Program Files/Fixture Source/amd64/second file.txt and 1 more');
    });
  });

  it('says so where no Media row covers the Sequence of a file', () => {
    const bytes = buildDatabase({
      tables: [
        { name: 'File', columns: columnsOf('File'), rows: [['a', 'C', 'a.txt', 5, null, null, 16384, 2]] },
        { name: 'Media', columns: columnsOf('Media'), rows: [[1, 1, null, '#files.cab', null, null]] },
      ],
      summary: { wordCount: 2 },
    });
    const content = new InstallPackage(new BufferSource(bytes));
    expect(fileOf(content, 'a')).toMatchObject({ cabinet: null, media: null });
    expect(caught(() => content.check(content.files))).toMatchObject({
      code: 'PACKAGE_NO_MEDIA',
      facts: { stream: 'Media', entry: 'a', found: 2 },
    });
  });

  it('needs no cabinet that owns no file', () =>
    withInstallPackage(
      writePackage({
        files: [files[0]!],
        rows: {
          Media: [
            [9, 1, null, 'absent.cab', null, null],
            [10, 0, null, '#bogus.cab', null, null],
          ],
        },
        streams: { 'bogus.cab': text('this is no cabinet') },
      }),
      (content) => {
        expect(decodeAll(content).get('a.txt')?.toString()).toBe('first');
        expect(content.cabinets()).toMatchObject([
          { name: 'files.cab', present: true, files: 1, methods: ['mszip'] },
          { name: 'absent.cab', present: false },
          { name: 'bogus.cab', present: true, size: 18, files: null, methods: [] },
        ]);
      },
    ));
});

describe('what a file row says', () => {
  it('joins File, Component, Directory, Feature, Media and MsiFileHash', () =>
    withInstallPackage(
      writePackage({
        directories,
        features: [{ id: 'Main' }, { id: 'Off', level: 0 }],
        files: [
          {
            ...files[1]!,
            attributes: 512 | 1,
            version: '1.2.3.4',
            language: '1033,1031',
            hash: true,
            modified: new Date('2010-01-25T06:27:00Z'),
          },
          { ...files[0]!, feature: 'Off' },
        ],
      }),
      (content) => {
        expect(fileOf(content, 'b')).toMatchObject({
          name: 'second file.txt',
          targetPath: 'Fixture Target/x64/second file.txt',
          sourcePath: 'Program Files/Fixture Source/amd64/second file.txt',
          sourceShortPath: 'PROGRA~1/FIXSRC~1/amd64/SECOND~1.TXT',
          size: 6,
          version: '1.2.3.4',
          language: '1033,1031',
          attributes: 513,
          component: 'C_b',
          feature: 'Main',
          media: 1,
          cabinet: '#files.cab',
          selected: true,
          // MD5 of "second", as md5sum gives it.
          md5: 'a9f0e61a137d86aa9db53465e0801612',
          readOnly: true,
        });
        expect(fileOf(content, 'b').modified()?.toISOString()).toBe('2010-01-25T06:27:00.000Z');
        expect(fileOf(content, 'a.txt')).toMatchObject({ selected: false, feature: 'Off', readOnly: false });
      },
    ));

  it('gives a loose file the time that it has on disk', () => {
    const path = writePackage({ files: [files[0]!], cabinets: 'none' });
    const time = new Date('2009-12-10T03:40:00Z');
    utimesSync(join(dirname(path), 'PFiles/Fixture/A.TXT'), time, time);
    return withInstallPackage(path, (content) => {
      expect(fileOf(content, 'a.txt').modified()).toEqual(time);
    });
  });

  it('lists what a component without a folder holds, with no place for it', () =>
    withInstallPackage(writePackage({ files: [{ ...files[0]!, directory: 'NOWHERE' }] }), (content) => {
      expect(fileOf(content, 'a.txt')).toMatchObject({ targetPath: null, sourcePath: null });
      expect(decodeAll(content).get('a.txt')?.toString()).toBe('first');
    }));

  it('reads names in the code page of the database, or in the one that is asked for', () => {
    const { msi } = buildPackage({
      codePage: 932,
      files: [{ ...files[0]!, name: 'SHIFTJ~1.TXT|ソフトウェア更新.txt' }],
    });
    const content = new InstallPackage(new BufferSource(msi));
    expect(content.files[0]!.name).toBe('ソフトウェア更新.txt');
    // The first two bytes of the name are 83 5C: U+0192 and a backslash in 1252.
    expect(new InstallPackage(new BufferSource(msi), { codePage: 1252 }).files[0]!.name).toMatch(/^\u0192\\/);
  });
});

describe('batches', () => {
  it('are the folders of the cabinets, loose files last', () =>
    withInstallPackage(
      writePackage({
        files: files.map((file, i) => (i === 0 ? { ...file, cabinet: null } : file)),
        cabinetOptions: { '#files.cab': { filesPerFolder: 2 } },
      }),
      (content) => {
        const keys = content.batches(content.files).map((batch) => batch.map(({ key }) => key));
        expect(keys).toEqual([['b', 'c.bin'], ['empty'], ['a.txt']]);
        // A batch decodes by itself.
        for (const batch of content.batches(content.files))
          expect(decodeAll(content, batch).size).toBe(batch.length);
      },
    ));
});

it('closes the cabinets that it opened', () => {
  const path = writePackage({ files, cabinets: 'external', mediaSplit: 4 });
  return withInstallPackage(path, (content) => {
    decodeAll(content);
    content.close();
    expect(statSync(path).isFile()).toBe(true);
    // Closed is not spoiled: what is asked for again is opened again.
    expect(decodeAll(content, [fileOf(content, 'a.txt')]).size).toBe(1);
  });
});

describeCorpusThoroughly('real packages', () => {
  it('a product that modules were merged into is no module', () =>
    withInstallPackage(join(corpusDir, 'lessmsi/vcredist.msi'), (content) => {
      expect(content.database.hasTable('ModuleSignature')).toBe(true);
      expect(content.kind).toBe('msi');
      expect(content.cabinets()).toHaveLength(11);
    }));

  it('a merge module has its one cabinet in a stream of its own', () =>
    withInstallPackage(
      join(corpusDir, 'wix/CoreIntegration_TestData_DecompileTargetDirMergeModule_MergeModule1.msm'),
      (content) => {
        expect(content.kind).toBe('msm');
        expect(content.files.every(({ cabinet }) => cabinet === '#MergeModule.CABinet')).toBe(true);
        expect(decodeAll(content).size).toBe(content.files.length);
      },
    ));
});

describe('what no package needs', () => {
  const columns = columnsOf('File');
  const open = (msi: Uint8Array, limits = {}): InstallPackage =>
    new InstallPackage(new BufferSource(msi), { limits });
  const one = (change: Partial<PlannedFile>): Uint8Array =>
    buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('a'), ...change }] }).msi;
  /** A database with nothing but rows of one file. */
  const repeated = (count: number, size = 1): Uint8Array =>
    buildDatabase({
      tables: [
        {
          name: 'File',
          columns,
          rows: Array.from({ length: count }, () => ['f', 'c', 'f.txt', size, null, null, null, 1]),
        },
      ],
    });

  it.each([-1, -5, -0x7fffffff])('a file of %d bytes', (size) => {
    expect(caught(() => open(one({ size })))).toMatchObject({
      code: 'MSI_BAD_VALUE',
      facts: { stream: 'File', entry: 'a' },
    });
  });

  it('a size that is as large as it can be is only a size', () => {
    expect(open(one({ size: 0x7fffffff })).files[0]!.size).toBe(0x7fffffff);
  });

  itThorough('rows of one file by the million', () => {
    expect(caught(() => open(repeated(100_001))).code).toBe('CONTAINER_TOO_MANY');
    expect(caught(() => open(repeated(11), { maxEntries: 10 })).code).toBe('CONTAINER_TOO_MANY');
    expect(open(repeated(10), { maxEntries: 10 }).files).toHaveLength(10);
  });

  it.each([
    ['a deep name', `${'a\\'.repeat(600)}b`],
    ['a long name', `${'a'.repeat(20_000)}.txt`],
    ['a long name behind a short one', `A.TXT|${'a/'.repeat(10_000)}b`],
  ])('%s', (_, name) => {
    expect(caught(() => open(one({ name })))).toMatchObject({
      code: 'PATH_UNSAFE',
      facts: { stream: 'File' },
    });
  });

  it('paths that are long together', () => {
    const levels = Array.from({ length: 15 }, (_, i) => ({
      id: `D${i}`,
      parent: i === 0 ? 'TARGETDIR' : `D${i - 1}`,
      defaultDir: `${i}`.padEnd(250, 'x'),
    }));
    const msi = (count: number): Uint8Array =>
      buildDatabase({
        tables: [
          {
            name: 'Directory',
            columns: columnsOf('Directory'),
            rows: [
              ['TARGETDIR', null, 'SourceDir'],
              ...levels.map(({ id, parent, defaultDir }) => [id, parent, defaultDir]),
            ],
          },
          {
            name: 'Component',
            columns: columnsOf('Component'),
            rows: [['c', null, 'D14', 0, null, null]],
          },
          {
            name: 'File',
            columns,
            rows: Array.from({ length: count }, (_, i) => [`f${i}`, 'c', 'f', 1, null, null, null, 1]),
          },
        ],
      });
    expect(open(msi(1000)).files).toHaveLength(1000);
    expect(caught(() => open(msi(5000)))).toMatchObject({ code: 'PATH_UNSAFE', facts: { stream: 'File' } });
  });

  itThorough('files that come to far more than their cabinets', () => {
    const bytes = new Uint8Array(1_000_000);
    const files = Array.from({ length: 80 }, (_, i) => ({ key: `f${i}`, name: `f${i}`, bytes }));
    const { msi } = buildPackage({ files });
    const content = open(msi, { maxRatio: 0.1 });
    content.check(content.files.slice(0, 60));
    expect(caught(() => content.check(content.files)).code).toBe('CONTAINER_RATIO');
    const usual = open(msi);
    usual.check(usual.files);
  });
});

describe('cabinets that no file lies in', () => {
  const files = [{ key: 'a', name: 'a.txt', bytes: text('a') }];
  const cabinet = (names: string[]) =>
    buildCabinet({
      folders:
        names.length === 0
          ? []
          : [{ method: 'none', files: names.map((name) => ({ name, bytes: text('b') })) }],
    });
  const open = (plan: Omit<PackagePlan, 'files'>) =>
    openPackage(buildPackage({ files, ...plan }).msi).content.warnings.filter(
      ({ code }) => code === 'PACKAGE_NOT_SEARCHED',
    );

  it.each([
    ['the same last sequence', 1],
    ['a sequence that no file has', 9],
  ])('are named: %s', (_, sequence) => {
    const rows = { Media: [[2, sequence, null, '#d.cab', null, null]] };
    expect(open({ rows, streams: { 'd.cab': cabinet(['a']) } })).toEqual([
      {
        code: 'PACKAGE_NOT_SEARCHED',
        message: 'no file of the File table lies in this cabinet of the Media table: it was not looked at',
        stream: 'd.cab',
      },
    ]);
    expect(open({ rows })).toEqual([]);
    expect(open({ rows, streams: { 'd.cab': cabinet([]) } })).toEqual([]);
    expect(open({ rows, streams: { 'd.cab': cabinet(['a']) }, wordCount: 4 })).toEqual([]);
  });

  it('are none of the parts that a long file fills', () => {
    const long = [
      { key: 'a', name: 'a.txt', bytes: new Uint8Array(9000) },
      ...['b', 'c'].map((key) => ({ key, name: key, bytes: text(key) })),
    ];
    const { msi } = buildPackage({
      files: long,
      cabinetOptions: { '#files.cab': { method: 'none', partBytes: 2000 } },
    });
    const { content } = openPackage(msi);
    expect(content.kind === 'msi' && content.media.length).toBeGreaterThan(3);
    expect(content.warnings).toEqual([]);
  });
});
