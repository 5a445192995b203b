import { createHash } from 'node:crypto';
import { buildCabinet } from './cabinet-builder.js';
import { buildExecutable, type ExecutablePlan } from './portable-executable-builder.js';
import { fields, join } from './zip-builder.js';

/*
 * Writes what packages come wrapped in, around archives that others built: self-extractors, IExpress packages, WiX bundles
 * and packages of Windows Update.
 */

export type Files = Readonly<Record<string, Uint8Array | string>>;

const bytesOf = (content: Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

/** A cabinet of one MSZIP folder. */
export function cabinetOf(files: Files): Uint8Array {
  return buildCabinet({
    folders: [
      {
        method: 'mszip',
        files: Object.entries(files).map(([name, content]) => ({ name, bytes: bytesOf(content) })),
      },
    ],
  });
}

/** An executable with something behind its image, and a certificate table behind that if one is given. */
export function selfExtractor(
  attached: Uint8Array,
  plan: Partial<ExecutablePlan> = {},
  certificate?: Uint8Array,
): Uint8Array {
  const stub = buildExecutable({ platform: 'x86', ...plan });
  if (!certificate) return join(stub, attached);
  // The table begins at a multiple of eight; its place stands in the fifth data directory.
  const padding = new Uint8Array((8 - ((stub.length + attached.length) % 8)) % 8);
  const table = join(fields([4, certificate.length + 8], [2, 0x200], [2, 2]), certificate);
  const whole = join(stub, attached, padding, table);
  const view = new DataView(whole.buffer);
  const directories = view.getUint32(0x3c, true) + 24 + 96;
  view.setUint32(directories + 32, stub.length + attached.length + padding.length, true);
  view.setUint32(directories + 36, table.length, true);
  return whole;
}

/** What IExpress makes: a cabinet and texts as resources. */
export function iexpress(cabinet: Uint8Array, texts: Readonly<Record<string, string>> = {}): Uint8Array {
  const RT_RCDATA = 10;
  return buildExecutable({
    platform: 'x86',
    resources: [
      ...Object.entries(texts).map(([name, text]) => ({
        type: RT_RCDATA,
        name,
        language: 0x409,
        data: new TextEncoder().encode(`${text}\0`),
      })),
      { type: RT_RCDATA, name: 'CABINET', language: 0x409, data: cabinet },
    ],
  });
}

/** A container that is not attached: a file beside the bundle. */
export interface DetachedPlan {
  /** FilePath of the container. */
  file: string;
  files: Files;
  url?: string;
}

/** A file that the bundle names and that lies beside it. */
export interface ExternalPlan {
  name: string;
  content: Uint8Array | string;
  url?: string;
}

/** What a bundle installs. */
export interface ChainPlan {
  id: string;
  /** Name of the element without `Package`. */
  kind: 'Msi' | 'Msp' | 'Msu' | 'Exe' | 'Bundle';
  /** Of its payloads, the package first, by their places: `0:a.msi` is of the first container, `E:x.exe` external. */
  payloads: string[];
  attributes?: Readonly<Record<string, string>>;
}

export interface BundlePlan {
  /** Of the manifest: namespace, hashes and some names differ between the versions of WiX. */
  version: 3 | 4 | 5;
  /** By the name that they have once unpacked, `\` between the parts. */
  ux?: Files;
  /** One attached cabinet for each. Names that are there twice are told apart by what follows a `#`. */
  containers: Files[];
  /** Cabinets beside the bundle, numbered after those that are attached; see {@link detachedCabinets}. */
  detached?: DetachedPlan[];
  /** Payloads that lie beside the bundle. */
  external?: (string | ExternalPlan)[];
  /** A signature between the first container and the others. */
  signature?: Uint8Array;
  /** Without it, whatever looks like a package is one, with all payloads of its container. */
  chain?: ChainPlan[];
  /** Elements beside those of the plan. */
  more?: string;
  /** Changes the manifest as text. */
  alter?: (manifest: string) => string;
  manifest?: string;
}

/** The name that a payload of the plan has in the manifest. */
const plainName = (name: string): string => name.replace(/#.*$/, '');

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** What the attached and the detached cabinets of a bundle hold, and how. */
function bundleParts(plan: BundlePlan): { names: string[][]; cabinets: Uint8Array[] } {
  let count = 0;
  const all = [...plan.containers, ...(plan.detached ?? []).map(({ files }) => files)].map((files) =>
    Object.entries(files),
  );
  const names = all.map((files) => files.map(() => `a${count++}`));
  const cabinets = all.map((files, i) =>
    cabinetOf(Object.fromEntries(files.map(([, content], j) => [names[i]![j]!, content]))),
  );
  return { names, cabinets };
}

/** The files of a bundle's detached containers, by name. */
export function detachedCabinets(plan: BundlePlan): Record<string, Uint8Array> {
  const { cabinets } = bundleParts(plan);
  const detached = cabinets.slice(plan.containers.length);
  return Object.fromEntries((plan.detached ?? []).map(({ file }, i) => [file, detached[i]!]));
}

function bundleManifest(plan: BundlePlan): string {
  const { version, containers, detached = [], ux = {} } = plan;
  const { names, cabinets } = bundleParts(plan);
  const namespace =
    version === 3
      ? 'http://schemas.microsoft.com/wix/2008/Burn'
      : 'http://wixtoolset.org/schemas/v4/2008/Burn';
  const idName = version === 5 ? 'Code' : 'Id';
  const content = (bytes: Uint8Array | string): string => {
    const hash = createHash(version === 3 ? 'sha1' : 'sha512').update(bytes);
    return `FileSize="${bytesOf(bytes).length}" Hash="${hash.digest('hex').toUpperCase()}"`;
  };
  const payload = (
    id: string,
    name: string,
    source: string,
    bytes: Uint8Array | string,
    more: string,
  ): string =>
    `<Payload Id="${escaped(id)}" FilePath="${escaped(plainName(name))}" ${content(bytes)} ${more} SourcePath="${escaped(source)}"/>`;
  const external = (plan.external ?? []).map((one) =>
    typeof one === 'string' ? { name: one, content: '', url: undefined } : { url: undefined, ...one },
  );
  const download = (url: string | undefined): string =>
    url === undefined ? '' : `DownloadUrl="${escaped(url)}"`;
  const all = [...containers, ...detached.map(({ files }) => files)];
  const payloadsOf = (i: number): string[] => Object.keys(all[i]!).map((name) => `${i}:${name}`);
  const kindOf = (name: string): ChainPlan['kind'] | null =>
    (({ msi: 'Msi', msp: 'Msp', msu: 'Msu', exe: 'Exe' }) as const)[
      plainName(name).split('.').at(-1)!.toLowerCase() as 'msi'
    ] ?? null;
  const chain =
    plan.chain ??
    all.flatMap((files, i) =>
      Object.keys(files).flatMap((name): ChainPlan[] => {
        const kind = kindOf(name);
        const own = `${i}:${name}`;
        const others = payloadsOf(i).filter((one) => kindOf(one) === null);
        return kind === null ? [] : [{ id: plainName(name), kind, payloads: [own, ...others] }];
      }),
    );
  return (
    `<?xml version="1.0" encoding="utf-8"?><BurnManifest xmlns="${namespace}"><RelatedBundle ${idName}="{2}" Action="Upgrade"/><UX PrimaryPayloadId="u0">` +
    Object.entries(ux)
      .map(([name, bytes], i) => payload(`u${i}`, name, `u${i}`, bytes, 'Packaging="embedded"'))
      .join('') +
    `</UX>${containers.map((_, i) => `<Container Id="C${i}" ${content(cabinets[i]!)} FilePath="setup.exe" AttachedIndex="${i + 1}" Attached="yes"/>`).join('')}` +
    detached
      .map(({ file, url }, i) => {
        const at = containers.length + i;
        return `<Container Id="C${at}" ${content(cabinets[at]!)} FilePath="${escaped(file)}" ${download(url)}/>`;
      })
      .join('') +
    all
      .flatMap((files, i) =>
        Object.entries(files).map(([name, bytes], j) =>
          payload(`${i}:${name}`, name, names[i]![j]!, bytes, `Packaging="embedded" Container="C${i}"`),
        ),
      )
      .join('') +
    external
      .map(({ name, content: bytes, url }) =>
        payload(`E:${name}`, name, name, bytes, `Packaging="external" ${download(url)}`),
      )
      .join('') +
    `<Registration ${idName}="{1}" Version="1.2.3.4"><Arp DisplayName="A &amp; B Suite" DisplayVersion="1.2.3.4" Publisher="Somebody"/></Registration>` +
    (plan.more ?? '') +
    `<Chain>${chain
      .map(
        ({ id, kind, payloads, attributes = {} }) =>
          `<${kind}Package Id="${escaped(id)}" ${Object.entries(attributes)
            .map(([name, value]) => `${name}="${escaped(value)}"`)
            .join(
              ' ',
            )}>${payloads.map((one) => `<PayloadRef Id="${escaped(one)}"/>`).join('')}</${kind}Package>`,
      )
      .join('')}</Chain></BurnManifest>`
  );
}

/** A WiX bundle. The section `.wixburn` takes the place of `.text`, which nothing here runs. */
export function bundle(plan: BundlePlan): Uint8Array {
  const { engine, attached } = bundleWithEngine(plan);
  return join(engine, ...attached);
}

/** A bundle in two parts: the engine, which `Package Cache` keeps, and the attached containers. */
export function bundleWithEngine(plan: BundlePlan): { engine: Uint8Array; attached: Uint8Array[] } {
  const ux = Object.entries(plan.ux ?? {});
  const manifest = plan.manifest ?? bundleManifest(plan);
  const uxCabinet = cabinetOf({
    0: plan.alter ? plan.alter(manifest) : manifest,
    ...Object.fromEntries(ux.map(([, content], i) => [`u${i}`, content])),
  });
  const cabinets = bundleParts(plan).cabinets.slice(0, plan.containers.length);
  const stub = buildExecutable({ platform: 'x86' });
  const signature = plan.signature ?? new Uint8Array();
  const signatureOffset = stub.length + uxCabinet.length;
  const section = join(
    fields([4, 0x00f14300], [4, 2], [8, 1], [8, 2], [4, stub.length], [4, 0]),
    fields([4, signature.length > 0 ? signatureOffset : 0], [4, signature.length], [4, 1]),
    fields(
      [4, 1 + cabinets.length],
      [4, uxCabinet.length],
      ...cabinets.map((one): [number, number] => [4, one.length]),
    ),
  );
  const view = new DataView(stub.buffer, stub.byteOffset, stub.length);
  const header = view.getUint32(0x3c, true);
  const table = header + 24 + view.getUint16(header + 20, true);
  stub.set(new TextEncoder().encode('.wixburn'), table);
  stub.set(section, view.getUint32(table + 20, true));
  return { engine: join(stub, uxCabinet, signature), attached: cabinets };
}

/** A package of Windows Update around a cabinet. */
export function msu(name: string, payload: Uint8Array): Uint8Array {
  return cabinetOf({
    'WSUSSCAN.cab': cabinetOf({ 'package.xml': '<x/>' }),
    [`${name}.cab`]: payload,
    [`${name}-pkgProperties.txt`]:
      'Applies to="Windows 6.3"\r\nKB Article Number="1234567"\r\nOther="no"\r\n',
    [`${name}.xml`]: '<unattend/>',
  });
}
