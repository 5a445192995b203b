import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { explainExitCode } from '../../../src/installer/log/exit-codes.js';
import { InstallPackage } from '../../../src/package/install/install-package.js';
import { corpusDir, describeCorpusThoroughly } from '../../support/corpus.js';
import { buildPlainDelta } from '../../support/delta-builder.js';
import type { PlannedFile } from '../../support/package-builder.js';
import { hashTree, sha256, text, textTree, writeTree } from '../../support/package-folder.js';
import {
  buildClient,
  buildSmallPatch,
  msiexec,
  product,
  writeClient,
  writeImage,
  writePatch,
} from '../../support/patch-scenario.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';
import { tempFolder } from '../../support/temp-folder.js';

const open = (path: string) => new InstallPackage(new BufferSource(readFileSync(path)));
const fileRows = (path: string) =>
  open(path)
    .database.rows('File')
    .sort((a, b) => (a.File < b.File ? -1 : 1));
const mediaRows = (path: string) => open(path).media;

const long = (start: string) => text(start.repeat(4000));
const before: PlannedFile[] = [
  { key: 'whole', name: 'whole.txt', bytes: text('whole, old') },
  { key: 'delta', name: 'delta.txt', bytes: long('old content ') },
  { key: 'same', name: 'same.txt', bytes: text('same') },
  { key: 'gone', name: 'gone.txt', directory: 'GONE', bytes: text('gone') },
];
const after: PlannedFile[] = [
  { key: 'whole', name: 'whole.txt', bytes: text('whole, new') },
  { key: 'delta', name: 'delta.txt', bytes: long('new content ') },
  { key: 'same', name: 'same.txt', bytes: text('same') },
  { key: 'added', name: 'added.txt', bytes: text('added') },
];
const directories = [
  { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
  { id: 'INSTALLDIR', parent: 'TARGETDIR', defaultDir: 'Client' },
  { id: 'GONE', parent: 'INSTALLDIR', defaultDir: 'old' },
];
const delta = buildPlainDelta(before[1]!.bytes, after[1]!.bytes, true);
const patchFiles = { whole: { whole: after[0]!.bytes }, delta: { delta }, added: { whole: after[3]!.bytes } };

const v1 = buildClient('1.0.0', before, { directories });
const v2 = buildClient('1.1.0', after, { directories });
const patch = buildSmallPatch(v1, v2, patchFiles);

const patchedTree = {
  'Client/added.txt': 'added',
  'Client/delta.txt': 'new content '.repeat(4000),
  'Client/same.txt': 'same',
  'Client/whole.txt': 'whole, new',
};

/** Everything in a folder but the database. */
function treeBeside(path: string): Record<string, string> {
  const { 'client.msi': _, ...tree } = textTree(dirname(path));
  return tree;
}

describe('msiexec /a image.msi /p patch.msp', () => {
  it('writes what the patch brings and makes, removes what is gone, leaves the rest', async () => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', before, { directories });
    expect(existsSync(join(folder, 'image/Client/old/gone.txt'))).toBe(true);
    const result = await msiexec('/a', image, '/p', writePatch(folder, 'fix.msp', patch), '/qn');
    expect(result.error).toBeNull();
    expect(result).toMatchObject({ exitCode: 0, kept: [], removed: ['Client/old/gone.txt'], warnings: [] });
    expect([...result.written].sort()).toEqual([
      'Client/added.txt',
      'Client/delta.txt',
      'Client/whole.txt',
      'client.msi',
    ]);
    expect(treeBeside(image)).toEqual(patchedTree);
    expect(existsSync(join(folder, 'image/Client/old'))).toBe(false);
  });

  it('leaves the database of the updated product', async () => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', before, { directories });
    await msiexec('/a', image, '/p', writePatch(folder, 'fix.msp', patch), '/qn');
    const updated = open(writeClient(join(folder, 'v2'), '1.1.0', after, { directories }));
    const { database, properties, wordCount } = open(image);
    const withoutPlaces = (pkg: InstallPackage) =>
      pkg.files.map(({ row: { Sequence: _, ...row } }) => row).sort((a, b) => (a.File < b.File ? -1 : 1));
    expect(withoutPlaces(open(image))).toEqual(withoutPlaces(updated));
    expect(properties).toEqual(updated.properties);
    expect(mediaRows(image).map(({ DiskId: diskId, Cabinet: cabinet }) => [diskId, cabinet])).toEqual(
      updated.media.map(({ DiskId: diskId, Cabinet: cabinet }) => [diskId, cabinet]),
    );
    expect(database.hasTable('Patch') || database.hasTable('PatchPackage')).toBe(false);
    const { revision, subject, lastAuthor } = database.summaryInformation();
    expect({ wordCount, subject, lastAuthor }).toEqual({
      wordCount: 4,
      subject: 'Patched',
      lastAuthor: 'tester',
    });
    expect(revision).not.toBe(updated.database.summaryInformation().revision);
    expect(revision).toMatch(/^\{[0-9A-F-]{36}\}$/);
  });

  it('leaves the same as an administrative installation of the updated product', async () => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', before, { directories });
    await msiexec('/a', image, '/p', writePatch(folder, 'fix.msp', patch), '/qn');
    const other = tempFolder();
    const expected = await writeImage(other, '1.1.0', after, { directories });
    const { 'client.msi': _a, ...patched } = hashTree(dirname(image));
    const { 'client.msi': _b, ...installed } = hashTree(dirname(expected));
    expect(patched).toEqual(installed);
  });

  it('can be patched again, and by the same patch if that is a small update', async () => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', before, { directories });
    const small = buildSmallPatch(v1, buildClient('1.0.0', after, { directories }), patchFiles);
    const path = writePatch(folder, 'small.msp', small);
    for (const time of ['first', 'second']) {
      const result = await msiexec('/a', image, '/p', path, '/qn');
      expect([time, result.exitCode, result.error]).toEqual([time, 0, null]);
      expect(treeBeside(image)).toEqual(patchedTree);
    }
    const third: PlannedFile[] = after.map((file) =>
      file.key === 'delta' ? { ...file, bytes: text('3') } : file,
    );
    const next = buildSmallPatch(
      buildClient('1.0.0', after, { directories }),
      buildClient('1.2.0', third, { directories }),
      { delta: { delta: buildPlainDelta(after[1]!.bytes, text('3')) } },
      { code: '{22222222-0000-0000-0000-000000000000}' },
    );
    const result = await msiexec('/a', image, '/p', writePatch(folder, 'next.msp', next), '/qn');
    expect([result.exitCode, treeBeside(image)['Client/delta.txt']?.slice(0, 9)]).toEqual([0, '3']);
  });

  it('takes several patches, each for what the one before makes', async () => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', before, { directories });
    const newest: PlannedFile[] = after.map((file) =>
      file.key === 'delta' ? { ...file, bytes: long('newest ') } : file,
    );
    const second = buildSmallPatch(
      v2,
      buildClient('1.2.0', newest, { directories }),
      { delta: { delta: buildPlainDelta(after[1]!.bytes, long('newest ')) } },
      { code: '{22222222-0000-0000-0000-000000000000}', sequences: [['SP', null, '1.2', 0]] },
    );
    const first = buildSmallPatch(v1, v2, patchFiles, { sequences: [['SP', null, '1.1', 0]] });
    const [a, b] = [writePatch(folder, 'a.msp', first), writePatch(folder, 'b.msp', second)];
    const result = await msiexec('/a', image, '/p', `${b};${a}`, '/qn');
    expect(result.error).toBeNull();
    expect(treeBeside(image)).toEqual({ ...patchedTree, 'Client/delta.txt': 'newest '.repeat(4000) });
    expect(open(image).properties.get('ProductVersion')).toBe('1.2.0');
  });

  it('leaves files of features that the image does not have alone', async () => {
    const features = [{ id: 'Complete' }, { id: 'Never', level: 0 }];
    const never = (name: string): PlannedFile => {
      return { key: 'never', name: 'never.txt', feature: 'Never', bytes: text(name) };
    };
    const folder = tempFolder();
    const files = [...before.slice(0, 3), never('old')];
    const image = await writeImage(folder, '1.0.0', files, { directories, features });
    const fix = buildSmallPatch(
      buildClient('1.0.0', files, { directories, features }),
      buildClient('1.1.0', [...after, never('new')], { directories, features }),
      { ...patchFiles, never: { delta: buildPlainDelta(text('old'), text('new')) } },
    );
    const result = await msiexec('/a', image, '/p', writePatch(folder, 'fix.msp', fix), '/qn');
    expect([result.exitCode, result.removed]).toEqual([0, []]);
    expect(treeBeside(image)).toEqual(patchedTree);
  });

  it('keeps short names where the image has them', async () => {
    const folder = tempFolder();
    const name = (file: PlannedFile) => ({
      ...file,
      name: `${file.key.slice(0, 6).toUpperCase()}~1.TXT|${file.name}`,
    });
    const source = writeClient(join(folder, 's'), '1.0.0', before.map(name), { directories });
    const image = join(folder, 'image/client.msi');
    await msiexec('/a', source, '/qn', 'SHORTFILENAMES=1', `TARGETDIR=${dirname(image)}`);
    const short = buildSmallPatch(
      buildClient('1.0.0', before.map(name), { directories }),
      buildClient('1.1.0', after.map(name), { directories }),
      patchFiles,
    );
    const result = await msiexec('/a', image, '/p', writePatch(folder, 'fix.msp', short), '/qn');
    expect(result.error).toBeNull();
    expect(Object.keys(treeBeside(image))).toEqual(
      ['ADDED~1.TXT', 'DELTA~1.TXT', 'SAME~1.TXT', 'WHOLE~1.TXT'].map((file) => `Client/${file}`),
    );
  });

  it('keeps a file of a higher version than the patch has', async () => {
    const executable = (fileVersion: string) =>
      buildExecutable({ platform: 'x86', dll: true, version: { fileVersion } });
    const file = (version: string) => [{ key: 'dll', name: 'a.dll', version, bytes: executable(version) }];
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', file('1.0.0.0'), { directories });
    writeTree(dirname(image), { 'Client/a.dll': executable('3.0.0.0') });
    const fix = buildSmallPatch(
      buildClient('1.0.0', file('1.0.0.0'), { directories }),
      buildClient('1.1.0', file('2.0.0.0'), { directories }),
      { dll: { whole: executable('2.0.0.0') } },
    );
    const result = await msiexec('/a', image, '/p', writePatch(folder, 'fix.msp', fix), '/qn');
    expect(result).toMatchObject({ exitCode: 0, kept: ['Client/a.dll'], written: ['client.msi'] });
  });
});

