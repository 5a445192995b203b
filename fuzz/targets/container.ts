import { bundle, cabinetOf, iexpress, msu, selfExtractor } from '../../test/support/container-builder.js';
import { memoByName } from '../memo.js';
import { get, mutateBytes, range } from '../mutate/bytes.js';
import { cabinetMap } from '../mutate/cabinet.js';
import { mutateText } from '../mutate/text.js';
import { reduceZip, zipHot } from '../mutate/zip.js';
import type { Seed } from '../seeds.js';
import { bytesOf, optionsOf, type Target } from '../target.js';
import { packages } from './samples.js';
import { usePackage } from './use-package.js';
import { password, zips } from './zip-seeds.js';

const burnManifest = (payloads: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><BurnManifest xmlns="http://schemas.microsoft.com/wix/2008/Burn"><UX PrimaryPayloadId="u0"><Payload Id="u0" FilePath="ux.dll" FileSize="1" Packaging="embedded" SourcePath="u0"/></UX><Container Id="C0" FileSize="1" AttachedIndex="1" Attached="yes"/>${payloads}<Container Id="C1" FileSize="9" FilePath="d.cab"/><Chain><MsiPackage Id="p.msi"><PayloadRef Id="p.msi"/></MsiPackage><MsiPackage Id="q" InstallCondition="x"><PayloadRef Id="q.msi"/><PayloadRef Id="e.exe"/></MsiPackage></Chain></BurnManifest>`;
const burnPayload =
  '<Payload Id="p.msi" FilePath="dir\\p.msi" FileSize="9" Packaging="embedded" Container="C0" SourcePath="a0"/>';
const otherPayloads =
  '<Payload Id="q.msi" FilePath="dir\\P.MSI" FileSize="1" Packaging="embedded" Container="C0" SourcePath="a0"/>' +
  '<Payload Id="e.exe" FilePath="e.exe" FileSize="1" Hash="00" Packaging="external" SourcePath="e.exe" DownloadUrl="x"/>';

export const container: Target = {
  name: 'container',
  about: 'self-extractors, IExpress, WiX bundles and their manifests, .msu, cabinets found inside',
  prepare(pool) {
    const [first] = packages();
    const cabinet = cabinetOf({ 'a.txt': 'hello', 'b/c.msi': first!.bytes, 'x.exe': 'MZ' });
    const seeds: Seed[] = [
      { name: 'built/zip.exe', bytes: selfExtractor(zips()[0]!.bytes) },
      { name: 'built/cab.exe', bytes: selfExtractor(cabinet, {}, bytesOf('certificate')) },
      { name: 'built/iexpress.exe', bytes: iexpress(cabinet, { TITLE: 't', RUNPROGRAM: 'setup.exe' }) },
      {
        name: 'built/bundle3.exe',
        bytes: bundle({ version: 3, ux: { 'ux.dll': 'MZx' }, containers: [{ 'p.msi': first!.bytes }] }),
      },
      {
        name: 'built/bundle4.exe',
        bytes: bundle({
          version: 4,
          containers: [{ 'p.msi': first!.bytes }, { 'q.txt': 'x' }],
          external: ['e.msi'],
          signature: bytesOf('signature'),
        }),
      },
      { name: 'built/windows6.1-kb976571-x64.msu', bytes: msu('Windows6.1-KB976571-x64', cabinet) },
      ...pool.files(/\.(msu|exe)$/i),
    ];
    const hot = memoByName((seed: Seed) => [
      ...zipHot(seed.bytes),
      ...range(0, Math.min(1024, seed.bytes.length)),
      ...cabinetsIn(seed.bytes),
    ]);
    const manifest = burnManifest(burnPayload + otherPayloads);
    return {
      seeds,
      make(random) {
        const choice = random.word();
        if (random.chance(0.3)) {
          const text = mutateText(random, manifest, [burnPayload, manifest]);
          const bytes = bundle({
            version: 3,
            ux: { 'ux.dll': 'MZx' },
            containers: [{ 'p.msi': 'x' }],
            manifest: text,
          });
          return { bytes, seed: seeds[3]!.name, choice };
        }
        const seed = random.pick(seeds);
        const others = [random.pick(seeds).bytes];
        const bytes = mutateBytes(random, seed.bytes, { hot: random.chance(0.7) ? hot(seed) : [], others });
        return { bytes, seed: seed.name, choice };
      },
      async run(fuzzCase, world) {
        const { seed } = fuzzCase;
        const name = seed.slice(seed.lastIndexOf('/') + 1);
        const path = world.write(`container/${name}`, fuzzCase.bytes);
        await usePackage(path, { option: optionsOf(fuzzCase), password });
      },
      reduce: reduceZip,
    };
  },
};

function cabinetsIn(bytes: Uint8Array): number[] {
  const hot: number[] = [];
  for (let at = 0; at + 36 < bytes.length && hot.length < 4000; at++) {
    if (get(bytes, at, 4) !== 0x4643534d) continue;
    hot.push(...cabinetMap(bytes.subarray(at)).hot.map((offset) => at + offset));
  }
  return hot;
}
