import { dirname, join, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { recordFolder } from '../../../src/hotfix/stage/stage-record.js';
import { stageTargets, undoFolders } from '../../../src/hotfix/stage/stage-targets.js';
import { writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const manifest = manifestFromCatalogue('977203');
const { facts: _, ...withoutFacts } = manifest;
const client = resolve('/srv/sms/Client');
const beside = (name: string) => join(client, '..', name);

describe('stageTargets', () => {
  it.each([
    ['one package', {}, null, beside('CCMCertFix')],
    ['one of several', {}, 'd/SP1.msi', beside('CCMCertFix-SP1')],
    ['a folder of its own', { utility: 'tool' }, null, 'tool'],
    ['a folder of its own for several', { utility: 'tool' }, 'SP1.msi', join('tool', 'SP1')],
  ])('puts the utility of %s where it belongs', (_, more, path, utility) => {
    expect(stageTargets({ client, ...more }, manifest, path)).toEqual({ client, utility });
  });

  it.each([
    ['Client', 'CCMCertFix'],
    [join('a', 'Client'), join('a', 'CCMCertFix')],
    [join('a', 'Client') + sep, join('a', 'CCMCertFix')],
    ['.', join('..', 'CCMCertFix')],
    ['..', join('..', '..', 'CCMCertFix')],
  ])('is relative where the client source is: %s', (given, utility) => {
    const targets = stageTargets({ client: given }, manifest);
    expect(targets).toEqual({ client: given, utility });
    expect(dirname(resolve(utility))).toBe(dirname(resolve(given)));
    expect(dirname(recordFolder(given, '1'))).toBe(dirname(utility));
  });

  it('has no package source for the patch unless one is named', () => {
    expect(stageTargets({ client, hotfix: 'h' }, manifest)).toMatchObject({ hotfix: 'h' });
  });

  it('names the folder for the article where there is no utility', () => {
    expect(stageTargets({ client }, withoutFacts).utility).toBe(beside('KB977203'));
  });
});

describe('undoFolders', () => {
  it('has the folders that staging has named, and no others', () => {
    const folder = tempFolder();
    writeTree(folder, { 'Client/x': '', 'CCMCertFix/x': '', 'CCMCertFix-SP1/x': '', 'Other/x': '' });
    const there = join(folder, 'Client');
    expect(undoFolders({ client: there }, manifest).sort()).toEqual(
      ['CCMCertFix', 'CCMCertFix-SP1', 'Client'].map((name) => join(folder, name)),
    );
    expect(undoFolders({ client: there, utility: 'u', hotfix: 'h' }, manifest)).toEqual([there, 'u', 'h']);
  });
});