describe('msiexec /a package.msi /p patch.msp', () => {
  it.each(['embedded', 'external', 'none'] as const)(
    'makes a patched image in one go (%s)',
    async (cabinets) => {
      const folder = tempFolder();
      const path = writeClient(join(folder, 'source'), '1.0.0', before, { directories, cabinets });
      const fix = buildSmallPatch(buildClient('1.0.0', before, { directories, cabinets }), v2, patchFiles);
      const target = join(folder, 'image');
      const result = await msiexec(
        '/p',
        writePatch(folder, 'fix.msp', fix),
        '/a',
        path,
        '/qn',
        `TARGETDIR=${target}`,
      );
      expect(result.error).toBeNull();
      expect(treeBeside(join(target, 'client.msi'))).toEqual(patchedTree);
      expect(open(join(target, 'client.msi')).wordCount & 6).toBe(4);
    },
  );

  // On Windows an image without a target goes to a drive's root.
  it.skipIf(process.platform === 'win32')('wants a target', async () => {
    const folder = tempFolder();
    const path = writeClient(folder, '1.0.0', before, { directories });
    const result = await msiexec('/a', path, '/p', writePatch(folder, 'fix.msp', patch), '/qn');
    expect(result.error?.code).toBe('TARGET_MISSING');
  });
});

