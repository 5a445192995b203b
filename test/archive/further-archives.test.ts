import { describe, expect, it } from 'vitest';
import { openContainer } from '../../src/archive/open-container.js';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { openPackage } from '../../src/package/open-package.js';
import { buildCabinet } from '../support/cabinet-builder.js';
import { cabinetOf, type Files, iexpress, selfExtractor } from '../support/container-builder.js';
import { buildPackage } from '../support/package-builder.js';
import { sha256, text } from '../support/package-folder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';
import { itThorough } from '../support/thorough.js';
import { buildZip } from '../support/zip-builder.js';

const zipOf = (files: Files) =>
  buildZip({ files: Object.entries(files).map(([name, bytes]) => ({ name, bytes })) });
const msi = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('hello') }] }).msi;
const certificate = new Uint8Array(200).fill(9);
const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const padding = new Uint8Array(700);
const open = (bytes: Uint8Array) => openContainer(new BufferSource(bytes), 'x', new UnpackBudget(), 1)!;
const contents = (bytes: Uint8Array): Record<string, string> => {
  const container = open(bytes);
  const members = Object.fromEntries(container.files.map((one) => [one.path, sha256(one.bytes())]));
  const decoded = new Map<string, Uint8Array[]>();
  for (const batch of container.batches(container.files)) {
    for (const part of container.decode(batch)) {
      if ('chunk' in part)
        decoded.set(part.file.path, [...(decoded.get(part.file.path) ?? []), part.chunk.slice()]);
    }
  }
  for (const [path, pieces] of decoded) expect(sha256(join(...pieces))).toBe(members[path]);
  container.prefetch(container.files);
  const heads = container.heads(container.files, 4, (member, head) => `${member.path} ${head.length}`);
  expect([...heads.keys()]).toEqual(container.files);
  return members;
};
const hashes = (files: Files) =>
  Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [
      name,
      sha256(typeof bytes === 'string' ? text(bytes) : bytes),
    ]),
  );

const first = { 'setup.msi': msi, 'read.txt': 'one' };
const second = { 'b.txt': 'two' };

