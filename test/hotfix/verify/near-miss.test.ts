import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import type { ManifestFile, ManifestSection } from '../../../src/hotfix/manifest/manifest.js';
import type { FileFacts } from '../../../src/hotfix/verify/compare-file.js';
import { explainNearMiss, findRenamed } from '../../../src/hotfix/verify/near-miss.js';

const manifest = manifestFromCatalogue('977203');
const [sp1, sp2] = manifest.sections as [ManifestSection, ManifestSection];

function rowOf(section: ManifestSection, name: string, platform: string | null = null): ManifestFile {
  return section.files.find(
    (row) =>
      row.name.toLowerCase() === name.toLowerCase() && (platform === null || row.platform === platform),
  )!;
}

function fileOf(row: ManifestFile, change: Partial<FileFacts> = {}): FileFacts {
  const { name, size, version, platform } = row;
  return { path: `image/${name}`, name, size: size ?? 0, version, platform, ...change };
}

describe('explainNearMiss', () => {
  const setup = rowOf(sp2, 'Ccmsetup.exe');
  const mp = rowOf(sp2, 'Mp.msi');
  const gencert = rowOf(sp2, 'Ccmgencert.dll', 'x86');

  it.each<[string, ManifestFile, FileFacts, string, RegExp]>([
    [
      'the file of the other product',
      setup,
      fileOf(rowOf(sp1, 'Ccmsetup.exe')),
      'other-product',
      /^this is the file of ConfigMgr 2007 SP1$/,
    ],
    [
      'an unversioned file of the other product',
      mp,
      fileOf(rowOf(sp1, 'Mp.msi')),
      'other-product',
      /^this is the file of ConfigMgr 2007 SP1$/,
    ],
    [
      'the file for another processor',
      gencert,
      fileOf(rowOf(sp2, 'Ccmgencert.dll', 'x64')),
      'other-platform',
      /^this is the file for x64$/,
    ],
    [
      'the file of the other product for another processor',
      gencert,
      fileOf(rowOf(sp1, 'Ccmgencert.dll', 'IA-64')),
      'other-product',
      /^this is the file of ConfigMgr 2007 SP1 for IA-64$/,
    ],
    [
      'a newer file of a superseding hotfix, version as scripts write it',
      setup,
      fileOf(setup, { version: '4.00.6487.2157', size: 600_000 }),
      'newer',
      /^newer: from 4\.0\.6487\.2157, KB977384 or later, which supersedes KB977203$/,
    ],
    [
      'a file from before the hotfix',
      setup,
      fileOf(setup, { version: '4.0.6487.2000', size: 600_000 }),
      'older',
      /^older: from 4\.0\.6487\.2000, .*SP2/,
    ],
    [
      'a version of no known product',
      setup,
      fileOf(setup, { version: '6.0.7711.0' }),
      'newer',
      /^a version that is newer$/,
    ],
    [
      'a file that is no executable any more',
      setup,
      fileOf(setup, { version: null, platform: null, size: 1000 }),
      'no-version',
      /^no executable: damaged/,
    ],
    [
      'an executable for a processor that is not known',
      setup,
      fileOf(setup, { platform: null, kind: 'PE32' }),
      'other-platform',
      /^an executable for a processor that is not known$/,
    ],
    [
      'a package that is none any more',
      mp,
      fileOf(mp, { missingKind: 'compound file' }),
      'other',
      /^no compound file: damaged, cut short or another file$/,
    ],
    ['an empty file', mp, fileOf(mp, { size: 0 }), 'empty', /empty/],
    [
      'a file with bytes behind it',
      setup,
      fileOf(setup, { size: 611_688 + 1 }),
      'size',
      /^the right version, but 1 byte larger: altered/,
    ],
    [
      'a delta',
      setup,
      fileOf(setup, { size: 162, version: null, platform: null, isDelta: true }),
      'other',
      /^a delta, not the whole file: .*--base/,
    ],
    ['a file cut short', mp, fileOf(mp, { size: 9_180_672 - 512 }), 'size', /^512 bytes smaller: cut short/],
  ])('knows %s', (_, row, file, kind, text) => {
    const found = explainNearMiss(manifest, sp2, row, file);
    expect(found?.kind).toBe(kind);
    expect(found?.text).toMatch(text);
  });

  it('says nothing of a file that is right', () => {
    for (const row of sp2.files) expect(explainNearMiss(manifest, sp2, row, fileOf(row))).toBeNull();
  });

  it('names the superseding article for those who count', () => {
    const file = fileOf(setup, { version: '4.0.6487.2207' });
    expect(explainNearMiss(manifest, sp2, setup, file)).toMatchObject({ supersededBy: '977384' });
  });
});

describe('findRenamed', () => {
  const row = rowOf(sp2, 'Sccm2007ac-sp2-kb977203-x86.msp');

  it('finds the patch under the name of another locale', () => {
    const file = fileOf(row, { name: 'sccm2007ac-sp2-kb977203-x86-deu.msp', path: 'a/b.msp' });
    expect(findRenamed(row, [fileOf(rowOf(sp2, 'Mp.msi')), file])).toBe(file);
  });

  it('does not guess between two, nor by size alone', () => {
    const file = fileOf(row, { name: 'a.msp' });
    expect(findRenamed(row, [file, { ...file, name: 'b.msp' }])).toBeNull();
    expect(findRenamed(row, [{ ...file, name: 'a.txt' }])).toBeNull();
    expect(findRenamed(row, [{ ...file, size: 1 }])).toBeNull();
  });
});
