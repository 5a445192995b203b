import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { packageKindOf } from '../../src/package/package-kind.js';
import { corpusDir, describeCorpus } from '../support/corpus.js';
import { buildDatabase } from '../support/database-builder.js';
import { text } from '../support/package-folder.js';

const kindOf = (bytes: Uint8Array) => packageKindOf(new BufferSource(bytes));

describe('packageKindOf', () => {
  it.each(['msi', 'msp', 'mst'] as const)('%s by the class of its root storage', (kind) => {
    expect(kindOf(buildDatabase({ kind, tables: [] }))).toBe(kind);
  });

  it('a compound file of another class is no package', () => {
    // A Word document.
    const clsid = '{00020906-0000-0000-C000-000000000046}';
    expect(kindOf(buildDatabase({ clsid, tables: [] }))).toBeNull();
  });

  it.each([
    ['a cabinet', 'MSCF....', 'cab'],
    ['an executable', 'MZ\u0090', null],
    ['text', 'hello, this is text', null],
    ['three bytes', 'MSC', null],
    ['nothing', '', null],
  ])('%s', (_, content, kind) => {
    expect(kindOf(text(content))).toBe(kind);
  });
});

describeCorpus('real files, whatever their names say', () => {
  it.each([
    ['lessmsi/NUnit-2.5.2.9222.msi', 'msi'],
    ['lessmsi/WPF2_32.msp', 'msp'],
    ['wix3/BuildingPackages_InstanceTransforms_InstanceTransformTests_AutoGenProductId_expected.mst', 'mst'],
    ['wix3/tools_light_darice.cub', 'msi'],
    ['wix/CoreIntegration_TestData_.Data_Windows8.1-KB2937592-x86.msu', 'cab'],
    ['wix/CoreIntegration_TestData_MsuPackage_data_test.msu', null],
    ['jsign/wineyes.exe', null],
  ])('%s', (path, kind) => {
    expect(kindOf(readFileSync(join(corpusDir, path)))).toBe(kind);
  });
});
