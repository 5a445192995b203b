import { describe, expect, it } from 'vitest';
import { codeWarningsOfBundles } from '../../../src/package/inspect/bundle-codes.js';
import { warningsOf } from '../../../src/package/not-searched.js';
import { openPackage } from '../../../src/package/open-package.js';
import { bundle } from '../../support/container-builder.js';
import { buildPackage } from '../../support/package-builder.js';
import { text } from '../../support/package-folder.js';
import { buildZip } from '../../support/zip-builder.js';

const [code, other, upgrade] = ['1', '2', '3'].map(
  (digit) => `{${digit.repeat(8)}-0000-0000-0000-000000000000}`,
);
const msi = (name: string, productCode = code!) =>
  buildPackage({
    product: { name, code: productCode, upgradeCode: upgrade! },
    files: [{ key: 'a', name: 'a.txt', bytes: text(name) }],
  }).msi;
/** The files are those of the chain, each with the codes that the manifest states. */
const setup = (files: Record<string, Uint8Array>, stated: Record<string, Record<string, string>>) =>
  bundle({
    version: 3,
    containers: [files],
    chain: Object.entries(stated).map(([name, attributes]) => ({
      id: name,
      kind: 'Msi',
      payloads: [`0:${name}`],
      attributes,
    })),
  });

describe('the codes of a package in a bundle', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['are right', { ProductCode: code!.toLowerCase(), UpgradeCode: upgrade! }, []],
    ['are not stated', {}, []],
    ['differ: product', { ProductCode: other! }, ['ProductCode']],
    ['differ: both', { ProductCode: other!, UpgradeCode: other! }, ['ProductCode', 'UpgradeCode']],
  ])('%s', (_, stated, structures) => {
    const bytes = setup({ 'a.msi': msi('a') }, { 'a.msi': stated });
    for (const input of [bytes, buildZip({ files: [{ name: 's.exe', bytes }] })]) {
      using opened = openPackage(input, { name: 'p' });
      expect(opened.kind).toBe('msi');
      expect(warningsOf(opened)).toEqual(
        structures.map((structure) =>
          expect.objectContaining({
            code: 'BUNDLE_PAYLOAD_DIFFERS',
            entry: 'a.msi',
            structure,
            expected: other,
          }),
        ),
      );
    }
  });

  it('are those of each package where there are several', () => {
    const bytes = setup(
      { 'a.msi': msi('a'), 'b.msi': msi('b', other) },
      { 'a.msi': { ProductCode: code! }, 'b.msi': { ProductCode: code! } },
    );
    using opened = openPackage(bytes, { name: 'p', orContainer: true });
    expect(codeWarningsOfBundles(opened.container!)).toMatchObject([
      { entry: 'b.msi', structure: 'ProductCode', expected: code, found: other },
    ]);
  });
});