/** A patch and what it ends in; every one is tried on an image that must stay as it was. */
const failures: [name: string, patch: Uint8Array, exitCode: number, code: string, message: RegExp][] = [
  ['text', text('no patch'), 1636, 'PACKAGE_UNKNOWN_KIND', /not a package/],
  ['a product', v1, 1636, 'PATCH_INVALID', /not a patch; its kind is msi/],
  ['an empty file', new Uint8Array(), 1636, 'PACKAGE_UNKNOWN_KIND', /empty/],
  [
    'no patch code',
    buildSmallPatch(v1, v2, patchFiles, { summary: { revision: 'none' } }),
    1636,
    'PATCH_INVALID',
    /patch code/,
  ],
  [
    'a transform that is not there',
    buildSmallPatch(v1, v2, patchFiles, { summary: { lastAuthor: ':X;:#X' } }),
    1636,
    'PATCH_INVALID',
    /does not hold: X/,
  ],
  [
    'another product',
    buildSmallPatch(v1, v2, patchFiles, { products: ['{33333333-0000-0000-0000-000000000000}'] }),
    1642,
    'PATCH_NOT_APPLICABLE',
    /another product/,
  ],
  [
    'another version',
    buildSmallPatch(buildClient('0.9.0', before, { directories }), v2, patchFiles),
    1642,
    'PATCH_NOT_APPLICABLE',
    /another product or version/,
  ],
  [
    'a delta for another file',
    buildSmallPatch(v1, v2, { ...patchFiles, delta: { delta: buildPlainDelta(text('?'), after[1]!.bytes) } }),
    1603,
    'DELTA_WRONG_OLD_FILE',
    /Client\/delta\.txt cannot be patched: the delta is for another file/,
  ],
  [
    'a delta that makes another file than the tables say',
    buildSmallPatch(v1, v2, {
      ...patchFiles,
      delta: { delta: buildPlainDelta(before[1]!.bytes, long('odd content ')) },
    }),
    1603,
    'PACKAGE_FILE_HASH',
    /hash/,
  ],
  [
    'a delta that is none',
    buildSmallPatch(v1, v2, { ...patchFiles, delta: { delta: text('PA19 or so') } }),
    1603,
    'DELTA_UNSUPPORTED_FLAG',
    /delta\.txt/,
  ],
  [
    'a whole file that is another one',
    buildSmallPatch(v1, v2, { ...patchFiles, whole: { whole: text('whole, odd') } }),
    1603,
    'PACKAGE_FILE_HASH',
    /whole\.txt/,
  ],
  [
    'a cabinet member that is missing',
    buildSmallPatch(v1, v2, patchFiles, { target: { leaveOut: ['whole'] } }),
    1603,
    'PACKAGE_NOT_IN_CABINET',
    /does not hold/,
  ],
  [
    'a delta that is missing',
    buildSmallPatch(v1, v2, patchFiles, { target: { leaveOut: ['delta'] } }),
    1603,
    'PACKAGE_NOT_IN_CABINET',
    /does not hold/,
  ],
  [
    'a new file that nobody brings',
    buildSmallPatch(v1, v2, { whole: patchFiles.whole, delta: patchFiles.delta }),
    1603,
    'PACKAGE_NO_FILE',
    /no patch contains added\.txt/,
  ],
  [
    'an error that the transform does not let pass',
    buildSmallPatch(
      buildClient('1.0.0', [...before, { key: 'never', name: 'never.txt', bytes: text('') }], {
        directories,
      }),
      v2,
      patchFiles,
      { target: { errors: 0 } },
    ),
    1624,
    'MSI_TRANSFORM_NO_ROW',
    /does not exist/,
  ],
  ['half of it', patch.subarray(0, patch.length >> 1), 1636, 'CFB_TRUNCATED', /./],
];