describe('archives one after the other', () => {
  it.each([
    { name: 'zip and zip behind a program', bytes: selfExtractor(join(zipOf(first), zipOf(second))) },
    { name: 'zip and zip, signed', bytes: selfExtractor(join(zipOf(first), zipOf(second)), {}, certificate) },
    {
      name: 'zip and zip with bytes between',
      bytes: selfExtractor(join(padding, zipOf(first), padding, zipOf(second), padding)),
    },
    { name: 'cabinet and cabinet', bytes: selfExtractor(join(cabinetOf(first), cabinetOf(second))) },
    { name: 'cabinet and zip', bytes: selfExtractor(join(cabinetOf(first), zipOf(second))) },
    { name: 'zip and cabinet', bytes: selfExtractor(join(zipOf(first), cabinetOf(second)), {}, certificate) },
    { name: 'zip and zip without a program', bytes: join(zipOf(first), zipOf(second)) },
    { name: 'zip and cabinet without a program', bytes: join(zipOf(first), cabinetOf(second)) },
    { name: 'zip and zip behind a script', bytes: join(text('#!/bin/sh\n'), zipOf(first), zipOf(second)) },
    { name: 'IExpress and a zip', bytes: join(iexpress(cabinetOf(first)), zipOf(second)) },
  ])('$name: all are found', ({ bytes }) => {
    expect(contents(bytes)).toEqual(hashes({ ...first, ...second }));
    expect(open(bytes).title).toMatch(/, 2 archives$/);
    using opened = openPackage(bytes, { name: 'x' });
    expect([opened.kind, opened.inside]).toEqual(['msi', ['setup.msi']]);
  });

  it('finds a package that lies behind an archive as it is', () => {
    const bytes = selfExtractor(join(zipOf(second), msi, zipOf({ 'c.txt': 'three' })));
    const at = buildExecutable({ platform: 'x86' }).length + zipOf(second).length;
    expect(contents(bytes)).toEqual(hashes({ 'b.txt': 'two', [`at-${at}.msi`]: msi, 'c.txt': 'three' }));
  });

  it('finds packages that lie right behind a program, however near the first cabinet of one is', () => {
    const stub = buildExecutable({ platform: 'x86' });
    // In a place of its header that nothing uses.
    const near = msi.slice();
    near.set(cabinetOf({ 'n.txt': 'near' }), 200);
    const at = stub.length;
    expect(contents(join(stub, near, msi))).toEqual(
      hashes({ [`at-${at}.msi`]: near, [`at-${at + near.length}.msi`]: msi }),
    );
  });

  it.each([
    ['package', msi, /^at-\d+\.msi$/],
    ['cabinet', cabinetOf({ 'c.txt': 'three' }), /^c\.txt$/],
    ['zip archive', zipOf({ 'c.txt': 'three' }), /^c\.txt$/],
  ])('finds a %s in the resources of a program with an archive behind it', (_, data, name) => {
    const stub = buildExecutable({ platform: 'x86', resources: [{ type: 'DATA', name: 1, data }] });
    for (const behind of [zipOf(second), cabinetOf(second)]) {
      const names = open(join(stub, behind)).files.map(({ path }) => path);
      expect(names).toEqual([expect.stringMatching(name), 'b.txt']);
    }
  });

  it('gives numbers to equal names, except in the archive that other programs see', () => {
    const bytes = selfExtractor(join(...['1', '2', '3'].map((one) => zipOf({ 'a.txt': one }))));
    expect(contents(bytes)).toEqual(hashes({ 'a.txt': '3', 'a (2).txt': '1', 'a (3).txt': '2' }));
    expect(open(bytes).files.map(({ statedName }) => statedName)).toEqual(['a.txt', 'a.txt', undefined]);
    expect(open(bytes).warnings.map(({ code }) => code)).toEqual([
      'ZIP_SEVERAL',
      'PATH_RENAMED',
      'PATH_RENAMED',
    ]);
  });

  it.each([
    { name: 'joined', last: zipOf({ 'a.txt': '2', 'b.txt': 'b' }), before: zipOf({ 'A.TXT': '1' }) },
    {
      name: 'joined with offsets from the start of the file',
      last: buildZip({
        files: [
          { name: 'a.txt', bytes: '2' },
          { name: 'b.txt', bytes: 'b' },
        ],
        before: zipOf({ 'A.TXT': '1' }),
        fromFileStart: true,
      }),
      before: new Uint8Array(),
    },
  ])('says that programs see the last of zip archives that were $name', ({ last, before }) => {
    const container = open(join(before, last));
    expect(container.files.map(({ path }) => path)).toEqual(['A (2).TXT', 'a.txt', 'b.txt']);
    expect(container.warnings[0]).toEqual({
      code: 'ZIP_SEVERAL',
      message:
        'this file has 2 zip archives, one after the other, and the files of all are listed; programs that unpack zip archives see only the last one; in more than one of them: A.TXT',
      found: 2,
    });
  });

  it('finds archives before more bytes than an end record is searched in', () => {
    const tail = new Uint8Array(4_300_000);
    expect(contents(join(zipOf(first), tail))).toEqual(hashes(first));
    expect(open(join(zipOf(first), tail)).warnings).toEqual([]);
  });

  itThorough('finds several archives before so many bytes', () => {
    const tail = new Uint8Array(4_300_000);
    const two = join(zipOf({ 'a.txt': '1' }), zipOf({ 'a.txt': '2' }), tail);
    expect(contents(two)).toEqual(hashes({ 'a.txt': '2', 'a (2).txt': '1' }));
    expect(open(two).warnings).toMatchObject([{ code: 'ZIP_SEVERAL' }, { code: 'PATH_RENAMED' }]);
  });

  it('says that other programs read the archive in a comment', () => {
    const inner = zipOf({ 'a.txt': '2' });
    const outer = zipOf({ 'a.txt': '1' });
    outer[outer.length - 2] = inner.length & 0xff;
    outer[outer.length - 1] = inner.length >> 8;
    expect(contents(join(outer, inner))).toEqual(hashes({ 'a.txt': '1' }));
    expect(open(join(outer, inner)).warnings).toEqual([
      {
        code: 'ZIP_SEVERAL',
        message:
          'the comment of the zip archive holds another zip archive, which was not looked at and which other programs read instead of this one',
        offset: outer.length,
      },
    ]);
  });

  it.each([
    { name: 'padding', behind: padding },
    { name: 'nothing', behind: new Uint8Array() },
    { name: 'an archive without files', behind: zipOf({}) },
  ])('is the archive itself where only $name follows', ({ behind }) => {
    for (const bytes of [
      selfExtractor(join(zipOf(first), behind)),
      selfExtractor(join(cabinetOf(first), behind)),
    ]) {
      const container = open(bytes);
      expect(container.title).toMatch(/^self-extracting (?:zip archive|cabinet)$/);
      expect(container.warnings).toEqual([]);
    }
  });

  it.each([
    {
      name: 'a damaged archive',
      part: damaged(),
      code: 'ZIP_CORRUPT',
      message: /another archive in this file cannot be opened/,
    },
    {
      name: 'a 7z archive',
      part: join(text('7z'), Uint8Array.of(0xbc, 0xaf, 0x27, 0x1c), padding),
      code: 'CONTAINER_UNSUPPORTED',
      message: /7z archive/,
    },
  ])('names what is not looked at: $name', ({ part, code, message }) => {
    const container = open(selfExtractor(join(part, zipOf(second))));
    expect(container.files.map(({ path }) => path)).toEqual(['b.txt']);
    expect(container.warnings).toMatchObject([
      { code, message: expect.stringMatching(message), offset: buildExecutable({ platform: 'x86' }).length },
    ]);
  });

  it.each([
    ['zip and zip', zipOf({ 'a.txt': 'whole' })],
    ['cabinet and zip', cabinetOf({ 'a.txt': 'whole' })],
  ])('reads what there is of one that was cut, and says so: %s', (_, whole) => {
    const last = zipOf({ 'b.txt': 'x', 'c.txt': 'y' });
    // Less than its first file is too little to tell that there is one.
    for (let length = 60; length < last.length; length++) {
      const container = open(selfExtractor(join(whole, last.subarray(0, length))));
      expect(container.files.map(({ path }) => path)).toEqual(expect.arrayContaining(['a.txt', 'b.txt']));
      expect(container.warnings).toMatchObject([{ code: 'ZIP_TRUNCATED' }]);
    }
  });

  it('reads one that was cut after other bytes: behind an archive, a script or a program alone', () => {
    const last = zipOf({ 'b.txt': 'x'.repeat(50), 'c.txt': 'y' }).subarray(0, -30);
    for (const before of [selfExtractor(zipOf(first)), selfExtractor(cabinetOf(first)), zipOf(first)]) {
      const container = open(join(before, padding, last));
      expect(container.files.map(({ path }) => path)).toEqual(expect.arrayContaining(['setup.msi', 'b.txt']));
      expect(container.warnings).toMatchObject([{ code: 'ZIP_TRUNCATED' }]);
    }
    const alone = open(join(buildExecutable({ platform: 'x86' }), padding, last));
    expect(alone.files.map(({ path }) => path)).toEqual(['b.txt', 'c.txt']);
    expect(alone.warnings).toMatchObject([{ code: 'ZIP_TRUNCATED' }]);
  });

  it('does not take a file of a package or cabinet for a cut archive', () => {
    const packages = buildPackage({
      files: [{ key: 'a', name: 'a.zip', bytes: zipOf(first).subarray(0, -30) }],
    }).msi;
    for (const behind of [packages, storedCabinet('a.zip', zipOf(second).subarray(0, -30))]) {
      const container = open(join(selfExtractor(zipOf(second)), padding, behind));
      expect(container.files).toHaveLength(2);
      expect(container.warnings).toEqual([]);
    }
  });

  it('knows which file of a later one is cut', () => {
    const cabinet = cabinetOf({ 'b.txt': 'x'.repeat(1000) });
    const container = open(selfExtractor(join(zipOf({ 'a.txt': 'whole' }), cabinet.subarray(0, -10))));
    expect(container.files.map(({ path, cut }) => [path, cut?.code ?? null])).toEqual([
      ['a.txt', null],
      ['b.txt', 'CAB_TRUNCATED'],
    ]);
  });

  it('stops after many', () => {
    const container = open(
      selfExtractor(join(...Array.from({ length: 70 }, (_, i) => zipOf({ [`${i}.txt`]: 'x' })))),
    );
    expect(container.files).toHaveLength(65);
    expect(container.warnings).toMatchObject([{ code: 'CONTAINER_TOO_MANY' }, { code: 'ZIP_SEVERAL' }]);
  });
});

