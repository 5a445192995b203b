import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { withGivenRules } from '../../../src/hotfix/stage/given-rules.js';
import { type StageSource, selectStageSources } from '../../../src/hotfix/stage/stage-sources.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const manifest = manifestFromCatalogue('977203');
const SP1 = 'ConfigMgr 2007 SP1';
const SP2 = 'ConfigMgr 2007 SP2';

const file = (path: string, size = 1): StageSource => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  size,
});
const utility = file('Logs/Ccmcertfix.exe');

describe('selectStageSources', () => {
  it.each<[string, string[], string | null, string[]]>([
    [
      'the patch of the product, in any letter case',
      ['a/Sccm2007ac-sp2-kb977203-x86.MSP'],
      SP2,
      ['a/Sccm2007ac-sp2-kb977203-x86.MSP'],
    ],
    [
      'only the patch of the product',
      ['SCCM2007AC-SP1-KB977203-x86.msp', 'SCCM2007AC-SP2-KB977203-x86.msp'],
      SP1,
      ['SCCM2007AC-SP1-KB977203-x86.msp'],
    ],
    [
      'a patch whose name differs by locale',
      ['sccm2007ac-sp2-kb977203-x86-deu.msp', 'other-kb1.msp', 'kb977203.txt'],
      SP2,
      ['sccm2007ac-sp2-kb977203-x86-deu.msp'],
    ],
    [
      'all there are where no product is known',
      ['SCCM2007AC-SP2-KB977203-x86.msp'],
      null,
      ['SCCM2007AC-SP2-KB977203-x86.msp'],
    ],
    [
      'one of two that are the same size',
      ['a/SCCM2007AC-SP2-KB977203-x86.msp', 'b/sccm2007ac-sp2-kb977203-x86.msp'],
      SP2,
      ['a/SCCM2007AC-SP2-KB977203-x86.msp'],
    ],
  ])('takes %s', (_, paths, product, expected) => {
    const picked = selectStageSources([...paths.map((path) => file(path)), utility], manifest, product);
    expect(picked.patches.map(({ path }) => path)).toEqual(expected);
    expect(picked.utility).toBe(utility);
  });

  it('prefers, of several that differ, the one that verification found right', () => {
    const row = manifest.sections[1]!.files.find(({ name }) => name.endsWith('.msp'))!;
    const right = file(`new/${row.name}`, row.size!);
    const other = file(`old/${row.name}`, 7);
    const { version, platform } = row;
    const facts = [other, right].map((one) => ({ ...one, version, platform }));
    const verification = verifyFiles(facts.slice(1), manifest, { product: SP2 });
    expect(selectStageSources([other, right, utility], manifest, SP2, verification).patches).toEqual([right]);
    expect(() => selectStageSources([other, right, utility], manifest, SP2)).toThrowError(
      expect.objectContaining({ code: 'STAGE_AMBIGUOUS', kind: 'input' }),
    );
  });

  it('does not stage the patch of another product', () => {
    const files = [file('SCCM2007AC-SP1-KB977203-x86.msp'), utility];
    expect(() => selectStageSources(files, manifest, SP2)).toThrowError(
      expect.objectContaining({
        code: 'STAGE_NO_PATCH',
        facts: {
          expected: 'SCCM2007AC-SP2-KB977203-x86.msp',
          found: 'SCCM2007AC-SP1-KB977203-x86.msp',
        },
      }),
    );
  });

  it.each([
    ['processor', 'sccm2007ac-sp2-kb977203-x64.msp'],
    ['service pack', 'sccm2007ac-sp3-kb977203-x86.msp'],
    ['component', 'sccm2007ac-sp2-kb977203-x86-console.msp'],
  ])('does not take a patch whose name differs in its %s', (_, name) => {
    expect(() => selectStageSources([file(name), utility], manifest, SP2)).toThrowError(
      expect.objectContaining({
        code: 'STAGE_NO_PATCH',
        message: expect.stringContaining('--client-patch FILE'),
        facts: { expected: 'SCCM2007AC-SP2-KB977203-x86.msp', found: name },
      }),
    );
  });

  it.each([
    ['is not there', 'nosuch.msp', 'nosuch.msp'],
    ['is that of another product', 'sccm2007ac-sp1-kb977203-x86.msp', 'sccm2007ac-sp1-kb977203-x86.msp'],
    ['differs by locale', 'sccm2007ac-sp2-kb977203-x86-deu.msp', 'sccm2007ac-sp2-kb977203-x86-deu.msp'],
  ])('takes no other patch than the one that the user names: it %s', (_, clientPatch, expected) => {
    const files = ['SCCM2007AC-SP1-KB977203-x86.msp', 'SCCM2007AC-SP2-KB977203-x86.msp'].map((name) =>
      file(name),
    );
    expect(() =>
      selectStageSources([...files, utility], withGivenRules(manifest, { clientPatch }), SP2),
    ).toThrowError(
      expect.objectContaining({
        code: 'STAGE_NO_PATCH',
        message: expect.stringContaining('--client-patch'),
        facts: {
          expected,
          found: 'SCCM2007AC-SP1-KB977203-x86.msp, SCCM2007AC-SP2-KB977203-x86.msp',
        },
      }),
    );
  });

  it('misses the utility', () => {
    expect(() => selectStageSources([file('SCCM2007AC-SP2-KB977203-x86.msp')], manifest, SP2)).toThrowError(
      expect.objectContaining({ code: 'STAGE_NO_UTILITY', facts: { expected: 'CCMCertFix.exe' } }),
    );
  });

  it('knows hotfixes without a utility', () => {
    const { utility: _, ...facts } = manifest.facts!;
    const files = [file('SCCM2007AC-SP2-KB977203-x86.msp')];
    expect(selectStageSources(files, { ...manifest, facts }, SP2)).toEqual({ patches: files, utility: null });
  });

  it('names the option for a utility that is unclear, and that there may be none', () => {
    const unclear = { code: 'ARTICLE_RULE_UNCLEAR' as const, message: 'unclear', structure: 'facts.utility' };
    expect(() => selectStageSources([], { ...manifest, warnings: [unclear] }, SP2)).toThrowError(
      expect.objectContaining({ message: expect.stringContaining('give --utility FILE (or none)') }),
    );
  });

  it('refuses a manifest that only has file tables', () => {
    const { facts: _, ...tables } = manifest;
    expect(() => selectStageSources([], tables, SP2)).toThrowError(
      expect.objectContaining({ code: 'STAGE_UNSTATED' }),
    );
  });
});