describe('a patch that fails', () => {
  it.each(failures)('%s: the image stays as it was', async (_, bytes, exitCode, code, message) => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', before, { directories });
    const was = hashTree(dirname(image));
    const path = writePatch(folder, 'fix.msp', bytes);
    const result = await msiexec('/a', image, '/p', path, '/qn');
    expect([explainExitCode(result.exitCode), result.error?.code, result.error?.message]).toEqual([
      explainExitCode(exitCode),
      code,
      expect.stringMatching(message),
    ]);
    expect(result.error?.facts.file).toEqual(expect.stringContaining(folder));
    expect(hashTree(dirname(image))).toEqual(was);
  });

  it('says which file was found instead, with its version', async () => {
    const executable = (fileVersion: string) =>
      buildExecutable({ platform: 'x64', dll: true, version: { fileVersion } });
    const [old, changed, next] = ['1.0.0.0', '1.0.0.7', '1.1.0.0'].map(executable) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const file = (version: string, bytes: Uint8Array) => [{ key: 'dll', name: 'a.dll', version, bytes }];
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', file('1.0.0.0', old), { directories });
    writeTree(dirname(image), { 'Client/a.dll': changed });
    const fix = buildSmallPatch(
      buildClient('1.0.0', file('1.0.0.0', old), { directories }),
      buildClient('1.1.0', file('1.1.0.0', next), { directories }),
      { dll: { delta: buildPlainDelta(old, next) } },
    );
    const { error } = await msiexec('/a', image, '/p', writePatch(folder, 'fix.msp', fix), '/qn');
    expect(error?.facts).toMatchObject({ entry: 'dll', file: join(folder, 'fix.msp') });
    expect(error?.facts.expected).toMatch(/^CRC [0-9a-f]{8}, \d+ bytes$/);
    expect(error?.facts.found).toMatch(/^CRC [0-9a-f]{8}, \d+ bytes, version 1\.0\.0\.7$/);
  });

  it('may fail at a delta that does not matter: the file stays', async () => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', before, { directories });
    const wrong = buildPlainDelta(text('?'), after[1]!.bytes);
    const fix = buildSmallPatch(v1, v2, { ...patchFiles, delta: { delta: wrong, attributes: 1 } });
    const result = await msiexec('/a', image, '/p', writePatch(folder, 'fix.msp', fix), '/qn');
    expect(result.exitCode).toBe(0);
    expect(result.warnings.map(({ code, entry }) => [code, entry])).toEqual([
      ['DELTA_WRONG_OLD_FILE', 'delta'],
    ]);
    expect(treeBeside(image)['Client/delta.txt']).toBe('old content '.repeat(4000));
  });

  it('is not even looked for where there are more than a product takes', async () => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', before, { directories });
    const list = Array.from({ length: 128 }, (_, i) => join(folder, `${i}.msp`)).join(';');
    const { error } = await msiexec('/a', image, '/p', list, '/qn');
    expect(error).toMatchObject({ code: 'PATCH_NO_SEQUENCE', facts: { found: 128 } });
  });

  it('is 1635 where it is not there', async () => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', before, { directories });
    expect((await msiexec('/a', image, '/p', join(folder, 'none.msp'), '/qn')).exitCode).toBe(1635);
  });

  it('needs the old file', async () => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', before, { directories });
    rmSync(join(dirname(image), 'Client/delta.txt'));
    const was = hashTree(dirname(image));
    const result = await msiexec('/a', image, '/p', writePatch(folder, 'fix.msp', patch), '/qn');
    expect([result.exitCode, result.error?.code]).toEqual([1603, 'PACKAGE_NO_FILE']);
    expect(hashTree(dirname(image))).toEqual(was);
  });

  it('is told of where others apply', async () => {
    const folder = tempFolder();
    const image = await writeImage(folder, '1.0.0', before, { directories });
    const other = buildSmallPatch(v1, v2, patchFiles, {
      code: '{44444444-0000-0000-0000-000000000000}',
      products: ['{33333333-0000-0000-0000-000000000000}'],
    });
    const paths = [writePatch(folder, 'other.msp', other), writePatch(folder, 'fix.msp', patch)];
    const result = await msiexec('/a', image, '/p', paths.join(';'), '/qn');
    expect(result.exitCode).toBe(0);
    expect(result.warnings).toEqual([
      {
        code: 'PATCH_LEFT_OUT',
        message: expect.stringContaining('this patch is left out'),
        file: paths[0],
        expected: 'product {33333333-0000-0000-0000-000000000000}',
        found: `product ${product.code}`,
      },
    ]);
  });
});

