import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { nameFits, nameWarnings, orderByName } from '../../../src/hotfix/verify/name-evidence.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const manifest = manifestFromCatalogue('977203');
const [sp1, sp2] = ['SP1', 'SP2'].map(
  (level) => manifest.sections.find(({ product }) => product?.includes(level))!,
) as [(typeof manifest.sections)[number], (typeof manifest.sections)[number]];

describe('the name of a package as evidence', () => {
  it.each([
    ['SCCM2007-SP2-KB977203-DEU.msi', false, true],
    ['sccm2007ac-sp1-kb977203-x86.msp', true, false],
    ['SCCM2007-KB977203-DEU.msi', null, null],
    ['package.msi', null, null],
  ])('%s', (name, one, two) => {
    expect([nameFits(name, sp1), nameFits(name, sp2)]).toEqual([one, two]);
    expect(nameFits(name, { ...sp2, product: null, title: 'Service Pack 2' })).toBe(two);
    expect(nameFits(name, { ...sp2, product: 'Something', title: 'All' })).toBeNull();
  });

  it('puts the table that it speaks for first', () => {
    const order = (name: string) =>
      orderByName([{ section: sp1 }, { section: sp2 }], name).map((one) => one.section);
    expect(order('SCCM2007-SP2-KB977203-DEU.msi')).toEqual([sp2, sp1]);
    expect(order('SCCM2007-SP1-KB977203-DEU.msi')).toEqual([sp1, sp2]);
    expect(order('x.msi')).toEqual([sp1, sp2]);
  });

  it('warns where it contradicts', () => {
    const codes = (name: string) => nameWarnings(name, manifest, sp2).map(({ found }) => found);
    expect(codes('SCCM2007-SP2-KB977203-DEU.msi')).toEqual([]);
    expect(codes('SCCM2007-SP1-KB977203-DEU.msi')).toEqual(['SP1']);
    expect(codes('SCCM2007-SP2-KB2659258-DEU.msi')).toEqual(['KB2659258']);
    expect(codes('anything.msi')).toEqual([]);
  });

  it('decides where the files say nothing', () => {
    const used = (fileName: string | null) => verifyFiles([], manifest, { fileName }).manifest.product;
    expect(used('SCCM2007-SP2-KB977203-DEU.msi')).toBe(sp2.product);
    expect(used('SCCM2007-SP1-KB977203-DEU.msi')).toBe(sp1.product);
    expect(used(null)).toBe(manifest.sections[0]!.product);
  });
});
