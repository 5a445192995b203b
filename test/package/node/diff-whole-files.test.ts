import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import { diffPackages } from '../../../src/package/node/diff-packages.js';
import { aroundWarnings, diffWholeFiles } from '../../../src/package/node/diff-whole-files.js';
import { openPackage } from '../../../src/package/open-package.js';
import { buildCabinet } from '../../support/cabinet-builder.js';
import { buildPackage } from '../../support/package-builder.js';
import { signPackage } from '../../support/signed-hotfix.js';
import { buildZip } from '../../support/zip-builder.js';

const msi = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }] }).msi;
const changedAt = (bytes: Uint8Array, at: number): Uint8Array => {
  const changed = bytes.slice();
  changed[at]! ^= 1;
  return changed;
};
const longer = (bytes: Uint8Array, more: number): Uint8Array =>
  Buffer.concat([bytes, Buffer.alloc(more, 'EVIL')]);

/** Another byte behind the end of a stream, in the rest of its sector. */
function withSlack(file: Uint8Array): Uint8Array {
  const cabinet = [...CompoundFile.open(new BufferSource(file)).root.streams.values()]
    .map((entry) => entry.open())
    .map((stream) => stream.read(0, stream.size))
    .find((bytes) => Buffer.from(bytes.subarray(0, 4)).toString() === 'MSCF')!;
  expect(cabinet.length % 64).not.toBe(0);
  return changedAt(file, Buffer.from(file).indexOf(cabinet) + cabinet.length);
}

const cabinet = buildCabinet({
  folders: [{ method: 'none', files: [{ name: 'a.txt', bytes: Buffer.from('a') }] }],
});
const zip = (text: string): Uint8Array => buildZip({ files: [{ name: 'a.txt', bytes: Buffer.from(text) }] });

async function diff(a: Uint8Array, b: Uint8Array) {
  const [before, after] = [openPackage(a), openPackage(b)];
  try {
    return await diffPackages(before, after);
  } finally {
    before.close();
    after.close();
  }
}

describe('bytes outside of what is compared', () => {
  it.each<[string, Uint8Array, Uint8Array, string]>([
    [
      '512 behind a package',
      msi,
      longer(msi, 512),
      'what follows the end of the database: 0 bytes, then 512 bytes',
    ],
    [
      '4,096 behind it',
      msi,
      longer(msi, 4096),
      'what follows the end of the database: 0 bytes, then 4,096 bytes',
    ],
    [
      'others behind it',
      longer(msi, 512),
      changedAt(longer(msi, 512), msi.length + 9),
      'what follows the end of the database: 512 bytes, then 512 bytes',
    ],
    ['the class in the header', msi, changedAt(msi, 8), 'the class in the header'],
    ['the minor version', msi, changedAt(msi, 24), 'the minor version in the header'],
    [
      'the header of signed packages',
      signPackage(msi),
      changedAt(signPackage(msi), 24),
      'the minor version in the header',
    ],
    [
      'the rest of a sector',
      msi,
      withSlack(msi),
      'the order of sectors, properties of the directory or bytes that belong to no stream',
    ],
    ['behind a cabinet', cabinet, longer(cabinet, 100), 'bytes that belong to no file'],
    [
      'a comment of a zip archive',
      zip('a'),
      Buffer.concat([zip('a').subarray(0, -2), Buffer.from('\u0003\u0000abc')]),
      'bytes that belong to no file',
    ],
  ])('are named: %s', async (_, a, b, place) => {
    const result = await diff(a, b);
    expect(result).toMatchObject({ same: false, files: [], rows: [], outside: [place] });
    expect(result.onlySignature).toBeUndefined();
  });

  it('are named beside other differences', async () => {
    const other = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('b') }] }).msi;
    const { files, outside } = await diff(msi, longer(other, 512));
    expect(files).toHaveLength(1);
    expect(outside).toEqual(['what follows the end of the database: 0 bytes, then 512 bytes']);
    expect((await diff(msi, other)).outside).toBeUndefined();
  });

  it('are none where the files are equal, are of other kinds, or differ in signatures', async () => {
    expect(await diff(msi, msi)).toMatchObject({ same: true });
    expect((await diff(msi, msi)).outside).toBeUndefined();
    const zipped = await diff(zip('a'), cabinet);
    expect(zipped).toMatchObject({ same: true });
    expect(zipped.outside).toBeUndefined();
    const signed = await diff(msi, signPackage(msi));
    expect(signed).toMatchObject({ same: false, onlySignature: true });
    expect(signed.outside).toBeUndefined();
  });

  it('are not looked for without the files', () => {
    const [a, b] = [openPackage(msi), openPackage(zip('a'))];
    expect(diffWholeFiles(a, b, { areSame: true, haveSameRest: true })).toEqual({});
  });
});

describe('aroundWarnings', () => {
  const around = (text: string): Uint8Array =>
    buildZip({
      files: [
        { name: 'in/p.msi', bytes: msi },
        { name: 'a.txt', bytes: Buffer.from(text) },
      ],
    });
  const warnings = async (a: Uint8Array, b: Uint8Array) => {
    using before = openPackage(a, { name: 'a.zip' });
    using after = openPackage(b, { name: 'b.zip' });
    const { same, warnings } = await diffPackages(before, after);
    expect([same, warnings]).toEqual([true, aroundWarnings(before, after)]);
    return warnings.map(({ message }) => message);
  };

  it('says that what is around two equal packages differs', async () => {
    expect(await warnings(around('a'), around('b'))).toEqual([
      'only the packages inside were compared, and what is around them differs; to compare that, give "a.zip!" and "b.zip!"',
    ]);
  });

  it('says nothing of containers that are the same, and where one package is by itself', async () => {
    expect(await warnings(around('a'), around('a'))).toEqual([]);
    expect(await warnings(msi, around('a'))).toEqual([]);
  });
});
