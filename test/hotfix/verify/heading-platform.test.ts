import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../src/hotfix/article/import-article.js';
import type { Manifest, ManifestFile, ManifestSection } from '../../../src/hotfix/manifest/manifest.js';
import {
  headingDifference,
  headingPlatform,
  headingWarnings,
} from '../../../src/hotfix/verify/heading-platform.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const row = (name: string, platform: string | null = null): ManifestFile => ({
  name,
  version: '1.0.0.1',
  size: 4000,
  date: '2010-01-01',
  time: null,
  platform,
});
const file = (path: string, platform: string | null, kind?: 'PE32' | 'PE32+' | 'NE' | null) => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  size: 4000,
  version: '1.0.0.1',
  platform,
  ...(kind === undefined ? {} : { kind }),
});
const section = (title: string, ...files: ManifestFile[]): ManifestSection => ({
  title,
  product: null,
  files,
});
const manifestOf = (...sections: ManifestSection[]): Manifest => ({
  kb: '1',
  title: 'Fix for x64 computers',
  language: 'en',
  sections,
  warnings: [],
});

it.each([
  ['x64', 'ARM64', false],
  ['x64', 'x64', true],
  ['x86', 'x64', false],
])('a processor in the heading of a column (%s) is held against a file for %s', (named, platform, ok) => {
  const rows = ['| a.dll | 1.0.0.1 | 4,000 | 01-Jan-2010 |'];
  const article = [
    '# Files',
    '',
    `| File name (${named}) | File version | File size | Date |`,
    '|-|-|-|-|',
    ...rows,
  ];
  expect(verifyFiles([file('a.dll', platform)], importArticle(article.join('\n'))).ok).toBe(ok);
});

