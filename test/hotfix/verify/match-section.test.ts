import { expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import type { ManifestFile } from '../../../src/hotfix/manifest/manifest.js';
import { compareScores, keyOf, matchSection, pickBest } from '../../../src/hotfix/verify/match-section.js';
import { caught } from '../../support/caught.js';

const manifest = manifestFromCatalogue('977203');
const fileOf = ({ name, size, version, platform }: ManifestFile, i: number) => ({
  path: `${i}/${name}`,
  name,
  size: size!,
  version,
  platform,
});

it('matchSection finds the files of a table, and pickBest the table that they fit', () => {
  for (const section of manifest.sections) {
    const files = section.files.map(fileOf);
    const tried = manifest.sections.map((one) => matchSection(manifest, one, files));
    const { winner, tied } = pickBest(tried);
    expect([winner.section, tied]).toEqual([section, false]);
    expect(winner.matches.every(({ differences }) => differences.length === 0)).toBe(true);
    for (const other of tried) if (other !== winner) expect(compareScores(winner, other)).toBeLessThan(0);
  }
});

it('pickBest says where two tables fit equally well', () => {
  const one = matchSection(manifest, manifest.sections[0]!, []);
  expect(pickBest([one, { ...one }])).toEqual({ winner: one, tied: true });
});

it('matchSection refuses a name that a table has hundreds of times', () => {
  const section = { title: 'S', product: null, files: Array(201).fill(manifest.sections[0]!.files[0]!) };
  expect(caught(() => matchSection({ ...manifest, sections: [section] }, section, []))).toMatchObject({
    code: 'MANIFEST_INVALID',
    facts: { expected: 200, found: 201 },
  });
});

it('keyOf is the name without folders, in upper case', () => {
  expect(keyOf({ name: '%windir%\\System32\\X.DLL' })).toBe('X.DLL');
});
