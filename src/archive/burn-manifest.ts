import { HotfixkitError } from '../core/errors.js';
import { elementsNamed, parseXml, type XmlElement } from '../formats/xml/parse-xml.js';

/** The manifest's facts about the content of a file. */
export interface BurnContent {
  /** Bytes; null if not a number. */
  size: number | null;
  /** The hash in the manifest, upper case; null if absent. See `payload-check.ts` for its kinds. */
  hash: string | null;
}

/** A payload of a bundle: its name in the container and its name when unpacked. */
export interface BurnPayload extends BurnContent {
  /** The Id in `PayloadRef`. */
  id: string;
  /** Id of the container; null for the user interface container and for files beside the bundle. */
  container: string | null;
  /** Name in the cabinet (`u0`, `a0`); for an external payload its path beside the bundle. */
  sourcePath: string;
  /** `\` between the parts. */
  filePath: string;
  /** The payload is beside the bundle or is downloaded. */
  external: boolean;
  downloadUrl: string | null;
}

/** A cabinet of payloads: attached to the executable, or a file beside it. */
export interface BurnContainer extends BurnContent {
  id: string;
  /** Starts at 1, since the user interface container is 0; null for a detached container. */
  attachedIndex: number | null;
  /** Path beside the bundle; for an attached container, the bundle's original name. */
  filePath: string;
  downloadUrl: string | null;
  /** An extension of the bundle unpacks it: it need not be a cabinet (WiX 5 and later). */
  isOfExtension: boolean;
}

/** The kind of package that an element of `Chain` installs. */
export type BundlePackageKind = 'msi' | 'msp' | 'msu' | 'exe' | 'bundle';

/** A package of the chain. */
export interface BurnPackage {
  id: string;
  kind: BundlePackageKind;
  productCode: string | null;
  patchCode: string | null;
  upgradeCode: string | null;
  version: string | null;
  installCondition: string | null;
  /** Those that the bundle gives to its installation (`MsiProperty`); absent without any. */
  properties?: Readonly<Record<string, string>>;
  /** Ids of its payloads; the first one is the package itself. */
  payloads: string[];
}

/** The facts that hotfixkit needs from a bundle manifest. */
export interface BurnManifest {
  id: string | null;
  name: string | null;
  version: string | null;
  publisher: string | null;
  upgradeCodes: string[];
  ux: BurnPayload[];
  payloads: BurnPayload[];
  containers: BurnContainer[];
  /** In the order in which they are installed. */
  chain: BurnPackage[];
}

/** Elements of `Chain`. */
const packageKinds: ReadonlyMap<string, BundlePackageKind> = new Map([
  ['MsiPackage', 'msi'],
  ['MspPackage', 'msp'],
  ['MsuPackage', 'msu'],
  ['ExePackage', 'exe'],
  ['BundlePackage', 'bundle'],
]);

/**
 * Parses the manifest of a WiX bundle (member `0` of its first container). Versions of WiX differ in namespace, name of
 * `Id` of the bundle and related bundles (`Code` in later ones), and payload hash.
 *
 * Throws `XML_NOT_WELL_FORMED`, `XML_TOO_LARGE`, and `CONTAINER_CORRUPT` where two payloads, containers or packages have one
 * Id: references would be ambiguous.
 */
