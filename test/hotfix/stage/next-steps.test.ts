import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import type { HotfixFacts } from '../../../src/hotfix/manifest/hotfix-facts.js';
import { type NextStepsInput, nextSteps } from '../../../src/hotfix/stage/next-steps.js';

const manifest = manifestFromCatalogue('977203');
const input: NextStepsInput = {
  manifest,
  product: 'ConfigMgr 2007 SP2',
  installationProperties: { clientPush: null, taskSequence: 'PATCH="C:\\x.msp"' },
  packageId: 'ABC0001F',
  utilityFolder: 'out/content/CCMCertFix',
  definitionFile: 'CCMCertFix.sms',
};
const commandsOf = (change: Partial<NextStepsInput> = {}) =>
  nextSteps({ ...input, ...change }).flatMap(({ commands }) => commands.map(({ text }) => text));

describe('nextSteps', () => {
  it('goes through what the article asks for, in order', () => {
    expect(nextSteps(input).map(({ id }) => id)).toEqual([
      'site-servers',
      'client-push',
      'distribution-points',
      'task-sequence',
      'utility-package',
      'utility-run',
    ]);
  });

  it('has what is to be typed', () => {
    expect(commandsOf()).toEqual([
      'msiexec.exe /i SCCM2007-SP2-KB977203-ENU.msi',
      'SMSSLP=<server locator point> FSP=<fallback status point>',
      'PATCH="C:\\x.msp"',
      'out/content/CCMCertFix',
      'CCMCertFix.sms',
      'CCMCertFix.exe',
      'CCMCertFix.exe CCMCertFix.log',
    ]);
  });

  it('names the package file that was given, in quotation marks if it needs them', () => {
    expect(commandsOf({ packageFile: 'SCCM2007 DEU.msi' })[0]).toBe('msiexec.exe /i "SCCM2007 DEU.msi"');
    expect(commandsOf({ packageFile: 'a&calc.msi' })[0]).toBe('msiexec.exe /i "a&calc.msi"');
  });

  it('says what stands for a package ID that is not known', () => {
    const text = (packageId: string | null, patchProperty: string) =>
      JSON.stringify(
        nextSteps({
          ...input,
          packageId,
          installationProperties: { clientPush: null, taskSequence: patchProperty },
        }),
      );
    expect(text(null, 'PATCH="C:\\_SMSTaskSequence\\OSD\\<Package_ID>\\x.msp"')).toContain(
      'Replace <Package_ID>',
    );
    expect(text(null, 'PATCH="C:\\_SMSTaskSequence\\OSD\\<Package_ID>\\x.msp"')).toContain(
      '"missing":"the ID of the client package is missing"',
    );
    expect(text(null, 'PATCH="\\\\server\\share\\x.msp"')).not.toContain('Replace');
    expect(text('ABC0001F', 'PATCH="C:\\x.msp"')).toContain('the ConfigMgr client package ABC0001F');
  });

  it('says in general how a task sequence runs a utility where the article does not', () => {
    const detailsOf = (change: Partial<HotfixFacts>): readonly string[] =>
      nextSteps({ ...input, manifest: { ...manifest, facts: { ...manifest.facts!, ...change } } }).find(
        ({ id }) => id === 'utility-run',
      )!.details;
    expect(detailsOf({}).join()).toContain('Capture (refresh,');
    const general = detailsOf({ notes: [] }).join();
    expect(general).not.toMatch(/Capture|Restore|Restart/);
    expect(general).toContain('after Setup Windows and ConfigMgr');
  });

  it('leaves the utility out where there is none', () => {
    const { utility: _, ...facts } = manifest.facts!;
    const ids = nextSteps({ ...input, manifest: { ...manifest, facts } }).map(({ id }) => id);
    expect(ids).not.toContain('utility-package');
    expect(ids).not.toContain('utility-run');
  });

  it('says nothing where the manifest only has file tables', () => {
    const { facts: _, ...tables } = manifest;
    expect(nextSteps({ ...input, manifest: tables })).toEqual([]);
  });
});
