import { expect, it } from 'vitest';
import { msuFacts } from '../../src/archive/msu.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { CabinetSet } from '../../src/formats/cab/cabinet-set.js';
import { cabinetOf, type Files, msu } from '../support/container-builder.js';

const factsOf = (bytes: Uint8Array) => msuFacts(CabinetSet.open(new BufferSource(bytes), { name: 'a.msu' }));
const filesOf = (...names: string[]): Files => Object.fromEntries(names.map((name) => [name, 'x']));

it('takes the facts from the list of properties', () => {
  expect(factsOf(msu('Windows6.3-KB1234567-x64', cabinetOf({ a: 'a' })))).toEqual({
    kind: 'msu',
    title: 'Windows Update package',
    facts: { 'Applies to': 'Windows 6.3', 'KB Article Number': '1234567' },
    warnings: [],
  });
});

it.each([
  {
    name: 'Windows 11',
    files: filesOf('DesktopDeployment.cab', 'W.wim', 'W.psf', 'onepackage.AggregatedMetadata.cab'),
  },
  { name: 'Windows 11 for ARM64', files: filesOf('DesktopDeployment_arm64.cab', 'W.wim', 'W.psf') },
  { name: 'a scan cabinet alone', files: filesOf('wsusscan.CAB', 'W.cab') },
])('knows a package of $name', ({ files }) => {
  const unread = Object.keys(files).filter((name) => /\.(?:wim|psf)$/.test(name));
  expect(factsOf(cabinetOf(files))).toMatchObject({
    kind: 'msu',
    facts: {},
    warnings: unread.map((entry) => ({ code: 'CONTAINER_UNSUPPORTED', entry })),
  });
});

it.each([
  { name: 'other cabinets', files: filesOf('a.cab', 'b.cab') },
  { name: 'only an image', files: filesOf('a.wim', 'a.psf') },
  { name: 'properties of nothing', files: filesOf('a-pkgProperties.txt') },
])('is no package of Windows Update: $name', ({ files }) => {
  expect(factsOf(cabinetOf(files))).toBeNull();
});
