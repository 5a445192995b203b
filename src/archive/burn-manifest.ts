import { elementsNamed, parseXml, type XmlElement } from '../formats/xml/parse-xml.js';

/** A payload of a bundle: what its container calls it and what it is called once unpacked. */
export interface BurnPayload {
  /** Id of the attached container; null for the one of the user interface and for what lies beside the bundle. */
  container: string | null;
  /** Name in the cabinet (`u0`, `a0`); for an external payload where it lies beside the bundle. */
  sourcePath: string;
  /** `\` between the parts. */
  filePath: string;
  external: boolean;
}

export interface BurnManifest {
  name: string | null;
  version: string | null;
  publisher: string | null;
  ux: BurnPayload[];
  payloads: BurnPayload[];
  /** Ids of the attached containers by their index; 0 is the first behind the one of the user interface. */
  attached: string[];
  /** Packages in the order in which they are installed: kind and Id. */
  chain: { kind: string; id: string }[];
}

/** Elements of `Chain`. */
const packageKinds: Readonly<Record<string, string>> = {
  MsiPackage: 'msi',
  MspPackage: 'msp',
  MsuPackage: 'msu',
  ExePackage: 'exe',
  BundlePackage: 'exe',
};

/**
 * The manifest of a WiX bundle (member `0` of its first container). Versions 3 to 5 of WiX differ in namespace and in
 * attributes that are not needed here. Throws `XML_NOT_WELL_FORMED`.
 */
export function parseBurnManifest(text: string): BurnManifest {
  const root = parseXml(text);
  const registration = first(root, 'Registration');
  const arp = registration && first(registration, 'Arp');
  const ux = first(root, 'UX');
  const uxPayloads = new Set(ux ? elementsNamed(ux, 'Payload') : []);
  const chain = first(root, 'Chain');
  const containers = [...elementsNamed(root, 'Container')].filter(
    (one) => attribute(one, 'Attached')?.toLowerCase() === 'yes' || attribute(one, 'AttachedIndex') !== null,
  );
  const indexOf = (one: XmlElement): number => Number(attribute(one, 'AttachedIndex') ?? '1');
  return {
    name: arp ? attribute(arp, 'DisplayName') : null,
    version:
      (registration && attribute(registration, 'Version')) ?? (arp ? attribute(arp, 'DisplayVersion') : null),
    publisher: arp ? attribute(arp, 'Publisher') : null,
    ux: Array.from(uxPayloads, payload),
    payloads: [...elementsNamed(root, 'Payload')].filter((one) => !uxPayloads.has(one)).map(payload),
    attached: containers.sort((a, b) => indexOf(a) - indexOf(b)).map((one) => attribute(one, 'Id') ?? ''),
    chain: (chain?.children ?? []).flatMap((child) => {
      const kind = typeof child === 'string' ? undefined : packageKinds[child.name];
      return kind === undefined ? [] : [{ kind, id: attribute(child as XmlElement, 'Id') ?? '' }];
    }),
  };
}

function payload(element: XmlElement): BurnPayload {
  const filePath = attribute(element, 'FilePath') ?? '';
  return {
    container: attribute(element, 'Container'),
    sourcePath: attribute(element, 'SourcePath') ?? filePath,
    filePath,
    external: attribute(element, 'Packaging')?.toLowerCase() === 'external',
  };
}

function attribute(element: XmlElement, name: string): string | null {
  return element.attributes.get(name) ?? null;
}

function first(element: XmlElement, name: string): XmlElement | null {
  for (const found of elementsNamed(element, name)) return found;
  return null;
}
