import { expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import type { ManifestFile } from '../../../src/hotfix/manifest/manifest.js';
import { compareScores, keyOf, matchSections, pickBest } from '../../../src/hotfix/verify/match-section.js';
import { verifyWithSection } from '../../../src/hotfix/verify/verify-files.js';
import { caught } from '../../support/caught.js';

const manifest = manifestFromCatalogue('977203');
const fileOf = ({ name, size, version, platform }: ManifestFile, i: number) => ({
  path: `${i}/${name}`,
  name,
  size: size!,
  version,
  platform,
});

it('matchSections finds the files of a table, and pickBest the table that they fit', () => {
  for (const section of manifest.sections) {
    const files = section.files.map(fileOf);
    const tried = matchSections(manifest, files);
    const { winner, tied } = pickBest(tried);
    expect([winner.section, tied]).toEqual([section, false]);
    expect(winner.matches.every(({ differences }) => differences.length === 0)).toBe(true);
    for (const other of tried) if (other !== winner) expect(compareScores(winner, other)).toBeLessThan(0);
  }
});

it('pickBest says where two tables fit equally well', () => {
  const one = matchSections(manifest, [])[0]!;
  expect(pickBest([one, { ...one }])).toEqual({ winner: one, tied: true });
});

/** As lists of resources have them: one name in a folder for each language, or with no folder. */
const resources = (count: number, shift: number, inFolders: boolean) => {
  const name = 'Setup.resources.dll';
  const numbers = Array.from({ length: count }, (_, i) => i);
  const facts = (i: number) => ({ size: 4000 + i, version: `1.0.0.${i}`, platform: 'x86' });
  const rows = numbers.map((i) => ({
    name: inFolders ? `l${i}\\${name}` : name,
    ...facts(i),
    date: null,
    time: null,
  }));
  const files = numbers.map((i) => ({ path: `l${i}/${name}`, name, ...facts(i + shift) }));
  return { section: { title: 'S', product: null, files: rows }, files };
};

it.each([
  [300, false, 0, 300],
  [300, false, 1000, 0],
  [3000, true, 0, 3000],
  [3000, true, 1, 0],
])('matchSections takes %i rows of one name (in folders: %s)', (count, inFolders, shift, right) => {
  const { section, files } = resources(count, shift, inFolders);
  const start = performance.now();
  const { result } = verifyWithSection(files, { ...manifest, sections: [section] });
  expect(result.counts).toEqual({ match: right, mismatch: count - right, missing: 0, ambiguous: 0 });
  // Files of each row against those of all others would take a minute.
  expect(performance.now() - start).toBeLessThan(5000);
});

it('matchSections takes a table of thousands of rows of one name without files', () => {
  const { section } = resources(5000, 0, false);
  expect(matchSections({ ...manifest, sections: [section] }, [])[0]!.matches).toHaveLength(5000);
});

it('matchSections refuses thousands of rows of one name with as many files', () => {
  const { section, files } = resources(2000, 0, false);
  expect(caught(() => matchSections({ ...manifest, sections: [section] }, files))).toMatchObject({
    code: 'MANIFEST_INVALID',
    facts: { entry: 'Setup.resources.dll', expected: 400_000 },
  });
});

it('keyOf is the name without folders, in upper case', () => {
  expect(keyOf({ name: '%windir%\\System32\\X.DLL' })).toBe('X.DLL');
});