describeCorpusThoroughly('patches by light.exe', () => {
  const wix = (name: string) => join(corpusDir, 'wix3', `PerMachineMsisMsps_${name}`);
  const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

  async function patched(letter: string, patches: string[]): Promise<string> {
    const folder = tempFolder();
    const source = join(folder, 'product.msi');
    copyFileSync(wix(`prod${letter}v100.msi`), source);
    const image = join(folder, 'image/product.msi');
    await msiexec('/a', source, '/qn', `TARGETDIR=${dirname(image)}`);
    const list = patches.map((patch) => wix(`${patch}.msp`)).join(';');
    const result = await msiexec('/a', image, '/p', list, '/qn');
    expect(result.error).toBeNull();
    return image;
  }

  it.each(['A', 'B'])('Patch%s makes the rows of the updated product; it brings no file', async (letter) => {
    const image = await patched(letter, [`Patch${letter}v101`]);
    const updated = open(wix(`prod${letter}v101.msi`));
    const own = open(image);
    expect(fileRows(image)).toEqual(updated.database.rows('File'));
    expect(mediaRows(image)).toEqual(updated.media);
    const left = [...own.properties].filter(([name, value]) => updated.properties.get(name) !== value);
    expect(left.map(([name]) => name)).toEqual([
      `Patch${letter}v101.AllowRemoval`,
      `Patch${letter}v101.PatchCode`,
    ]);
  });

  it.each([
    ['A', ['PatchABv101']],
    ['B', ['PatchABv101']],
    ['A', ['PatchAv101', 'PatchABv101']],
    ['B', ['PatchABv101', 'PatchBv101']],
  ])('prod%s with %j has the files that the patch brings', async (letter, patches) => {
    const image = await patched(letter, patches);
    // product.wxs as the cabinet of the patch has it, whose hash the tables state.
    const { files } = open(image);
    const bytes = readFileSync(join(dirname(image), `Program Files/Prod${letter}/product.wxs`));
    expect(files.map(({ md5: stated, size }) => [stated, size])).toEqual([[md5(bytes), bytes.length]]);
    const other = readFileSync(wix(`PatchABv101.msp`));
    expect(sha256(bytes)).not.toBe(sha256(other));
  });

  it('refuses the patch for the other product', async () => {
    const folder = tempFolder();
    const image = join(folder, 'product.msi');
    await msiexec('/a', wix('prodAv100.msi'), '/qn', `TARGETDIR=${folder}`);
    writeFileSync(image, readFileSync(join(folder, 'PerMachineMsisMsps_prodAv100.msi')));
    const result = await msiexec('/a', image, '/p', wix('PatchBv101.msp'), '/qn');
    expect([result.exitCode, result.error?.code]).toEqual([1642, 'PATCH_NOT_APPLICABLE']);
  });
});
