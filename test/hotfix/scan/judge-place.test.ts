import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import type { ManifestFile, ManifestSection } from '../../../src/hotfix/manifest/manifest.js';
import { judgePlace } from '../../../src/hotfix/scan/judge-place.js';
import type { FileFacts } from '../../../src/hotfix/verify/compare-file.js';

const manifest = manifestFromCatalogue('977203');
const [sp1, sp2] = manifest.sections as [ManifestSection, ManifestSection];
const patch = sp2.files.find(({ name }) => name.endsWith('.msp'))!;
const utility = sp2.files.find(({ name }) => /certfix/i.test(name))!;
const setup = sp2.files.find(({ name }) => name === 'Ccmsetup.exe')!;

const folderOf = ({ name, platform }: ManifestFile) =>
  name.endsWith('.msp') ? 'Client/i386/hotfix/KB977203' : `bin/${platform ?? 'any'}`;

function fileOf(row: ManifestFile, change: Partial<FileFacts> = {}): FileFacts {
  const { name, size, version, platform } = row;
  return { path: `${folderOf(row)}/${name}`, name, size: size ?? 0, version, platform, ...change };
}

const whole = sp2.files.map((row) => fileOf(row));
const withSetup = (change: Partial<FileFacts>) =>
  sp2.files.map((row) => fileOf(row, row === setup ? change : {}));

it('judges by the very table that fits, where several have one heading', () => {
  const [one, two] = manifest.sections.map((section) => ({
    ...section,
    title: 'Files',
    product: null,
  }));
  const same = { ...manifest, sections: [one!, two!] };
  for (const section of same.sections) {
    const place = judgePlace(
      same,
      'x',
      section.files.map((row) => fileOf(row)),
      false,
    );
    expect(place).toMatchObject({ role: 'image', status: 'complete', right: section.files.length });
  }
  // A table of 40 rows beside one of two: the role depends on how much of the table is there.
  const small = { ...one!, files: [setup, patch] };
  const mixed = { ...manifest, sections: [{ ...two!, files: sp1.files }, small] };
  expect(judgePlace(mixed, 'x', [fileOf(setup), fileOf(patch)], false).role).toBe('image');
});

it('hands on what the table leaves open', () => {
  const row = { ...setup, version: null, size: null };
  const open = { ...manifest, sections: [{ ...sp2, files: [row] }] };
  const warnings: string[] = [];
  judgePlace(open, 'x', [fileOf(setup)], false, {}, ({ code }) => warnings.push(code));
  expect(warnings).toEqual(['VERIFY_NOT_COMPARED']);
});

describe('judgePlace', () => {
  it.each<[string, FileFacts[], string, string]>([
    ['an image', whole, 'image', 'complete'],
    ['an image that lacks a file', whole.slice(1), 'image', 'present'],
    ['an image with an altered file', withSetup({ size: 611_689 }), 'image', 'damaged'],
    [
      'an image with a file of the other product',
      withSetup({ version: '4.0.6221.1193', size: 609_128 }),
      'image',
      'damaged',
    ],
    ['an image with a file from before', withSetup({ version: '4.0.6487.2000' }), 'image', 'damaged'],
    [
      'an image with a file of the superseding hotfix',
      withSetup({ version: '4.0.6487.2157' }),
      'image',
      'superseded',
    ],
    [
      'an image with a file of the superseding hotfix and an altered one',
      sp2.files.map((row) =>
        fileOf(row, row === setup ? { version: '4.0.6487.2157' } : row === patch ? { size: 1000 } : {}),
      ),
      'image',
      'damaged',
    ],
    ['the patch where it belongs', [fileOf(patch)], 'client', 'complete'],
    ['the patch, cut short', [fileOf(patch, { size: 1000 })], 'client', 'damaged'],
    [
      'the patch in a client source from before',
      [fileOf(patch), fileOf(setup, { version: '4.0.6487.2000', size: 600_000 })],
      'client',
      'complete',
    ],
    [
      'the patch in a client source with an altered file',
      [fileOf(patch), fileOf(setup, { size: 611_689 })],
      'client',
      'damaged',
    ],
    ['the utility', [fileOf(utility)], 'utility', 'complete'],
    ['the utility, altered', [fileOf(utility, { size: 17_769 })], 'utility', 'damaged'],
    ['one right file', [fileOf(setup)], 'files', 'present'],
    ['one file from before', [fileOf(setup, { version: '4.0.6487.2000', size: 1 })], 'files', 'older'],
    ['one file of another product', [fileOf(setup, { version: '5.0.7711.0', size: 1 })], 'files', 'other'],
    [
      'one file of a later hotfix',
      [fileOf(setup, { version: '4.0.6487.2207', size: 1 })],
      'files',
      'superseded',
    ],
    [
      'one file that is empty',
      [fileOf(setup, { version: null, platform: null, size: 0 })],
      'files',
      'damaged',
    ],
    [
      'one file that is no executable',
      [fileOf(setup, { version: null, platform: null, size: 5 })],
      'files',
      'other',
    ],
  ])('%s', (_, files, role, status) => {
    const place = judgePlace(manifest, 'x', files, false);
    expect([place.role, place.status]).toEqual([role, status]);
  });

  it('counts what belongs to the role', () => {
    expect(judgePlace(manifest, 'x', [fileOf(patch)], false)).toMatchObject({
      expected: 1,
      right: 1,
      problems: [],
    });
    expect(judgePlace(manifest, 'x', whole.slice(1), false)).toMatchObject({
      expected: 13,
      right: 12,
      problems: [{ name: sp2.files[0]!.name, status: 'missing' }],
    });
  });

  it('finds the product by itself, or takes the one that is asked for', () => {
    const files = sp1.files.map((row) => fileOf(row));
    expect(judgePlace(manifest, 'x', files, true)).toMatchObject({
      product: sp1.product,
      status: 'complete',
    });
    expect(judgePlace(manifest, 'x', files, true, { product: 'SP2' })).toMatchObject({
      product: sp2.product,
      status: 'damaged',
    });
  });
});
