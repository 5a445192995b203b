import { describe, expect, it } from 'vitest';
import type { ManifestFile } from '../../../src/hotfix/manifest/manifest.js';
import type { FileFacts } from '../../../src/hotfix/verify/compare-file.js';
import { FilesOfName } from '../../../src/hotfix/verify/files-of-name.js';
import { matchFiles, pairUp } from '../../../src/hotfix/verify/match-files.js';

/** A row or a file in short: platform, version, size. */
type Short = [platform: string | null, version: string | null, size: number | null];

const rowOf = ([platform, version, size]: Short): ManifestFile => ({
  name: 'Ccmgencert.dll',
  version,
  size,
  date: null,
  time: null,
  platform,
});
const fileOf = (path: string, [platform, version, size]: Short): FileFacts => ({
  path,
  name: 'ccmgencert.dll',
  version,
  size: size ?? 0,
  platform,
});

const x86: Short = ['x86', '4.0.6487.2111', 130408];
const ia64: Short = ['IA-64', '4.0.6487.2111', 649576];
const x64: Short = ['x64', '4.0.6487.2111', 285032];
const oldX86: Short = ['x86', '4.0.6221.1000', 129000];
const table = [x86, ia64, x64];

/** For each row: path, differing fields, copies, rivals. */
function run(rows: Short[], files: Record<string, Short>) {
  const named = new FilesOfName(Object.entries(files).map(([path, facts]) => fileOf(path, facts)));
  const { matches, unlisted } = matchFiles(pairUp(rows.map(rowOf), named));
  return {
    rows: matches.map(({ file, differences, copies, rivals }) =>
      [
        file?.path ?? '-',
        differences.map(({ field }) => field).join(','),
        copies.map(({ path }) => `=${path}`).join(' '),
        rivals.map(({ path }) => `!${path}`).join(' '),
      ]
        .filter((text) => text !== '')
        .join(' '),
    ),
    unlisted: unlisted.map(({ path }) => path),
  };
}

describe('matchFiles', () => {
  it.each<[string, Short[], Record<string, Short>, string[], string[]?]>([
    ['files of one name by platform, in any order', table, { 1: x64, 2: x86, 3: ia64 }, ['2', '3', '1']],
    ['nothing there', table, {}, ['-', '-', '-']],
    ['one is missing', table, { a: x86, c: x64 }, ['a', '-', 'c']],
    [
      'rows of one platform by version and size',
      [
        ['x86', '6.0.1', 10],
        ['x86', '6.0.2', 20],
      ],
      { a: ['x86', '6.0.2', 20], b: ['x86', '6.0.1', 10] },
      ['b', 'a'],
    ],
    [
      'a row that takes anything leaves the exact file to the row that needs it',
      [
        [null, null, null],
        ['x64', '4.0.6487.2111', 285032],
      ],
      { a: x64, b: x86 },
      ['b', 'a'],
    ],

    // one file differs
    [
      'a wrong version',
      table,
      { a: ['x86', '4.0.6487.2000', 130408], b: ia64, c: x64 },
      ['a version', 'b', 'c'],
    ],
    ['a wrong size', table, { a: x86, b: ia64, c: ['x64', '4.0.6487.2111', 1] }, ['a', 'b', 'c size']],
    [
      'built for the wrong processor',
      table,
      { a: x86, b: ia64, c: ['x86', '4.0.6487.2111', 285032] },
      ['a', 'b', 'c platform'],
    ],
    [
      'for a processor that no row has',
      table,
      { a: x86, b: ia64, c: ['ARM64', '1.0', 5] },
      ['a', 'b', 'c platform,version,size'],
    ],
    [
      'no executable at all',
      table,
      { a: x86, b: ia64, c: [null, null, 5] },
      ['a', 'b', 'c platform,version,size'],
    ],
    [
      'the x86 file once more, in the folder of the x64 one',
      table,
      { 'i386/f': x86, 'ia64/f': ia64, 'x64/f': x86 },
      ['i386/f', 'ia64/f', 'x64/f platform,size'],
    ],
    [
      'the same where the paths come in another order',
      table,
      { 'amd64/f': x86, 'ia64/f': ia64, 'x86/f': x86 },
      ['x86/f', 'ia64/f', 'amd64/f platform,size'],
    ],
    [
      'the x86 file twice and none to spare: the second stands where x64 should',
      table,
      { 1: x86, 2: ia64, 3: x86 },
      ['1', '2', '3 platform,size'],
    ],

    // copies
    [
      'the same file in two folders',
      table,
      { 'a/f': x86, 'b/f': x86, 'b/g': ia64, 'b/h': x64 },
      ['a/f =b/f', 'b/g', 'b/h'],
    ],
    [
      'a copy in a folder of its own platform is not taken for the missing one',
      table,
      { 'i386/f': x86, 'backup/i386/f': x86, 'ia64/f': ia64 },
      ['i386/f =backup/i386/f', 'ia64/f', '-'],
    ],
    [
      'more files than rows: copies settle nothing',
      table,
      { 'a/1': x86, 'a/2': ia64, 'b/1': x86, 'b/2': ia64 },
      ['a/1 =b/1', 'a/2 =b/2', '-'],
    ],
    [
      'the wrong file in two folders is one mismatch',
      [x86],
      { 'a/f': oldX86, 'b/f': oldX86 },
      ['a/f version,size =b/f'],
    ],
    [
      'where the row gives no size, both are as good',
      [['x86', '1.0', null]],
      { a: ['x86', '1.0', 1], b: ['x86', '1.0', 2] },
      ['a =b'],
    ],

    // disagreement
    [
      'right and wrong of one platform',
      table,
      { 'a/f': oldX86, 'b/f': x86, 'b/g': ia64, 'b/h': x64 },
      ['b/f !a/f', 'b/g', 'b/h'],
    ],
    [
      'an older copy does not stand in for a missing file of another platform',
      table,
      { 'new/f': x86, 'old/f': oldX86, 'new/g': ia64, 'new/i386/f': x86 },
      ['new/i386/f =new/f !old/f', 'new/g', '-'],
    ],
    ['two wrong ones that differ', [x86], { a: oldX86, b: ['x86', '4.0.6487.2111', 7] }, ['b size !a']],
    [
      'a rival goes to the row it is nearest to',
      [
        ['x86', '6.0.1', 10],
        ['x86', '6.0.2', 20],
      ],
      { a: ['x86', '6.0.1', 10], b: ['x86', '6.0.2', 20], c: ['x86', '6.0.2', 21] },
      ['a', 'b !c'],
    ],

    // no executable: cut, empty, or a page that an error left
    ['no executable beside the right one', [x86], { a: x86, b: [null, null, 9] }, ['a !b']],
    [
      'an empty file beside the right ones',
      table,
      { a: x86, b: ia64, c: x64, d: [null, null, 0] },
      ['a !d', 'b', 'c'],
    ],
    // nobody's
    ['a further platform', [x86], { a: x86, b: ['ARM64', '4.0.6487.2111', 9] }, ['a'], ['b']],
  ])('%s', (_, rows, files, expected, unlisted = []) => {
    expect(run(rows, files)).toEqual({ rows: expected, unlisted });
  });

  it('prefers, among equals, the folder named for the platform, then the shallower path, then the alphabet', () => {
    expect(run([x64], { 'a/f': x64, 'q/x64/f': x64 }).rows).toEqual(['q/x64/f =a/f']);
    expect(run([x64], { 'a/b/f': x64, 'z/f': x64 }).rows).toEqual(['z/f =a/b/f']);
    expect(run([x64], { 'b/f': x64, 'a/f': x64 }).rows).toEqual(['a/f =b/f']);
  });
});

