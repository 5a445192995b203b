import { expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { matchSections } from '../../../src/hotfix/verify/match-section.js';
import { verifiedFile } from '../../../src/hotfix/verify/verified-file.js';

const manifest = manifestFromCatalogue('977203');
const section = manifest.sections[0]!;
const row = section.files.find(({ version }) => version !== null)!;
const right = { name: row.name, size: row.size!, version: row.version, platform: row.platform };

it.each([
  ['match', [{ path: 'a', ...right }], { path: 'a', differences: [] }],
  [
    'match',
    [
      { path: 'a', ...right },
      { path: 'b', ...right },
    ],
    { path: 'a', copies: ['b'] },
  ],
  ['mismatch', [{ path: 'a', ...right, size: 1 }], { differences: [{ field: 'size', actual: 1 }] }],
  [
    'ambiguous',
    [
      { path: 'a', ...right },
      { path: 'b', ...right, size: 1 },
    ],
    { path: 'a', rivals: ['b'] },
  ],
  ['missing', [], { path: null, actual: null }],
])('a row is a %s', (status, files, expected) => {
  const tried = matchSections(manifest, files)[manifest.sections.indexOf(section)]!;
  const match = tried.matches[section.files.indexOf(row)]!;
  expect(verifiedFile(match, manifest, section, [])).toMatchObject({ name: row.name, status, ...expected });
});
