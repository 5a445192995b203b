import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupPlaces } from '../../../src/hotfix/scan/group-places.js';
import { itThorough } from '../../support/thorough.js';

/** Files of an image, as `/a` lays them out. */
const image = [
  'bin/i386/ccmgencert.dll',
  'bin/x64/ccmgencert.dll#x64',
  'bin/i386/smpmgr.dll',
  'Client/ccmsetup.exe',
  'Client/i386/hotfix/KB977203/a.msp',
  'Logs/KB977203/ccmcertfix.exe',
];

function group(paths: readonly string[]): [string, number][] {
  const files = paths.map((given) => {
    const [path, platform] = given.split('#') as [string, string | undefined];
    const name = path.slice(path.lastIndexOf('/') + 1);
    return { path, name, size: 1, version: null, platform: platform ?? 'x86' };
  });
  return groupPlaces(files).map(({ folder, files: members }) => [folder, members.length]);
}

const below = (folder: string, paths: readonly string[]) => paths.map((path) => `${folder}/${path}`);

describe('groupPlaces', () => {
  it.each<[string, string[], [string, number][]]>([
    ['an image as one', image, [['', 6]]],
    ['an image below other folders', below('a/b', image), [['a/b', 6]]],
    [
      'two copies beside each other',
      [...below('a', image), ...below('b', image)],
      [
        ['a', 6],
        ['b', 6],
      ],
    ],
    [
      'a copy that lacks a file, and one that lacks another',
      [...below('a', image.slice(1)), ...below('b', image.slice(0, 5))],
      [
        ['a', 5],
        ['b', 5],
      ],
    ],
    [
      'a copy inside the folder of another',
      [...image, ...below('old/copy', image)],
      [
        ['', 6],
        ['old/copy', 6],
      ],
    ],
    [
      'packages of a distribution point, whatever is in them',
      ['ABC00001/ccmcertfix.exe', 'ABC00002/i386/hotfix/KB977203/a.msp', 'abc0000f/x/ccmsetup.exe'],
      [
        ['ABC00001', 1],
        ['ABC00002/i386/hotfix/KB977203', 1],
        ['abc0000f/x', 1],
      ],
    ],
    [
      'one file that is there twice',
      ['bin/ccmsetup.exe', 'bin/b.dll', 'Client/ccmsetup.exe', 'Client/a.msp'],
      [['', 4]],
    ],
    ['nothing', [], []],
  ])('takes %s', (_, paths, expected) => {
    expect(group(paths)).toEqual(expected);
  });

  it('puts every file into one place, and every place holds its files', () => {
    const part = fc.constantFrom('a', 'b', 'KB977203', 'ABC00001', 'x');
    const path = fc
      .tuple(fc.array(part, { maxLength: 5 }), fc.constantFrom('f', 'g', 'h'))
      .map(([folders, name]) => [...folders, name].join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 40 }), (paths) => {
        const files = paths.map((one) => ({
          path: one,
          name: one.slice(one.lastIndexOf('/') + 1),
          size: 1,
          version: null,
          platform: null,
        }));
        const groups = groupPlaces(files);
        expect(groups.flatMap((one) => one.files.map((file) => file.path)).sort()).toEqual([...paths].sort());
        for (const { folder, files: members } of groups) {
          for (const file of members) expect(folder === '' || file.path.startsWith(`${folder}/`)).toBe(true);
        }
      }),
      { seed: 977203 },
    );
  });

  itThorough('is not led astray by depth or number', () => {
    const deep = `${'d/'.repeat(3000)}ccmsetup.exe`;
    expect(group([deep])).toHaveLength(1);
    const many = Array.from({ length: 20_000 }, (_, i) => `p${i}/ccmsetup.exe`);
    expect(group(many)).toHaveLength(20_000);
  });
});