describe('a processor that only the heading of a table names', () => {
  it.each([
    ['x86', 'x86'],
    ['x64', 'x64'],
    ['ARM64 files', 'ARM64'],
    ['For all supported x64-based versions of Windows Server 2008', 'x64'],
    ['Windows Server 2003 with SP1, Itanium-based versions', 'IA-64'],
    ['Windows, 64-Bit-Version', '64-bit'],
    ['x86 and x64', 'x86 x64'],
    ['All files', null],
  ])('is read: %s', (title, processors) => {
    const heading = headingPlatform(section(title), manifestOf());
    expect(heading?.processors.join(' ') ?? null).toBe(processors);
  });

  it.each([
    { title: 'x86', platform: 'x64', judged: 'mismatch' },
    { title: 'x86', platform: 'ARM64', judged: 'mismatch' },
    { title: 'x64', platform: 'IA-64', judged: 'mismatch' },
    { title: 'x64', platform: 'ARM64', judged: 'mismatch' },
    { title: 'Itanium', platform: 'x64', judged: 'mismatch' },
    { title: 'x64', platform: 'x86', judged: 'warning' },
    { title: 'Itanium', platform: 'x86', judged: 'warning' },
    { title: '64-bit', platform: 'x86', judged: 'warning' },
    { title: 'ARM64 files', platform: 'x64', judged: 'warning' },
    { title: 'Fix for x64 computers', platform: 'ARM64', judged: 'warning' },
    { title: 'x86', platform: 'x86', judged: 'right' },
    { title: '64-bit', platform: 'IA-64', judged: 'right' },
    { title: 'x64', platform: null, judged: 'right' },
    { title: 'x86 and x64', platform: 'x64', judged: 'right' },
    { title: 'x86 and x64', platform: 'x86', judged: 'right' },
    { title: 'x86-based and x64-based versions', platform: 'ARM64', judged: 'mismatch' },
    { title: 'x86 and x64', platform: 'ARM', judged: 'mismatch' },
    { title: 'x86 and x64', platform: 'IA-64', judged: 'mismatch' },
    { title: 'x64 and IA-64 versions', platform: 'x86', judged: 'warning' },
    { title: '32-bit and 64-bit', platform: 'ARM', judged: 'mismatch' },
    { title: '32-bit and 64-bit', platform: 'IA-64', judged: 'right' },
    { title: 'x86 and ARM64', platform: 'x64', judged: 'warning' },
    { title: 'ARM64', platform: 'IA-64', judged: 'mismatch' },
    { title: 'Alpha', platform: 'x64', judged: 'mismatch' },
    { title: 'Alpha', platform: 'x86', judged: 'warning' },
    { title: 'Alpha and x86', platform: 'x86', judged: 'right' },
    { title: 'not x64', platform: 'x64', judged: 'warning' },
    { title: 'All versions except x64', platform: 'x64', judged: 'warning' },
    { title: 'x86 (not x64)', platform: 'x64', judged: 'mismatch' },
    { title: 'not x64', platform: 'x86', judged: 'right' },
    { title: 'not x64', platform: 'IA-64', judged: 'right' },
  ])('is held against the file: $title, $platform is $judged', ({ title, platform, judged }) => {
    const result = verifyFiles([file('a.dll', platform)], manifestOf(section(title, row('a.dll'))));
    expect(result.ok).toBe(judged !== 'mismatch');
    expect(result.warnings.map(({ code }) => code)).toEqual(
      judged === 'warning' ? ['VERIFY_NOT_COMPARED'] : [],
    );
    if (judged === 'mismatch') {
      expect(result.files[0]!.differences).toMatchObject([{ field: 'platform', actual: platform }]);
    }
  });

  it.each([
    { title: 'x64', kind: 'PE32+', judged: 'mismatch' },
    { title: 'x86', kind: 'PE32', judged: 'mismatch' },
    { title: 'x86 and x64', kind: 'PE32', judged: 'mismatch' },
    { title: 'Fix for x64 computers', kind: 'PE32+', judged: 'warning' },
    { title: 'x64', kind: 'NE', judged: 'warning' },
    { title: 'x86', kind: 'NE', judged: 'right' },
    { title: 'x64', kind: null, judged: 'right' },
    { title: 'All files', kind: 'PE32', judged: 'right' },
    { title: 'Alpha', kind: 'PE32', judged: 'right' },
  ] as const)(
    'is held against executables for processors without a name: $title, $kind is $judged',
    ({ title, kind, judged }) => {
      const result = verifyFiles([file('a.dll', null, kind)], manifestOf(section(title, row('a.dll'))));
      expect(result.ok).toBe(judged !== 'mismatch');
      expect(result.warnings.map(({ code }) => code)).toEqual(
        judged === 'warning' ? ['VERIFY_NOT_COMPARED'] : [],
      );
      if (judged === 'mismatch') {
        expect(result.files[0]!.differences).toMatchObject([
          { field: 'platform', actual: 'unknown processor' },
        ]);
      }
    },
  );

  it('may be named by the text above alone, which is a warning at most', () => {
    const used = { ...section('Files', row('a.dll')), platform: 'x86' };
    expect(headingPlatform(used, manifestOf(used))).toMatchObject({ processors: ['x86'], isOwn: false });
    expect(verifyFiles([file('a.dll', 'x64')], manifestOf(used))).toMatchObject({
      ok: true,
      warnings: [{ message: expect.stringContaining('the text above the table names x86') }],
    });
  });

  it('is in the message with the files', () => {
    const used = section('x64', row('a.dll'));
    const heading = headingPlatform(used, manifestOf(used));
    const match = { row: row('a.dll'), file: file('bin/a.dll', 'x86'), differences: [] };
    expect(headingWarnings(heading, [match])).toEqual([
      {
        code: 'VERIFY_NOT_COMPARED',
        message:
          'the heading of the table names x64 and its rows no processor; 1 file is for another: bin/a.dll (x86)',
      },
    ]);
    expect(headingWarnings(null, [match])).toEqual([]);
    expect(headingDifference(null, match.row, match.file)).toEqual([]);
  });

  it('does not count for rows that name one themselves, nor for processors that other rows name', () => {
    const used = section('x86', row('a.dll', 'x64'), row('b.dll', 'Not applicable'));
    const { ok, warnings } = verifyFiles([file('a.dll', 'x64'), file('b.dll', 'x64')], manifestOf(used));
    expect({ ok, warnings }).toEqual({ ok: true, warnings: [] });
  });

  it('counts where a row says that a processor is not applicable', () => {
    const used = section('For all supported x86-based versions', row('a.dll', 'Not applicable'));
    expect(verifyFiles([file('a.dll', 'x64')], manifestOf(used)).ok).toBe(false);
  });

  it('chooses between files of one name', () => {
    const files = [file('amd64/a.dll', 'x64'), file('i386/a.dll', 'x86')];
    for (const [title, path] of [
      ['x86', 'i386/a.dll'],
      ['x64', 'amd64/a.dll'],
    ] as const) {
      for (const given of [files, [...files].reverse()]) {
        const { ok, files: rows, warnings } = verifyFiles(given, manifestOf(section(title, row('a.dll'))));
        expect({ ok, path: rows[0]!.path, warnings: warnings.length }).toMatchObject({ ok: true, path });
      }
    }
  });
});
