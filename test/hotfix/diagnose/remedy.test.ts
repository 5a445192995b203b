import { describe, expect, it } from 'vitest';
import { remedySteps } from '../../../src/hotfix/diagnose/remedy.js';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';

describe('remedySteps', () => {
  it('says what to run and what makes it needless', () => {
    const steps = remedySteps(manifestFromCatalogue('977203'));
    expect(steps.map(({ command }) => command)).toEqual([
      'hotfixkit prepare SCCM2007-SP1-KB977203-ENU.msi --kb 977203 -o SCCM2007-SP1-KB977203-ENU',
      'hotfixkit prepare SCCM2007-SP2-KB977203-ENU.msi --kb 977203 -o SCCM2007-SP2-KB977203-ENU',
      'CCMCertFix.exe CCMCertFix.log',
      null,
    ]);
    expect(steps.at(-1)!.title).toBe(
      'if KB977384 is installed: it includes this hotfix, but not CCMCertFix.exe',
    );
  });

  it('says nothing of an article of which only the tables are known', () => {
    const { facts: _, ...bare } = manifestFromCatalogue('977203');
    expect(remedySteps(bare)).toEqual([]);
  });
});
