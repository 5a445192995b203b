import { SliceSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { plural } from '../core/plural.js';
import { type CabinetFile, isFile } from '../formats/cab/cabinet-folder.js';
import type { CabinetSet } from '../formats/cab/cabinet-set.js';
import type { PortableExecutable } from '../formats/pe/portable-executable.js';
import { decodeXml } from '../formats/xml/xml-encoding.js';
import type { OpenRequest } from './archive-format.js';
import { BesideFile } from './beside-file.js';
import { BundleContainer } from './bundle-container.js';
import type { BundleDescription, BundlePayloadDescription } from './bundle-description.js';
import { type BurnPaths, burnPathKey, burnPaths } from './burn-layout.js';
import { type BurnManifest, type BurnPayload, parseBurnManifest } from './burn-manifest.js';
import { type BurnPlace, BurnPlaces } from './burn-places.js';
import { readBurnSection } from './burn-section.js';
import { CabinetContainer, type NamedFile, openCabinet } from './cabinet-container.js';
import type { Container } from './container.js';
import { memberPaths } from './member-paths.js';
import { hashNameOf, PayloadCheck } from './payload-check.js';
import { WarningList } from './warning-list.js';

/** Name of the manifest in the first container. */
const MANIFEST = '0';
/** Maximum manifest size in bytes, twice the XML limit for UTF-16. Real ones have a few hundred thousand. */
const LONGEST_MANIFEST = 16 * 2 ** 20;
/** The folder for the user interface: its names may clash with those of packages. */
const UX_FOLDER = 'UX';
/** Maximum of packages named in one line. */
const LISTED = 8;

/** A file of the bundle before its name is made safe. */
interface Entry {
  name: string;
  payload: BurnPayload | null;
  /** Null for a file beside the bundle. */
  packed: { set: CabinetSet; file: CabinetFile } | null;
}

/**
 * Opens a WiX bundle: the user interface files below `UX/`, and the payloads of its packages with the names that its manifest
 * gives them, from attached containers, and from containers and files beside it. Checks what is read against
 * the size and hash in the manifest. Lists missing files in the warnings and in `bundle`. Null without a section
 * `.wixburn`. A bundle that ends inside an attached container is refused, or has `damage` where the budget allows it.
 * Throws `CONTAINER_*`, `XML_*`, `CAB_*`.
 */
export function openBurnBundle(request: OpenRequest, executable: PortableExecutable): Container | null {
  const { source, budget } = request;
  const section = readBurnSection(source, executable);
  if (!section) return null;
  if (section.cut && !budget.orDamaged) throw section.cut;
  const warnings = new WarningList();
  const ux = openCabinet(new SliceSource(source, section.ux.offset, section.ux.size), 'UX container', budget);
  const manifest = readManifest(ux);
  const places = new BurnPlaces(request, section, manifest, warnings);
  const { entries, wanted } = entriesOf(ux, manifest, places);
  const {
    paths,
    statedNames,
    warnings: renamed,
  } = memberPaths(
    entries.map(({ name }) => name),
    budget.renameUnsafe,
  );
  const checks = new Map<BurnPayload, PayloadCheck>();
  const checkOf = (payload: BurnPayload): PayloadCheck => {
    const name = payload.filePath.replace(/\\/g, '/');
    const whole = places.of.get(payload)?.container?.checkWhole ?? null;
    const check = checks.get(payload) ?? new PayloadCheck('payload', name, payload, budget, whole);
    checks.set(payload, check);
    return check;
  };

  const wholes = new Map(
    places.containers.flatMap(({ set, checkWhole }) => (set ? [[set, checkWhole]] : [])),
  );
  /** For a file that the manifest does not name. */
  const checkOfUnnamed = (set: CabinetSet, name: string): PayloadCheck | null => {
    const whole = wholes.get(set) ?? null;
    return whole && new PayloadCheck('file', name, { size: null, hash: null }, budget, whole);
  };

  const named = new Map<CabinetFile, NamedFile[]>();
  const beside: BesideFile[] = [];
  entries.forEach(({ payload, packed }, i) => {
    const path = paths[i]!;
    if (packed) {
      const names = named.get(packed.file) ?? [];
      const check = payload ? checkOf(payload) : checkOfUnnamed(packed.set, path);
      names.push({ name: path, statedName: statedNames[i]!, check });
      named.set(packed.file, names);
    } else {
      const { beside: file } = places.of.get(payload!)!;
      beside.push(new BesideFile({ path, statedName: statedNames[i]! }, file!, checkOf(payload!), budget));
    }
  });
  const sets = [ux, ...places.containers.flatMap(({ set }) => set ?? [])];
  // Files in cabinets were counted when the cabinets were opened.
  budget.countEntries(Math.max(0, entries.length - sets.reduce((sum, set) => sum + set.files.length, 0)));
  const cabinets = new CabinetContainer(
    sets.map((set) => ({ set, namesOf: (file: CabinetFile) => named.get(file) ?? [] })),
    { kind: 'burn', title: 'WiX bundle' },
    budget,
  );
  const pathOf = new Map(entries.map(({ name }, i) => [burnPathKey(name), paths[i]!]));
  const describe = (payload: BurnPayload, name: string): BundlePayloadDescription =>
    describePayload(payload, places.of.get(payload)!, pathOf.get(burnPathKey(name)) ?? null);
  const ownersOf = new Map(entries.map(({ name }, i) => [paths[i]!, wanted.owners.get(burnPathKey(name))]));
  const bundle = describeBundle(manifest, places, warnings, (payload, owner) =>
    describe(payload, wanted.in(owner, payload)),
  );
  warnUnchecked(entries, places, warnings);
  warnUnnamed(entries, ux, warnings);
  const damage = section.cut && {
    ...section.cut.facts,
    code: section.cut.code,
    message: section.cut.message,
  };
  return new BundleContainer(cabinets, beside, budget, {
    facts: factsOf(bundle),
    bundle,
    absent: manifest.payloads
      .filter((payload) => !isPresent(places.of.get(payload)!))
      .map((payload) => describe(payload, payload.filePath)),
    damage,
    warnings: [...(damage ? [damage] : []), ...warnings.all(), ...renamed],
    accompanies: (one, other) => {
      const owners = ownersOf.get(one.path);
      // Files that belong to no package have no known siblings.
      if (!owners) return true;
      for (const owner of ownersOf.get(other.path) ?? []) if (owners.has(owner)) return true;
      return false;
    },
  });
}

function readManifest(ux: CabinetSet): BurnManifest {
  const file = ux.files.find(({ name }) => name === MANIFEST);
  if (!file) {
    throw new HotfixkitError('CONTAINER_CORRUPT', 'the bundle has no manifest', { entry: MANIFEST });
  }
  return parseBurnManifest(decodeXml(ux.readFile(file, LONGEST_MANIFEST)).text);
}

/** All files of the bundle: user interface files, payloads, and files that the manifest does not name. */
function entriesOf(
  ux: CabinetSet,
  manifest: BurnManifest,
  places: BurnPlaces,
): { entries: Entry[]; wanted: BurnPaths } {
  const uxOf = new Map(manifest.ux.map((payload) => [payload.sourcePath, payload]));
  const entries = ux.files.filter(isFile).map((file): Entry => {
    const payload = file.name === MANIFEST ? null : (uxOf.get(file.name) ?? null);
    const name = file.name === MANIFEST ? 'manifest.xml' : payload?.filePath || file.name;
    return { name: `${UX_FOLDER}/${name}`, payload, packed: { set: ux, file } };
  });
  const present = manifest.payloads.filter((payload) => isPresent(places.of.get(payload)!));
  const wanted = burnPaths(
    entries.map(({ name }) => name),
    present,
    manifest.chain,
  );
  const known = new Set<CabinetFile>();
  const payloads = present.flatMap((payload): Entry[] => {
    const { packed: file, container } = places.of.get(payload)!;
    if (file) known.add(file);
    const packed = file && { set: container!.set!, file };
    return wanted.of.get(payload)!.map((name) => ({ name, payload, packed }));
  });
  const others = places.containers.flatMap(({ set }): Entry[] =>
    (set?.files ?? [])
      .filter((file) => isFile(file) && !known.has(file))
      .map((file) => ({ name: file.name, payload: null, packed: { set: set!, file } })),
  );
  return { entries: [...entries, ...payloads, ...others], wanted };
}

function isPresent({ packed, beside }: BurnPlace): boolean {
  return packed !== null || beside !== null;
}

function describePayload(
  { filePath, downloadUrl }: BurnPayload,
  place: BurnPlace,
  path: string | null,
): BundlePayloadDescription {
  const container = place.container?.description ?? null;
  const present = isPresent(place);
  const name = filePath.replace(/\\/g, '/');
  return {
    name,
    place: place.place,
    present,
    path: present ? path : null,
    container: container?.id ?? null,
    file: place.place === 'external' ? name : (container?.file ?? null),
    downloadUrl: downloadUrl ?? container?.downloadUrl ?? null,
  };
}

function describeBundle(
  manifest: BurnManifest,
  places: BurnPlaces,
  warnings: WarningList,
  describe: (payload: BurnPayload, owner: BurnManifest['chain'][number]) => BundlePayloadDescription,
): BundleDescription {
  const byId = new Map(manifest.payloads.map((payload) => [payload.id, payload]));
  const { id, name, version, publisher, upgradeCodes } = manifest;
  return {
    ...{ id, name, version, publisher, upgradeCodes },
    containers: places.containers.map(({ description }) => description),
    chain: manifest.chain.map((one) => {
      const { payloads, ...facts } = one;
      for (const ref of payloads) {
        if (byId.has(ref)) continue;
        warnings.add('reference', {
          code: 'CONTAINER_CORRUPT',
          message: `the package ${JSON.stringify(one.id)} of the bundle has a payload that the manifest does not have`,
          entry: ref,
          structure: 'PayloadRef',
        });
      }
      const own = byId.get(payloads[0] ?? '');
      return { ...facts, payload: own ? describe(own, one) : null };
    }),
  };
}

/** Without a hash, of its own or of its container, only the size is compared, a weak check. */
function warnUnchecked(entries: readonly Entry[], places: BurnPlaces, warnings: WarningList): void {
  const unchecked = new Set<BurnPayload>();
  for (const { name, payload, packed } of entries) {
    if (!payload) continue;
    if (packed && payload.size !== null && payload.size !== packed.file.size) {
      warnings.add('differs', {
        code: 'BUNDLE_PAYLOAD_DIFFERS',
        message: "the payload does not have the size that the bundle's manifest states",
        entry: name.replace(/\\/g, '/'),
        structure: 'FileSize',
        expected: `${payload.size} bytes`,
        found: `${packed.file.size} bytes`,
      });
    }
    const place = places.of.get(payload);
    if (place && !place.container?.hasHash && hashNameOf(payload.hash) === null) unchecked.add(payload);
  }
  const [first] = unchecked;
  if (!first) return;
  warnings.add('unchecked', {
    code: 'BUNDLE_PAYLOAD_UNCHECKED',
    message: `the bundle's manifest states no SHA-1, SHA-256 or SHA-512 for ${plural(unchecked.size, 'payload')} or the container, so that their content cannot be checked`,
    entry: first.filePath.replace(/\\/g, '/'),
  });
}

/** A bundle never unpacks what its manifest does not name. */
function warnUnnamed(entries: readonly Entry[], ux: CabinetSet, warnings: WarningList): void {
  const unnamed = entries.filter(({ payload, packed }) => payload === null && packed && packed.set !== ux);
  const [first] = unnamed;
  if (!first) return;
  warnings.add('unnamed', {
    code: 'BUNDLE_PAYLOAD_UNCHECKED',
    message: `the bundle's manifest does not name ${plural(unnamed.length, 'file')} of its containers: it never installs ${unnamed.length === 1 ? 'it' : 'them'}`,
    entry: first.name.replace(/\\/g, '/'),
  });
}

function factsOf({
  id,
  name,
  version,
  publisher,
  upgradeCodes,
  chain,
}: BundleDescription): Record<string, string> {
  const facts: Record<string, string> = {};
  const add = (label: string, value: string | null): void => {
    if (value !== null && value !== '') facts[label] = value;
  };
  add('Bundle', name);
  add('Bundle version', version);
  add('Bundle id', id);
  add('Bundle upgrade code', upgradeCodes.slice(0, LISTED).join(' '));
  add('Publisher', publisher);
  const listed = chain.slice(0, LISTED).map((one) => `${one.id} (${one.kind})`);
  if (chain.length > LISTED) listed.push(`${plural(chain.length - LISTED, 'more package')}`);
  add('Installs', listed.join(', '));
  return facts;
}