describe('rows that differ in the column of folders', () => {
  const versions: Record<string, Short> = {
    SP2GDR: ['x86', '6.0.1.1', 100],
    SP2QFE: ['x86', '6.0.1.2', 200],
  };
  const rows = Object.entries(versions).map(([folder, short]) => ({ ...rowOf(short), folder }));
  const outcome = (files: Record<string, Short>, of: ManifestFile[] = rows) =>
    matchFiles(
      pairUp(of, new FilesOfName(Object.entries(files).map(([path, facts]) => fileOf(path, facts)))),
    ).matches.map(({ file, differences }) => [file?.path, differences.length]);

  it.each([
    [
      'each in its folder',
      { 'sp2gdr/x.dll': versions.SP2GDR!, 'sp2qfe/x.dll': versions.SP2QFE! },
      [
        ['sp2gdr/x.dll', 0],
        ['sp2qfe/x.dll', 0],
      ],
    ],
    [
      'each in the folder of the other',
      { 'sp2gdr/x.dll': versions.SP2QFE!, 'sp2qfe/x.dll': versions.SP2GDR! },
      [
        ['sp2gdr/x.dll', 2],
        ['sp2qfe/x.dll', 2],
      ],
    ],
    [
      'in no such folder',
      { 'a/x.dll': versions.SP2QFE!, 'b/x.dll': versions.SP2GDR! },
      [
        ['b/x.dll', 0],
        ['a/x.dll', 0],
      ],
    ],
  ] as [string, Record<string, Short>, unknown][])('%s', (_, files, expected) => {
    expect(outcome(files)).toEqual(expected);
  });

  it('do not count where all rows have the same', () => {
    const same = rows.map((row) => ({ ...row, folder: 'SP2QFE' }));
    const files = { 'sp2qfe/x.dll': versions.SP2QFE!, 'other/x.dll': versions.SP2GDR! };
    expect(outcome(files, same)).toEqual([
      ['other/x.dll', 0],
      ['sp2qfe/x.dll', 0],
    ]);
  });
});
