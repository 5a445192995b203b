import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { CabinetSet } from '../../src/formats/cab/cabinet-set.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { Database } from '../../src/msi/database.js';
import { buildPackage, type PlannedFile } from './package-builder.js';
import { buildPatch, type PatchPlan, patchCodeOf } from './patch-builder.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const product = {
  code: '{11111111-2222-3333-4444-555555555555}',
  name: 'Client',
  upgradeCode: '{99999999-2222-3333-4444-555555555555}',
};
const client = (version: string, files: PlannedFile[]) =>
  buildPackage({ product: { ...product, version }, files }).msi;

const plan: PatchPlan = {
  targets: [
    {
      name: 'T1ToU1',
      before: client('1.0.0', [
        { key: 'a', name: 'a.txt', bytes: bytes('old') },
        { key: 'gone', name: 'gone.txt', bytes: bytes('gone') },
      ]),
      after: client('1.1.0', [
        { key: 'a', name: 'a.txt', bytes: bytes('newer') },
        { key: 'b', name: 'b.txt', bytes: bytes('added') },
      ]),
      files: { a: { whole: bytes('newer') }, b: { delta: bytes('PA19…'), header: bytes('PA19') } },
    },
  ],
  metadata: { DisplayName: 'Client hotfix' },
  sequences: [['Client', null, '1.1.0', 0]],
};

describe('buildPatch', () => {
  const root = CompoundFile.open(new BufferSource(buildPatch(plan)), { strict: true }).root;
  const database = Database.open(root, { strict: true });

  it('makes a patch with its two transforms and its cabinet', () => {
    const { template, lastAuthor, revision } = database.summaryInformation();
    expect({ kind: database.kind, template, lastAuthor, revision }).toEqual({
      kind: 'msp',
      template: product.code,
      lastAuthor: ':T1ToU1;:#T1ToU1',
      revision: patchCodeOf(plan),
    });
    expect([...root.storages.keys()].sort()).toEqual(['#T1ToU1', 'T1ToU1']);
    const set = CabinetSet.open(database.stream('PCW_CAB_T1ToU1'), { strict: true });
    expect(set.files.map((file) => [file.name, new TextDecoder().decode(set.readFile(file))])).toEqual([
      ['a', 'newer'],
      ['b', 'PA19…'],
    ]);
  });

  it('makes the same bytes every time', () => {
    expect(Buffer.compare(buildPatch(plan), buildPatch(plan))).toBe(0);
  });
});