function storedCabinet(name: string, bytes: Uint8Array): Uint8Array {
  return buildCabinet({ folders: [{ method: 'none', files: [{ name, bytes }] }] });
}

/** A zip archive whose directory has an entry with a wrong signature. */
function damaged(): Uint8Array {
  const bytes = zipOf({ 'a.txt': 'a', 'b.txt': 'b' });
  const directory = Buffer.from(bytes).lastIndexOf(Uint8Array.of(0x50, 0x4b, 1, 2));
  bytes[directory + 3] = 9;
  return bytes;
}

describe('packages anywhere in a program', () => {
  const patch = msi.slice();
  const program = (resources: Uint8Array[]) =>
    buildExecutable({
      platform: 'x64',
      resources: resources.map((data, i) => ({ type: 'DATA', name: i + 1, data })),
    });

  it('are found before the cabinets in them', () => {
    const bytes = program([msi]);
    const at = Buffer.from(bytes).indexOf(Buffer.from(msi.subarray(0, 600)));
    expect(contents(bytes)).toEqual(hashes({ [`at-${at}.msi`]: msi }));
    expect(open(bytes).warnings).toMatchObject([{ code: 'PACKAGE_DATABASE_FOUND', offset: at }]);
    using opened = openPackage(bytes, { name: 'x' });
    expect([opened.kind, opened.inside]).toEqual(['msi', [`at-${at}.msi`]]);
  });

  it('are found beside cabinets that are not in them', () => {
    const bytes = program([cabinetOf(second), msi, patch]);
    const names = open(bytes).files.map(({ path }) => path);
    expect(names).toEqual([
      expect.stringMatching(/^at-\d+\.msi$/),
      expect.stringMatching(/^at-\d+\.msi$/),
      'b.txt',
    ]);
  });

  it('are no other compound files', () => {
    const other = msi.slice();
    // The CLSID of the root entry.
    const root = (new DataView(other.buffer, other.byteOffset).getUint32(0x30, true) + 1) * 512;
    other[root + 80] = 0xff;
    expect(open(program([other, cabinetOf(second)])).files.map(({ path }) => path)).toContain('b.txt');
    expect(open(program([other, cabinetOf(second)])).warnings).toMatchObject([
      { code: 'PACKAGE_CABINET_FOUND' },
    ]);
  });
});
