import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import {
  isPackageOfRows,
  namesOfFiles,
  rowsOfFiles,
  withoutMissing,
} from '../../../src/hotfix/verify/rows-of-files.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const manifest = manifestFromCatalogue('977203');
const patch = 'Sccm2007ac-sp2-kb977203-x86.msp';

describe('rowsOfFiles', () => {
  it('keeps the rows of the names, in the tables that have them', () => {
    expect(rowsOfFiles(manifest, ['CCMCERTFIX.EXE'])?.sections.map(({ files }) => files.length)).toEqual([
      1, 1,
    ]);
    expect(rowsOfFiles(manifest, [patch])?.sections.map(({ product }) => product)).toEqual([
      'ConfigMgr 2007 SP2',
    ]);
    expect(rowsOfFiles(manifest, ['notepad.exe'])).toBe(null);
  });

  it('leaves out rows for other platforms of a file by itself', () => {
    const file = { path: 'Mcsisapip.dll', name: 'Mcsisapip.dll', size: 481_640, version: '4.0.6487.2111' };
    const narrowed = rowsOfFiles(manifest, ['mcsisapip.dll'])!;
    const result = verifyFiles([{ ...file, platform: 'x64' }], narrowed, { onlyPresent: true });
    expect(result.counts).toMatchObject({ match: 1, missing: 1 });
    const { counts, files } = withoutMissing(result);
    expect([counts, files.map(({ platform }) => platform)]).toEqual([
      { match: 1, mismatch: 0, missing: 0, ambiguous: 0 },
      ['x64'],
    ]);
  });

  it('tells a package that the table names from a client patch', () => {
    const names = namesOfFiles(manifest);
    expect(names).toContain(patch);
    expect(isPackageOfRows(manifest, patch, ['Ccmgencert.dll'])).toBe(false);
    expect(isPackageOfRows(manifest, patch, [])).toBe(false);
    const others = names.filter((name) => name !== patch);
    expect(isPackageOfRows(manifest, patch, others)).toBe(true);
  });
});
