import { describe, expect, it } from 'vitest';
import { isWeakening } from '../../../src/core/weakening-warnings.js';
import type { ManifestSection } from '../../../src/hotfix/manifest/manifest.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const table = (title: string, version: string, product: string | null = null, date: string | null = null) =>
  ({
    title,
    product,
    files: ['a.dll', 'b.dll'].map((name) => ({
      name,
      version,
      size: date === null ? 4000 : Number(date.slice(-2)),
      date,
      time: null,
      platform: 'x86',
    })),
  }) satisfies ManifestSection;
const filesOf = ({ files }: ManifestSection) =>
  files.map(({ name, version, size, platform }) => ({ path: name, name, version, size: size!, platform }));
const verify = (sections: ManifestSection[], of: ManifestSection, options = {}) => {
  const manifest = { kb: '1', title: 'Update', language: 'en', sections, warnings: [] };
  const { ok, section, warnings } = verifyFiles(filesOf(of), manifest, options);
  return { ok, section, warnings: warnings.filter(isWeakening).map(({ message }) => message) };
};
const later = (title: string) =>
  expect.stringMatching(
    `^another table of the article, which may be for a later release of the package, has later files.*${title.replace(/[()]/g, '.')}`,
  );

describe('laterTables', () => {
  const releases: [string, string, string][] = [
    ['dates without a year', 'Released June 1', 'Re-released August 3'],
    ['dates with years', 'Released June 1, 2009', 'Re-released August 3, 2010'],
    ['dates in numbers', 'Files of 2009-06-01', 'Files of 2010-08-03'],
    ['German dates', 'Veröffentlicht am 1. Juni 2009', 'Erneut veröffentlicht am 3. August 2010'],
    ['numbers before', 'Version 1 of the package', 'Version 2 of the package'],
    ['numbers of two parts', 'Hotfix package, version 1.0', 'Hotfix package, version 1.1'],
    ['a word', 'Original files', 'Updated files'],
    ['numbers behind', 'Update version 1', 'Update version 2'],
    ['Spanish numbers', 'Versión 1', 'Versión 2'],
    ['a word in one of them', 'File information', 'File information (re-released)'],
    ['a word for the earlier one', 'Original release', 'Current release'],
    ['a word for a package that was withdrawn', 'Files of the withdrawn package', 'Files of this package'],
    ['words for what is replaced', 'Replaced files', 'New files'],
    ['words for what was before', 'Before the update', 'After the update'],
    ['German words for what was before', 'Vor der Installation', 'Nach der Installation'],
    ['numbers of builds', 'Build 1', 'Build 2'],
    ['numbers of updates', 'Cumulative update 1', 'Cumulative update 2'],
    ['nothing', 'File information', 'File information'],
    ['dates, of one service pack', 'SP2 (June 1, 2009)', 'SP2 (August 3, 2010)'],
  ];
  it.each(releases)('are named where the files are those of the earlier one: %s', (_, one, two) => {
    const [first, second] = [table(one, '1.0.0.1'), table(two, '1.0.0.2')];
    for (const options of [{}, { onlyPresent: true }, { fileName: 'Windows-x86.exe' }]) {
      expect(verify([first, second], first, options)).toEqual({
        ok: true,
        section: one,
        warnings: [later(two)],
      });
      expect(verify([second, first], first, options)).toMatchObject({ ok: true, warnings: [later(two)] });
      expect(verify([first, second], second, options)).toEqual({ ok: true, section: two, warnings: [] });
    }
  });

  it.each(releases.filter(([kind]) => kind !== 'nothing' && !/\bwords?\b/.test(kind)))(
    'are not joined with the earlier ones of a known product: %s',
    (_, one, two) => {
      const [first, second] = [table(one, '1.0.0.1', 'SP2'), table(two, '1.0.0.2', 'SP2')];
      expect(verify([first, second], first)).toEqual({ ok: true, section: one, warnings: [later(two)] });
      expect(verify([first, second], second)).toEqual({ ok: true, section: two, warnings: [] });
    },
  );

  it('are known by the dates of files of one version', () => {
    const first = table('Released June 1', '1.0.0.1', null, '2009-05-11');
    const second = table('Re-released August 3', '1.0.0.1', null, '2009-07-12');
    expect(verify([first, second], first).warnings).toEqual([later('Re-released August 3')]);
    expect(verify([first, second], second).warnings).toEqual([]);
  });

  it.each([
    ['Version 1', 'Version 2'],
    ['Released June 1', 'Re-released August 3'],
  ])('are known by their headings where the files differ in size alone: %s', (one, two) => {
    const first = table(one, '1.0.0.1');
    const { files, ...rest } = table(two, '1.0.0.1');
    const second = { ...rest, files: files.map((row) => ({ ...row, size: 4096 })) };
    expect(verify([first, second], first).warnings).toEqual([later(two)]);
    expect(verify([first, second], second).warnings).toEqual([]);
  });

  it.each([
    ['role', 'Client', 'Server'],
    ['service pack', 'SP2 (June 1, 2009)', 'SP3 (August 3, 2010)'],
    ['release of Windows', 'Windows XP, June 1, 2009', 'Windows Vista, June 1, 2009'],
    ['release of a player', 'Windows Media Player version 9', 'Windows Media Player version 10'],
    ['version of a product', 'Version 1.1 of the product', 'Version 2.0 of the product'],
    ['processor', 'Version 1 for x86', 'Version 1 for x64'],
    ['branch', 'Version 1, GDR', 'Version 1, QFE'],
  ])('are not those for another %s', (_, one, two) => {
    const first = table(one, '1.0.0.1');
    expect(verify([first, table(two, '1.0.0.2')], first)).toEqual({ ok: true, section: one, warnings: [] });
  });

  it('are not those for another product, and not those of other files', () => {
    const first = table('Version 1', '1.0.0.1', 'SP1');
    expect(verify([first, table('Version 2', '1.0.0.2', 'SP2')], first).warnings).toEqual([]);
    const other = table('Version 2', '1.0.0.2');
    const rows = other.files.map((row, i) => (i === 0 ? row : { ...row, name: `${i}.dll` }));
    const three = {
      ...other,
      files: [...rows, { ...rows[0]!, name: '2.dll' }, { ...rows[0]!, name: '3.dll' }],
    };
    expect(verify([table('Version 1', '1.0.0.1'), three], first).warnings.join()).not.toMatch(
      /later release/,
    );
  });
});
