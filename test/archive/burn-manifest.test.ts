import { describe, expect, it } from 'vitest';
import { parseBurnManifest } from '../../src/archive/burn-manifest.js';
import { caught } from '../support/caught.js';

const manifest = (inside: string): string =>
  `<b:BurnManifest xmlns:b="http://wixtoolset.org/schemas/v4/2008/Burn">${inside}</b:BurnManifest>`;

describe('parseBurnManifest', () => {
  it('reads packages of all kinds, in their order', () => {
    const { chain } = parseBurnManifest(
      manifest(
        '<b:Chain><b:ExePackage Id="e" InstallCondition="a &lt; 1"><b:PayloadRef Id="x"/><b:PayloadRef Id="y"/><b:PayloadRef Id="x"/></b:ExePackage>' +
          '<b:RollbackBoundary Id="r"/><b:MspPackage Id="p" PatchCode="{1}"/><b:MsuPackage Id="u"/><b:BundlePackage Id="b" Version="2"/>' +
          '<b:MsiPackage Id="m" ProductCode="{2}" UpgradeCode="{3}" Version="1.0"><b:MsiProperty Id="TRANSFORMS" Value="x.mst"/></b:MsiPackage></b:Chain>',
      ),
    );
    expect(chain).toMatchObject([
      { kind: 'exe', id: 'e', installCondition: 'a < 1', payloads: ['x', 'y'] },
      { kind: 'msp', patchCode: '{1}' },
      { kind: 'msu' },
      { kind: 'bundle', version: '2' },
      {
        ...{ kind: 'msi', productCode: '{2}', upgradeCode: '{3}', version: '1.0' },
        properties: { TRANSFORMS: 'x.mst' },
      },
    ]);
  });

  it.each([
    ['12', 12],
    ['', null],
    ['-1', null],
    ['1e9', null],
    ['0x10', null],
    ['99999999999999999999', null],
  ])('FileSize %j is %s', (text, size) => {
    const { payloads } = parseBurnManifest(manifest(`<b:Payload Id="p" FileSize="${text}"/>`));
    expect(payloads[0]!.size).toBe(size);
  });

  it.each([
    ['Id="{1}"', '{1}'],
    ['Code="{2}"', '{2}'],
    ['', null],
  ])('takes what the bundle is called from %j', (text, id) => {
    const said = parseBurnManifest(manifest(`<b:Registration ${text} Version="1"/>`));
    expect([said.id, said.version, said.name, said.publisher]).toEqual([id, '1', null, null]);
  });

  it('takes the upgrade codes of related bundles that are replaced', () => {
    const { upgradeCodes } = parseBurnManifest(
      manifest(
        '<b:RelatedBundle Id="{1}" Action="Upgrade"/><b:RelatedBundle Id="{2}" Action="Detect"/><b:RelatedBundle Code="{3}" Action="Upgrade"/>',
      ),
    );
    expect(upgradeCodes).toEqual(['{1}', '{3}']);
  });

  it.each([
    ['payloads', '<b:Payload Id="p"/><b:Payload Id="p"/>', 'Payload'],
    ['containers', '<b:Container Id="p"/><b:Container Id="p"/>', 'Container'],
    ['packages', '<b:Chain><b:MsiPackage Id="p"/><b:ExePackage Id="p"/></b:Chain>', 'Chain'],
  ])('refuses two %s of one Id', (_, inside, structure) => {
    expect(caught(() => parseBurnManifest(manifest(inside)))).toMatchObject({
      code: 'CONTAINER_CORRUPT',
      facts: { entry: 'p', structure },
    });
  });

  it('takes two without an Id', () => {
    expect(parseBurnManifest(manifest('<b:Payload/><b:Payload/>')).payloads).toHaveLength(2);
  });
});
