import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import type { PublishedHash } from '../../../src/hotfix/manifest/manifest.js';
import { CandidateNames, isOwnName } from '../../../src/hotfix/scan/candidate.js';

const manifest = manifestFromCatalogue('977203');
const hashOf = (file: string | null): PublishedHash => ({
  file,
  algorithm: 'SHA-1',
  digest: 'ab'.repeat(20),
});

describe('CandidateNames', () => {
  it.each([
    ['CCMSETUP.EXE', 'file'],
    ['SCCM2007AC-SP2-KB977203-x86-DEU.msp', 'file'],
    ['SCCM2007-SP2-KB977203-ENU.msi', 'package'],
    ['update_kb977203_intl.exe', 'package'],
    ['KB9772031.msi', null],
    ['kb977203.txt', null],
    ['setup.exe', null],
  ])('%s is %s', (name, kind) => {
    expect(new CandidateNames([manifest]).kindOf(name)).toBe(kind);
  });

  it('knows names only where no article has a number', () => {
    const names = new CandidateNames([{ ...manifest, kb: null }]);
    expect([names.kindOf('mp.msi'), names.kindOf('x-KB977203.msi')]).toEqual(['file', null]);
  });
});

it.each<[string, PublishedHash[], PublishedHash[], boolean]>([
  ['equal ones', [hashOf('a.exe')], [hashOf('A.EXE'), hashOf('a.exe')], true],
  ['another name', [hashOf('a.exe')], [hashOf('b.exe')], false],
  ['no name', [hashOf('a.exe')], [hashOf(null)], false],
  ['none', [hashOf(null)], [], false],
])('the answers depend on the names beside published hashes: %s', (_, one, two, isSame) => {
  const [a, b] = [one, two].map((hashes) => new CandidateNames([{ ...manifest, hashes }]).key());
  expect(a === b).toBe(isSame);
});

describe('isOwnName', () => {
  it.each([
    ['Sccm2007ac-sp2-kb977203-x86.msp', true],
    ['ccmcertfix.EXE', true],
    ['ccmsetup.exe', false],
  ])('%s: %s', (name, own) => {
    expect(isOwnName(manifest, name)).toBe(own);
  });
});
