import { describe, expect, it } from 'vitest';
import type { ManifestSection } from '../../../src/hotfix/manifest/manifest.js';
import { otherTables } from '../../../src/hotfix/verify/other-tables.js';
import { UsedTable } from '../../../src/hotfix/verify/used-table.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const row = (name: string, platform: string | null = 'x86', version = '1.0.0.1') => ({
  name,
  version,
  size: 4000,
  date: null,
  time: null,
  platform,
});
const file = (path: string, platform: string | null = 'x86', version = '1.0.0.1') => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  size: 4000,
  version,
  platform,
});
const section = (title: string, ...files: ReturnType<typeof row>[]): ManifestSection => ({
  title,
  product: null,
  files,
});
const verify = (sections: ManifestSection[], files: ReturnType<typeof file>[], options = {}) => {
  const manifest = { kb: '1', title: 'Update', language: 'en', sections, warnings: [] };
  const { ok, warnings, fit } = verifyFiles(files, manifest, options);
  const [, remark = ''] = /; not compared: (.*)$/.exec(fit.reason) ?? [];
  return { ok, remark, warnings: warnings.map(({ code, message }) => `${code}: ${message}`) };
};

describe('otherTables', () => {
  it.each<[string, ManifestSection[], ReturnType<typeof file>[]]>([
    [
      'a file that only another table names',
      [section('Server', row('a.dll')), section('Client', row('b.dll'))],
      [file('a.dll'), file('b.dll', 'x86', '9.9.9.9')],
    ],
    [
      'a file for another processor, in a table of its own',
      [section('x86', row('a.dll')), section('x64', row('a.dll', 'x64', '1.0.0.2'))],
      [file('i386/a.dll'), file('amd64/a.dll', 'x64', '9.9.9.9')],
    ],
  ])('names %s', (_, sections, files) => {
    expect(verify(sections, files)).toMatchObject({
      ok: true,
      warnings: [expect.stringMatching(/^VERIFY_NOT_COMPARED: 1 file is named by another table.*\.dll \(/)],
    });
  });

  it.each<[string, ManifestSection, ReturnType<typeof file>[], string]>([
    [
      'for a processor that no row has',
      section('Update', row('a.dll')),
      [file('a.dll'), file('amd64/a.dll', 'x64', '9.9.9.9')],
      'amd64/a.dll',
    ],
    [
      'beside the folder that the row names',
      section('Update', row('bin\\a.dll')),
      [file('bin/a.dll'), file('old/a.dll', 'x86', '9.9.9.9')],
      'old/a.dll',
    ],
  ])('names a file of the name of a row: %s', (_, one, files, path) => {
    const warnings = [
      `VERIFY_NOT_COMPARED: 1 file has the name of a row, but another platform or folder, and was compared with none: ${path}`,
    ];
    expect(verify([one], files)).toEqual({ ok: true, remark: '', warnings });
    expect(verify([one], files, { onlyPresent: true })).toEqual({ ok: true, remark: '', warnings });
  });

  const apart: [string, ManifestSection, ManifestSection][] = [
    ['of the same heading', section('Update', row('a.dll')), section('Update', row('b.dll'))],
    ['with a number', section('Table 1', row('a.dll')), section('Table 2', row('b.dll'))],
    ['with a chapter', section('1.1 Files', row('a.dll')), section('1.2 Files', row('b.dll'))],
    ['for a role', section('Client files', row('a.dll')), section('Server files', row('b.dll'))],
    ['for a language', section('English', row('a.dll')), section('Deutsch', row('b.dll'))],
    ['for no processor that is known', section('x86', row('a.dll')), section('Other', row('b.dll', null))],
    [
      'for a processor of 64 bits, which may be the same',
      section('64-Bit Edition', row('a.dll')),
      section('Itanium', row('b.dll', 'IA-64')),
    ],
    [
      'for several processors',
      section('x86 and x64, client', row('a.dll')),
      section('x86 and x64, server', row('b.dll')),
    ],
    [
      'of the same number, written otherwise',
      section('Windows Media Player 9 in Windows XP', row('a.dll')),
      section('Windows Media Player 9.0 in Windows XP', row('b.dll')),
    ],
    [
      'for one release',
      section('Windows XP SP2, client', row('a.dll')),
      section('Windows XP SP2, server', row('b.dll')),
    ],
  ];
  it.each(apart)('names the rows of a table %s', (_, used, other) => {
    const label = other.product ?? other.title;
    expect(verify([used, other], [file('a.dll')])).toEqual({
      ok: true,
      remark: `${label} (1 row)`,
      warnings: [
        `VERIFY_NOT_COMPARED: 1 row of other tables of the article was not compared; give the product if only one table is for this package: b.dll (${label})`,
      ],
    });
    const present = verify([used, other], [file('a.dll')], { onlyPresent: true });
    expect(present).toEqual({ ok: true, remark: '', warnings: [] });
  });

  it.each<[string, ManifestSection, ManifestSection]>([
    ['for another processor', section('x86', row('a.dll')), section('x64', row('b.dll', 'x64'))],
    [
      'for another processor by its heading',
      section('x86', row('a.dll')),
      section('64-Bit', row('b.dll', null)),
    ],
    [
      'for another processor by its heading, and its rows for x86',
      section('For x86-based versions', row('a.dll')),
      section('For x64-based versions', row('b.dll')),
    ],
    [
      'for another processor by its heading, of files that name none',
      section('32-разрядные выпуски', row('a.dll', null)),
      section('64-разрядные выпуски', row('b.dll', 'x64'), row('c.dll')),
    ],
    [
      'for x86 beside files for x86 of another processor',
      section('Windows für x64', row('a.dll')),
      section('Windows für x86', row('b.dll')),
    ],
    [
      'for x64 where the files are for IA-64 by their heading',
      section('IA-64-based versions', row('a.inf', null)),
      section('x64-based versions', row('b.dll', 'x64')),
    ],
    ['with the same files', section('Client', row('a.dll')), section('Server', row('a.dll', 'x86', '2.0'))],
    [
      'with mostly the same files',
      section('Client', row('a.dll'), row('c.dll')),
      section('Server', row('a.dll', 'x86', '2.0'), row('b.dll')),
    ],
  ])('is named in the verdict: a table %s', (_, used, other) => {
    const files = used.files.map(({ name }) => file(name, name.endsWith('.inf') ? null : 'x86'));
    const rows = other.files.length === 1 ? '1 row' : `${other.files.length} rows`;
    expect(verify([used, other], files)).toEqual({
      ok: true,
      remark: `${other.title} (${rows})`,
      warnings: [],
    });
  });

  it('counts each row that no row of the used table repeats', () => {
    const sections = [
      section('Update', row('a.dll'), row('c.dll'), row('d.dll', null)),
      section('Update', row('b.dll'), row('c.dll', 'x86', '1.0.0.0'), row('d.dll')),
    ];
    const files = ['a.dll', 'c.dll', 'd.dll'].map((name) => file(name));
    expect(verify(sections, files)).toMatchObject({
      remark: 'Update (2 rows)',
      warnings: [expect.stringMatching(/: 1 row of other tables .*: b\.dll \(Update\)$/)],
    });
  });

  it.each<[string, string, string]>([
    ['service pack', 'Windows XP SP2', 'Windows XP Service Pack 3'],
    ['service pack and none', 'Windows XP', 'Windows XP SP1'],
    ['product', 'Windows Server 2003 SP1', 'Windows XP SP1'],
    ['product, in German', 'Für Windows XP, alle Versionen:', 'Für Windows Server 2003:'],
    ['product with a number', 'All x86-based versions of Windows 7', 'All x86-based versions of Windows 8.1'],
    ['browser', 'Internet Explorer 6', 'Internet Explorer 7'],
    [
      'product, in one release of Windows',
      'Windows Media Player 7.1 auf Windows 2000 SP4',
      'Windows Media Player 9.0 auf Windows 2000 SP4',
    ],
    ['release of Windows', 'Internet Explorer 6 in Windows XP', 'Internet Explorer 6 in Windows 2000'],
    ['package', 'Windows Vista (KB936021)', 'Windows Vista (KB933579)'],
    ['framework', '.NET Framework 1.1', '.NET Framework 2.0'],
    ['product of other words', 'Microsoft XML Core Services 4.0', 'Microsoft XML Core Services 6.0'],
  ])('says nothing of a table for another %s', (_, one, two) => {
    expect(
      verify([section(one, row('a.dll')), section(two, row('b.dll'))], [file('a.dll')]).warnings,
    ).toEqual([]);
  });

  it.each<[string, ManifestSection, { fileName?: string }]>([
    ['that repeats a row', section('Other', row('a.dll')), {}],
    ['for the product of other versions', { ...section('Update', row('b.dll')), product: 'SP1' }, {}],
    [
      'for another processor than the name says',
      section('x64', row('b.dll', 'x64')),
      { fileName: 'Windows6.1-KB123456-x86.msu' },
    ],
    [
      'with a processor in its heading, other than the name says',
      section('For all x64-based versions', row('b.dll', null)),
      { fileName: 'Windows6.1-KB123456-x86.msu' },
    ],
  ])('says nothing of a table %s', (_, other, options) => {
    const used = { ...section('Update', row('a.dll')), product: 'SP2' };
    const said = verify([used, other], [file('a.dll')], options).warnings;
    expect(said.filter((text) => text.includes('NOT_COMPARED'))).toEqual([]);
  });

  it('names the rows of a table for the processor in the name of the package, whatever its rows are for', () => {
    const used = section('Additional files for x64', row('a.dll', 'x64'));
    const other = section('For x64-based versions', row('b.dll'));
    const fileName = 'Windows6.1-KB123456-x64.msu';
    expect(verify([used, other], [file('a.dll', 'x64')], { fileName }).warnings).toEqual(
      expect.arrayContaining([expect.stringMatching(/1 row of other tables.*b\.dll/)]),
    );
  });

  it('looks at no table but those that were asked for', () => {
    const sections = [section('Server', row('a.dll')), section('Client', row('b.dll'))];
    const files = [file('a.dll'), file('b.dll')];
    expect(verify(sections, files, { product: 'Server' }).warnings).toEqual([]);
  });

  it('lists a few and counts the others', () => {
    const files = Array.from({ length: 8 }, (_, i) => file(`f${i}.dll`));
    const other = section('Other', ...files.map(({ name }) => row(name)));
    const options = { unlisted: files, onlyPresent: false, fileName: null };
    const used = new UsedTable(section('Update', row('a.dll')), files, options);
    const [warning] = otherTables(used, [other]).warnings;
    expect(warning!.message).toMatch(/^8 files .*; 3 more$/);
  });
});
