import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import type { ManifestFile, ManifestSection } from '../../../src/hotfix/manifest/manifest.js';
import type { FileFacts } from '../../../src/hotfix/verify/compare-file.js';
import { nameOfTable } from '../../../src/hotfix/verify/section-fit.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const manifest = manifestFromCatalogue('977203');
const [sp1, sp2] = manifest.sections as [ManifestSection, ManifestSection];

const fileOf = ({ name, size, version, platform }: ManifestFile, i: number): FileFacts => ({
  path: `${i}/${name}`,
  name,
  size: size ?? 0,
  version,
  platform,
});

describe('judgeFit', () => {
  it.each<[string, FileFacts[], string | null, string, string]>([
    [
      'all of one',
      sp2.files.map(fileOf),
      null,
      'certain',
      '13 of 13 rows match, none matches ConfigMgr 2007 SP1',
    ],
    [
      'one file of one',
      [fileOf(sp1.files[0]!, 0)],
      null,
      'certain',
      '1 of 13 rows match, none matches ConfigMgr 2007 SP2',
    ],
    [
      'more of one than of the other',
      [...sp2.files.slice(0, 5), ...sp1.files.slice(5, 7)].map(fileOf),
      null,
      'likely',
      '5 of 13 rows match, but 2 of 13 match ConfigMgr 2007 SP1',
    ],
    [
      'as many of one as of the other',
      [sp2.files[0]!, sp1.files[3]!].map(fileOf),
      null,
      'uncertain',
      '1 of 13 rows match, and so do those of ConfigMgr 2007 SP2',
    ],
    [
      'right versions, wrong sizes',
      [{ ...fileOf(sp2.files[3]!, 0), size: 1 }],
      null,
      'guess',
      'no file matches, but 1 version or sizes agree',
    ],
    [
      'nothing',
      [{ ...fileOf(sp2.files[3]!, 0), size: 1, version: '1.0.0.0' }],
      null,
      'none',
      'no version or size matches any table; this is the first one',
    ],
    [
      'a product that was asked for',
      sp2.files.map(fileOf),
      'SP1',
      'asked',
      'it was requested; 0 of 13 rows match',
    ],
  ])('%s', (_, files, product, certainty, reason) => {
    const { fit } = verifyFiles(files, manifest, { product });
    expect([fit.certainty, fit.reason]).toEqual([certainty, reason]);
  });

  it('counts for every table what speaks for and against it', () => {
    const files = [...sp2.files.slice(0, 5), ...sp1.files.slice(5, 7)].map(fileOf);
    expect(verifyFiles(files, manifest).fit.tables).toEqual([
      { product: sp2.product, title: sp2.title, rows: 13, match: 5, own: 5, differ: 2, missing: 6 },
      { product: sp1.product, title: sp1.title, rows: 13, match: 2, own: 2, differ: 5, missing: 6 },
    ]);
  });

  it('does not call a table certain for files that another has too', () => {
    const shared: ManifestFile = { ...sp2.files[2]!, name: 'shared.cab' };
    const both = {
      ...manifest,
      sections: [
        { ...sp1, files: [shared, sp1.files[0]!] },
        { ...sp2, files: [shared, sp2.files[0]!] },
      ],
    };
    expect(verifyFiles([fileOf(shared, 0)], both).fit.certainty).toBe('uncertain');
    const { fit } = verifyFiles([fileOf(shared, 0), fileOf(sp2.files[0]!, 1)], both);
    expect([fit.certainty, fit.reason]).toEqual([
      'certain',
      '2 of 2 rows match, 1 of them match ConfigMgr 2007 SP1 too',
    ]);
  });

  it('names tables for one product by their headings', () => {
    const first = { ...sp2, title: 'Update Rollup 1' };
    const files = sp2.files.map((file) => ({ ...file, version: file.version && '4.0.6487.2200' }));
    const second = { ...sp2, title: 'Update Rollup 2', files };
    const { fit } = verifyFiles(sp2.files.map(fileOf), { ...manifest, sections: [second, first] });
    expect(fit.reason).toMatch(/^13 of 13 rows match, \d+ of them match Update Rollup 2 too/);
    const [used, ...others] = fit.tables;
    expect(nameOfTable(used!, others)).toBe('Update Rollup 1');
    expect(nameOfTable(used!, [])).toBe('ConfigMgr 2007 SP2');
  });

  it('says so where the article has one table', () => {
    const { fit } = verifyFiles(sp2.files.map(fileOf), { ...manifest, sections: [sp2] });
    expect(fit.certainty).toBe('only');
  });
});
