import { describe, expect, it } from 'vitest';
import { burnPathKey, burnPaths } from '../../src/archive/burn-layout.js';
import type { BurnPackage, BurnPayload } from '../../src/archive/burn-manifest.js';
import { caught } from '../support/caught.js';
import { itThorough } from '../support/thorough.js';

const payload = (id: string, filePath: string, hash: string | null = null): BurnPayload => {
  const content = { size: 1, hash };
  return { id, filePath, sourcePath: id, container: 'C', external: false, downloadUrl: null, ...content };
};
const chainPackage = (id: string, payloads: string[]): BurnPackage => {
  const facts = {
    productCode: null,
    patchCode: null,
    upgradeCode: null,
    version: null,
    installCondition: null,
  };
  return { id, kind: 'msi', payloads, ...facts };
};

/** The names of all payloads in their order. */
function names(
  payloads: readonly BurnPayload[],
  chain: readonly (readonly [id: string, ...payloads: string[]])[],
  ux: readonly string[] = [],
): string[] {
  const packages = chain.map(([id, ...ids]) => chainPackage(id, ids));
  const paths = burnPaths(ux, payloads, packages);
  return payloads.flatMap((one) => [...paths.of.get(one)!]);
}

const sha1 = 'A'.repeat(40);

describe('burnPaths', () => {
  it.each<[string, BurnPayload[], [string, ...string[]][], string[], string[]]>([
    [
      'keeps names that nothing else has',
      [payload('1', 'a'), payload('2', 'b')],
      [
        ['A', '1'],
        ['B', '2'],
      ],
      [],
      ['a', 'b'],
    ],
    [
      'keeps packages apart that have one name, and all of their payloads',
      [payload('1', 'a'), payload('2', 'x'), payload('3', 'X'), payload('4', 'c')],
      [
        ['A', '1', '2'],
        ['B', '3'],
        ['C', '4'],
      ],
      [],
      ['A\\a', 'A\\x', 'B\\X', 'c'],
    ],
    [
      'takes a file where another has a folder for the same name',
      [payload('1', 'x\\y'), payload('2', 'X')],
      [
        ['A', '1'],
        ['B', '2'],
      ],
      [],
      ['x\\y', 'B\\X'],
    ],
    [
      'takes a folder where another has a file for the same name',
      [payload('1', 'x'), payload('2', 'X/y')],
      [
        ['A', '1'],
        ['B', '2'],
      ],
      [],
      ['A\\x', 'B\\X/y'],
    ],
    [
      'leaves the folder of the user interface alone',
      [payload('1', 'UX\\a')],
      [['A', '1']],
      ['UX/a'],
      ['A\\UX\\a'],
    ],
    [
      'has one file for equal content',
      [payload('1', 'x', sha1), payload('2', 'x', sha1)],
      [
        ['A', '1'],
        ['B', '2'],
      ],
      [],
      ['x'],
    ],
    [
      'does not take a hash that is none for equal content',
      [payload('1', 'x', '00'), payload('2', 'x', '00')],
      [
        ['A', '1'],
        ['B', '2'],
      ],
      [],
      ['A\\x', 'B\\x'],
    ],
    [
      'leaves what belongs to no package where it is',
      [payload('1', 'x'), payload('2', 'x')],
      [['B', '2']],
      [],
      ['x', 'B\\x'],
    ],
    [
      'numbers a folder whose name is taken',
      [payload('1', 'x'), payload('2', 'x'), payload('3', 'a\\z'), payload('4', 'B (2)')],
      [
        ['A', '1'],
        ['b', '2'],
        ['B', '2'],
      ],
      [],
      ['A (2)\\x', 'b\\x', 'B (3)\\x', 'a\\z', 'B (2)'],
    ],
    [
      'makes a name of an Id that is none',
      [payload('1', 'x'), payload('2', 'x'), payload('3', 'x'), payload('4', 'x')],
      [
        ['..', '1'],
        ['a\\..\\b', '2'],
        ['nul', '3'],
        ['', '4'],
      ],
      [],
      ['_..\\x', 'a_.._b\\x', '_nul\\x', '_\\x'],
    ],
  ])('%s', (_, payloads, chain, ux, expected) => {
    expect(names(payloads, chain, ux)).toEqual(expected);
  });

  it('gives each package the way to a payload that it shares', () => {
    const payloads = [payload('1', 'x'), payload('2', 'X'), payload('3', 'same')];
    const chain = [chainPackage('A', ['1', '3']), chainPackage('B', ['2', '3']), chainPackage('C', ['3'])];
    const paths = burnPaths([], payloads, chain);
    expect(paths.of.get(payloads[2]!)).toEqual(['same', 'A\\same', 'B\\same']);
    expect([...paths.owners].map(([key, owners]) => [key, [...owners].map(({ id }) => id)])).toEqual([
      ['A/X', ['A']],
      ['B/X', ['B']],
      ['A/SAME', ['A']],
      ['B/SAME', ['B']],
      ['SAME', ['C']],
    ]);
    expect(chain.map((one) => paths.in(one, payloads[2]!))).toEqual(['A\\same', 'B\\same', 'same']);
  });

  itThorough('takes thousands of packages that share thousands of payloads of one name', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => String(i));
    const payloads = ids.map((id) => payload(id, 'x'));
    const chain = ids.map((id) => chainPackage(`p${id}`, ['0']));
    expect(burnPaths([], payloads, chain).of.get(payloads[0]!)).toHaveLength(20_000);
  });

  it('refuses a path that is too long before it is taken apart', () => {
    expect(caught(() => names([payload('1', 'a\\'.repeat(10_000))], [])).code).toBe('PATH_UNSAFE');
  });
});

it('burnPathKey tells names apart as Windows does', () => {
  expect(burnPathKey('.\\A\\\\b')).toBe(burnPathKey('a/B'));
  expect(burnPathKey('a\\b')).not.toBe(burnPathKey('ab'));
});
