import { expect, it } from 'vitest';
import { parseBurnManifest } from '../../src/archive/burn-manifest.js';
import { BurnPlaces } from '../../src/archive/burn-places.js';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { WarningList } from '../../src/archive/warning-list.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { cabinetOf } from '../support/container-builder.js';

it('BurnPlaces finds payloads in containers by AttachedIndex, and in those that the manifest does not have', () => {
  const cabinets = [cabinetOf({ a0: 'x' }), cabinetOf({ a1: 'y' }), cabinetOf({ a2: 'z' })];
  const manifest = parseBurnManifest(
    '<BurnManifest><Container Id="second" Attached="yes" AttachedIndex="2"/>' +
      '<Container Id="first" Attached="yes" AttachedIndex="1"/><Container Id="gone" Attached="yes" AttachedIndex="7"/>' +
      '<Payload Id="p" FilePath="p" SourcePath="a1" Container="second"/>' +
      '<Payload Id="q" FilePath="q" SourcePath="a0" Container="first"/>' +
      '<Payload Id="r" FilePath="r" SourcePath="a2"/>' +
      '<Payload Id="s" FilePath="s" SourcePath="a9" Container="gone"/></BurnManifest>',
  );
  let offset = 0;
  const attached = cabinets.map(({ length }) => {
    const part = { offset, size: length, isThere: true };
    offset += length;
    return part;
  });
  const warnings = new WarningList();
  const places = new BurnPlaces(
    {
      source: new BufferSource(Buffer.concat(cabinets)),
      name: 'x.exe',
      budget: new UnpackBudget(),
      depth: 1,
      neighbours: { open: () => null, find: () => null },
    },
    { ux: { offset: 0, size: 0 }, attached, end: 0, cut: null },
    manifest,
    warnings,
  );
  expect(manifest.payloads.map((one) => places.of.get(one)!.packed?.name)).toEqual([
    'a1',
    'a0',
    'a2',
    undefined,
  ]);
  expect(places.containers.map(({ description }) => [description.id, description.present])).toEqual([
    ['second', true],
    ['first', true],
    ['gone', false],
    ['', true],
  ]);
  expect(warnings.all()).toMatchObject([{ code: 'PACKAGE_NO_CABINET', entry: 'gone' }]);
});
