import { describe, expect, it } from 'vitest';
import type { ManifestSection } from '../../../src/hotfix/manifest/manifest.js';
import { otherTableWarnings } from '../../../src/hotfix/verify/other-tables.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const row = (name: string, platform: string | null = 'x86', version = '1.0.0.1') => ({
  name,
  version,
  size: 4000,
  date: null,
  time: null,
  platform,
});
const file = (path: string, platform = 'x86', version = '1.0.0.1') => ({
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
  const { ok, warnings } = verifyFiles(files, manifest, options);
  return { ok, warnings: warnings.map(({ code, message }) => `${code}: ${message}`) };
};

describe('otherTableWarnings', () => {
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
    expect(verify(sections, files)).toEqual({
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
    expect(verify([one], files)).toEqual({ ok: true, warnings });
    expect(verify([one], files, { onlyPresent: true })).toEqual({ ok: true, warnings });
  });

  it('names rows without a file of a table that may belong to the one that was used', () => {
    const sections = [
      section('Update', row('a.dll'), row('c.dll')),
      section('Update', row('b.dll'), row('c.dll', 'x86', '1.0.0.2')),
    ];
    const files = [file('a.dll'), file('c.dll')];
    expect(verify(sections, files).warnings).toEqual([
      expect.stringMatching(/^VERIFY_NOT_COMPARED: 1 row of another table .* not compared: b\.dll$/),
    ]);
    expect(verify(sections, files, { onlyPresent: true }).warnings).toEqual([]);
  });

  it.each<[string, ManifestSection]>([
    ['has another heading', section('Other', row('b.dll'))],
    ['is for another processor', section('Update', row('b.dll', 'x64'))],
    ['is for another product', { ...section('Update', row('b.dll')), product: 'SP2' }],
    ['has no other file', section('Update', row('a.dll', 'x86', '1.0.0.2'))],
  ])('says nothing of a table that %s', (_, other) => {
    expect(verify([section('Update', row('a.dll')), other], [file('a.dll')]).warnings).toEqual([]);
  });

  it('looks at no table but those that were asked for', () => {
    const sections = [section('Server', row('a.dll')), section('Client', row('b.dll'))];
    const files = [file('a.dll'), file('b.dll')];
    expect(verify(sections, files, { product: 'Server' }).warnings).toEqual([]);
  });

  it('lists a few and counts the others', () => {
    const files = Array.from({ length: 8 }, (_, i) => file(`f${i}.dll`));
    const other = section('Other', ...files.map(({ name }) => row(name)));
    const [warning] = otherTableWarnings(section('Update', row('a.dll')), [other], files, false);
    expect(warning!.message).toMatch(/^8 files .*; 3 more$/);
  });
});