export function parseBurnManifest(text: string): BurnManifest {
  const root = parseXml(text);
  const registration = first(root, 'Registration');
  const arp = registration && first(registration, 'Arp');
  const ux = first(root, 'UX');
  const uxPayloads = new Set(ux ? elementsNamed(ux, 'Payload') : []);
  const chain = first(root, 'Chain');
  return {
    id: registration && (attribute(registration, 'Id') ?? attribute(registration, 'Code')),
    name: arp && attribute(arp, 'DisplayName'),
    version:
      (registration && attribute(registration, 'Version')) ?? (arp && attribute(arp, 'DisplayVersion')),
    publisher: arp && attribute(arp, 'Publisher'),
    upgradeCodes: [...elementsNamed(root, 'RelatedBundle')]
      .filter((one) => attribute(one, 'Action')?.toLowerCase() === 'upgrade')
      .flatMap((one) => attribute(one, 'Id') ?? attribute(one, 'Code') ?? []),
    ux: Array.from(uxPayloads, payload),
    payloads: distinct(
      'Payload',
      [...elementsNamed(root, 'Payload')].filter((one) => !uxPayloads.has(one)).map(payload),
    ),
    containers: distinct('Container', Array.from(elementsNamed(root, 'Container'), container)),
    chain: distinct(
      'Chain',
      (chain?.children ?? []).flatMap((child) => {
        const kind = typeof child === 'string' ? undefined : packageKinds.get(child.name);
        return kind === undefined ? [] : [chainPackage(child as XmlElement, kind)];
      }),
    ),
  };
}

function payload(element: XmlElement): BurnPayload {
  const filePath = attribute(element, 'FilePath') ?? '';
  const packaging = attribute(element, 'Packaging')?.toLowerCase();
  return {
    id: attribute(element, 'Id') ?? '',
    container: attribute(element, 'Container'),
    sourcePath: attribute(element, 'SourcePath') ?? filePath,
    filePath,
    external: packaging === 'external' || packaging === 'download',
    downloadUrl: attribute(element, 'DownloadUrl'),
    ...content(element),
  };
}

function container(element: XmlElement): BurnContainer {
  const index = attribute(element, 'AttachedIndex');
  const isAttached = attribute(element, 'Attached')?.toLowerCase() === 'yes' || index !== null;
  return {
    id: attribute(element, 'Id') ?? '',
    attachedIndex: isAttached ? Number(index ?? '1') : null,
    filePath: attribute(element, 'FilePath') ?? '',
    downloadUrl: attribute(element, 'DownloadUrl'),
    isOfExtension: attribute(element, 'Type')?.toLowerCase() === 'extension',
    ...content(element),
  };
}

function chainPackage(element: XmlElement, kind: BundlePackageKind): BurnPackage {
  return {
    id: attribute(element, 'Id') ?? '',
    kind,
    productCode: attribute(element, 'ProductCode'),
    patchCode: attribute(element, 'PatchCode'),
    upgradeCode: attribute(element, 'UpgradeCode'),
    version: attribute(element, 'Version'),
    installCondition: attribute(element, 'InstallCondition'),
    ...propertiesOf(element),
    payloads: [
      ...new Set(Array.from(elementsNamed(element, 'PayloadRef'), (one) => attribute(one, 'Id') ?? '')),
    ],
  };
}

function propertiesOf(element: XmlElement): Pick<BurnPackage, 'properties'> {
  const given = Array.from(elementsNamed(element, 'MsiProperty'), (one): [string, string] => [
    attribute(one, 'Id') ?? '',
    attribute(one, 'Value') ?? '',
  ]);
  return given.length === 0 ? {} : { properties: Object.fromEntries(given) };
}

function content(element: XmlElement): BurnContent {
  const size = attribute(element, 'FileSize') ?? '';
  return {
    size: /^\d{1,15}$/.test(size) ? Number(size) : null,
    hash: attribute(element, 'Hash')?.toUpperCase() ?? null,
  };
}

/** Elements without an Id cannot be referenced and may repeat. */
function distinct<Item extends { id: string }>(structure: string, items: Item[]): Item[] {
  const ids = new Set<string>();
  for (const { id } of items) {
    if (id !== '' && ids.has(id)) {
      throw new HotfixkitError('CONTAINER_CORRUPT', "two elements of the bundle's manifest have one Id", {
        entry: id,
        structure,
      });
    }
    ids.add(id);
  }
  return items;
}

function attribute(element: XmlElement, name: string): string | null {
  return element.attributes.get(name) ?? null;
}

function first(element: XmlElement, name: string): XmlElement | null {
  for (const found of elementsNamed(element, name)) return found;
  return null;
}
