import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import type { CabinetSet } from '../formats/cab/cabinet-set.js';
import type { PortableExecutable } from '../formats/pe/portable-executable.js';
import { decodeXml } from '../formats/xml/xml-encoding.js';
import { type BurnManifest, type BurnPayload, parseBurnManifest } from './burn-manifest.js';
import { readBurnSection } from './burn-section.js';
import { CabinetContainer, openCabinet } from './cabinet-container.js';
import type { UnpackBudget } from './unpack-budget.js';

/** What the first container calls the manifest. */
const MANIFEST = '0';
/** Bytes; real ones have a few hundred thousand. In UTF-16 twice what is read of an XML document. */
const LONGEST_MANIFEST = 16 * 2 ** 20;
/** The folder for what the user interface needs: its names may be those of packages. */
const UX_FOLDER = 'UX';

/**
 * A WiX bundle: what its user interface needs below `UX/`, and the packages of its attached containers under the names that
 * its manifest gives them. Null where there is no section `.wixburn`. Throws `CONTAINER_CORRUPT`, `XML_*`, `CAB_*`.
 */
export function openBurnBundle(
  source: ByteSource,
  executable: PortableExecutable,
  budget: UnpackBudget,
): CabinetContainer | null {
  const section = readBurnSection(source, executable);
  if (!section) return null;
  const open = (part: { offset: number; size: number }, name: string): CabinetSet =>
    openCabinet(new SliceSource(source, part.offset, part.size), name, budget);
  const ux = open(section.ux, 'UX container');
  const manifest = readManifest(ux);
  const attached = section.attached.map((part, i) => open(part, `attached container ${i + 1}`));
  const uxNames = namesOf(manifest.ux, () => true);
  return new CabinetContainer(
    [
      {
        set: ux,
        nameOf: ({ name }) =>
          `${UX_FOLDER}/${name === MANIFEST ? 'manifest.xml' : (uxNames.get(name) ?? name)}`,
      },
      ...attached.map((set, i) => {
        const id = manifest.attached[i];
        const names = namesOf(manifest.payloads, ({ container }) => container === id || id === undefined);
        return { set, nameOf: ({ name }: { name: string }) => names.get(name) ?? name };
      }),
    ],
    {
      kind: 'burn',
      title: 'WiX bundle',
      facts: factsOf(manifest),
      warnings: externalWarnings(manifest),
    },
    budget,
  );
}

function readManifest(ux: CabinetSet): BurnManifest {
  const file = ux.files.find(({ name }) => name === MANIFEST);
  if (!file) {
    throw new HotfixkitError('CONTAINER_CORRUPT', 'the bundle has no manifest', { entry: MANIFEST });
  }
  return parseBurnManifest(decodeXml(ux.readFile(file, LONGEST_MANIFEST)).text);
}

function namesOf(
  payloads: readonly BurnPayload[],
  fits: (payload: BurnPayload) => boolean,
): ReadonlyMap<string, string> {
  const inside = payloads.filter((one) => !one.external && one.filePath !== '' && fits(one));
  return new Map(inside.map(({ sourcePath, filePath }) => [sourcePath, filePath]));
}

function factsOf({ name, version, publisher, chain }: BurnManifest): Record<string, string> {
  const facts: Record<string, string> = {};
  if (name !== null) facts.Bundle = name;
  if (version !== null) facts['Bundle version'] = version;
  if (publisher !== null) facts.Publisher = publisher;
  if (chain.length > 0) facts.Installs = chain.map(({ kind, id }) => `${id} (${kind})`).join(', ');
  return facts;
}

function externalWarnings({ payloads }: BurnManifest): Warning[] {
  return payloads
    .filter(({ external }) => external)
    .map(({ filePath }) => ({
      code: 'PACKAGE_NO_FILE',
      message: 'not inside the bundle: it is downloaded, or is a file beside it',
      entry: filePath.replace(/\\/g, '/'),
    }));
}
