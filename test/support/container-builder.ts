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

export interface BundlePlan {
  /** Of the manifest: the namespace differs between the versions of WiX. */
  version: 3 | 4;
  /** By the name that they have once unpacked, `\` between the parts. */
  ux?: Files;
  /** One cabinet for each. */
  containers: Files[];
  /** Payloads that lie beside the bundle. */
  external?: string[];
  /** A signature between the first container and the others. */
  signature?: Uint8Array;
  manifest?: string;
}

/** A WiX bundle. The section `.wixburn` takes the place of `.text`, which nothing here runs. */
export function bundle(plan: BundlePlan): Uint8Array {
  const payload = (name: string, source: string, more: string): string =>
    `<Payload Id="${source}" FilePath="${name}" FileSize="1" Hash="00" ${more} SourcePath="${source}"/>`;
  const ux = Object.entries(plan.ux ?? {});
  const attached = plan.containers.map((files) => Object.entries(files));
  const namespace =
    plan.version === 3
      ? 'http://schemas.microsoft.com/wix/2008/Burn'
      : 'http://wixtoolset.org/schemas/v4/2008/Burn';
  let count = 0;
  const names = attached.map((files) => files.map(() => `a${count++}`));
  const manifest =
    plan.manifest ??
    `<?xml version="1.0" encoding="utf-8"?><BurnManifest xmlns="${namespace}"><UX PrimaryPayloadId="u0">` +
      ux.map(([name], i) => payload(name, `u${i}`, 'Packaging="embedded"')).join('') +
      `</UX>${attached.map((_, i) => `<Container Id="C${i}" FileSize="1" AttachedIndex="${i + 1}" Attached="yes"/>`).join('')}` +
      attached
        .flatMap((files, i) =>
          files.map(([name], j) => payload(name, names[i]![j]!, `Packaging="embedded" Container="C${i}"`)),
        )
        .join('') +
      (plan.external ?? []).map((name) => payload(name, name, 'Packaging="external"')).join('') +
      '<Registration Id="{1}" Version="1.2.3.4"><Arp DisplayName="A &amp; B Suite" DisplayVersion="1.2.3.4" Publisher="Somebody"/></Registration>' +
      `<Chain>${attached.flatMap((files) => files.map(([name]) => `<MsiPackage Id="${name}"/>`)).join('')}</Chain></BurnManifest>`;
  const uxCabinet = cabinetOf({
    0: manifest,
    ...Object.fromEntries(ux.map(([, content], i) => [`u${i}`, content])),
  });
  const cabinets = attached.map((files, i) =>
    cabinetOf(Object.fromEntries(files.map(([, content], j) => [names[i]![j]!, content]))),
  );
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
  return join(stub, uxCabinet, signature, ...cabinets);
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
