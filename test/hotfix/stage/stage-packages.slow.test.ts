import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { stagePackages } from '../../../src/hotfix/stage/stage-packages.js';
import { hashTree, standInPath } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

const manifest = manifestFromCatalogue('977203');

describe('stagePackages', () => {
  it('stages the packages of two service packs into one client source, and says which one cannot be', async () => {
    const folder = tempFolder();
    const damaged = join(folder, 'damaged.msi');
    writeFileSync(damaged, 'no package');
    const paths = [standInPath(1), damaged, standInPath(2)];
    const client = join(folder, 'Client');
    const outcomes = await stagePackages(paths, { client }, { manifest });
    expect(outcomes.map(({ path, error }) => [path, error?.facts.file ?? null])).toEqual([
      [paths[0], null],
      [damaged, damaged],
      [paths[2], null],
    ]);
    expect(outcomes[2]).toMatchObject({ result: { verification: { ok: true } } });
    expect(Object.keys(hashTree(folder)).filter((path) => path !== 'damaged.msi')).toEqual([
      'CCMCertFix-SCCM2007-SP1-KB977203-ENU/CCMCertFix.exe',
      'CCMCertFix-SCCM2007-SP1-KB977203-ENU/CCMCertFix.sms',
      'CCMCertFix-SCCM2007-SP2-KB977203-ENU/CCMCertFix.exe',
      'CCMCertFix-SCCM2007-SP2-KB977203-ENU/CCMCertFix.sms',
      'Client/i386/hotfix/KB977203/Sccm2007ac-sp1-kb977203-x86.msp',
      'Client/i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp',
    ]);
  });

  it('refuses at once what no package can be staged with', async () => {
    const folder = tempFolder();
    const run = stagePackages(
      [standInPath(1)],
      { client: join(folder, 'c') },
      { manifest, packageId: 'nonsense' },
    );
    await expect(run).rejects.toMatchObject({ code: 'STAGE_BAD_PACKAGE_ID' });
    expect(hashTree(folder)).toEqual({});
  });
});
