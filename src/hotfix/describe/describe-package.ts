import type { ByteSource } from '../../core/byte-source.js';
import type { Warning } from '../../core/errors.js';
import type { Database } from '../../msi/database.js';
import { SummaryProperty } from '../../msi/summary-information.js';
import { Transform } from '../../msi/transform.js';
import { type ContainerDescription, describeContainer } from '../../package/inspect/describe-container.js';
import {
  describePatchDetails,
  type PatchTargetDescription,
  transformNames,
} from '../../package/inspect/describe-patch.js';
import { describeTransform, type TransformDescription } from '../../package/inspect/describe-transform.js';
import { type SignaturePresence, signatureIn } from '../../package/inspect/signature-presence.js';
import { type CabinetSummary, formatMethod } from '../../package/install/cabinet-summary.js';
import { WordCount } from '../../package/install/word-count.js';
import { notRead, warningsOf } from '../../package/not-searched.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import type { PackageKind } from '../../package/package-content.js';
import { nameOf } from '../../package/package-search.js';
import { type Additions, additionsOf } from '../../package/patch/additions.js';
import type { PatchPackage } from '../../package/patch/patch-package.js';
import type { Product } from '../../package/patch/patched-package.js';
import { type DescribedSignature, describeSignature } from '../../package/signature/described-signature.js';
import type { SignatureJudge } from '../../package/signature/judged-signature.js';
import { filesOnTheWay } from '../../package/signature/package-signatures.js';
import type { FileSignature } from '../../signature/verdict.js';
import { type PackageName, parsePackageName } from '../naming/package-name.js';

/** The facts that a package states. Facts that do not apply are null or empty. */
export interface PackageDescription {
  file: string;
  /** Kind of what was opened: of the package inside, if there is one. `cat` and `exe`: a catalogue or a program, and no package. */
  kind: PackageKind | 'cat' | 'exe';
  /** File name of the package itself. */
  name: string;
  /** The path to it inside the given file. */
  inside: string[];
  /** Facts in its name, if that follows the pattern of hotfixes. */
  nameSays: PackageName | null;
  /** Bytes; null for a folder. */
  size: number | null;
  product: {
    name: string | null;
    version: string | null;
    code: string | null;
    upgradeCode: string | null;
    manufacturer: string | null;
    language: string | null;
  } | null;
  packageCode: string | null;
  /** As the Template property spells it: `Intel`, `x64`, `Intel64`, `Arm64`; empty = any. */
  platform: string | null;
  languages: string[];
  /** Windows Installer version that it needs, times 100. */
  schema: number | null;
  source: {
    wordCount: number;
    compressed: boolean;
    shortNames: boolean;
    administrativeImage: boolean;
  } | null;
  codePage: number | null;
  summary: Record<string, string | number | null> | null;
  cabinets: CabinetSummary[];
  /** The patches and transforms that were applied to it; absent for a package as it is. */
  with?: Additions;
  counts: Record<string, number>;
  /**
   * Whether the package itself carries a signature: a database, a cabinet, a self-extractor. Null for what cannot carry one.
   * What it is judged to be is in `signatures`.
   */
  signature: SignaturePresence | null;
  /**
   * The signatures of the package, judged, the outer one first; empty without any. Null where the package is too large to be
   * read for it, or cannot carry one; absent where signatures were not asked for.
   */
  signatures?: readonly FileSignature[] | null;
  /** How its signature stands, in one line; null for what cannot carry one. */
  signatureSummary?: string | null;
  /** The signer that a signature names which was not checked, because the package is large; else null. */
  unverifiedSigner?: string | null;
  patch: {
    code: string | null;
    obsoletes: string[];
    targets: string[];
    transforms: string[];
    /** Lowest version of Windows Installer that it needs: 1 to 5. */
    minimumInstaller: number | null;
    metadata: Record<string, string>;
    sequences: { family: string; productCode: string | null; sequence: string | null; supersedes: boolean }[];
    classification: string | null;
    /** Whether it can be uninstalled; null if not stated, which means no. */
    allowRemoval: boolean | null;
    /** Its effect on each of its targets. */
    changes: PatchTargetDescription[];
    transformDetails: TransformDescription[];
  } | null;
  /** Of a transform by itself. */
  transform: TransformDescription | null;
  /** The container that it is in; null for a package by itself. */
  container: ContainerDescription | null;
  /** What was let pass, and what inside is not read. */
  warnings: Warning[];
}

const guids = /\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\}/gi;

/** Options of {@link describePackage}. */
export interface DescribeOptions {
  /** The product of a patch or transform, for facts that the patch does not state. */
  base?: Database;
  /** Judges the signatures of the package and of the file that it came in. */
  judge?: SignatureJudge;
  /** Bytes of a signed file that is read for its signature; larger ones are only looked at. Default: any size. */
  mostJudged?: number;
}

/**
 * The facts of an open package as plain data: product, codes, platform, schema, cabinets, counts; for a patch its targets
 * and transforms; for a container what is inside. Reads tables, summary information and cabinet headers; decodes no file.
 *
 * @throws `MSI_*` and `CAB_*` where these cannot be read.
 * @example
 * import { describePackage, openPackage } from 'hotfixkit';
 *
 * const pkg = openPackage('SCCM2007-SP2-KB977203-ENU.msi');
 * const { product, counts } = describePackage(pkg);
 * console.log(product?.name, counts?.files);
 * pkg.close();
 */
export function describePackage(opened: OpenedPackage, options: DescribeOptions = {}): PackageDescription {
  const description = describeContent(opened, options);
  if (!options.judge) return description;
  const { judge, mostJudged = Number.POSITIVE_INFINITY } = options;
  const way = filesOnTheWay(opened);
  const isDatabase = databaseKinds.has(opened.content.kind);
  const own = way.at(-1);
  // Of a database it is known without looking again.
  const known = isDatabase ? [description.signature === 'present'] : [];
  const signed = own ? describeSignature(own.source(), judge, mostJudged, ...known) : null;
  const outer =
    way.length > 1 ? describeSignature(way[0]!.source(), judge, mostJudged) : isDatabase ? null : signed;
  const { container } = description;
  return {
    ...description,
    ...signatureFacts(signed),
    signature: presenceOf(signed) ?? description.signature,
    container: container && {
      ...container,
      ...signatureFacts(outer),
      signature: presenceOf(outer) ?? container.signature,
    },
  };
}

const databaseKinds: ReadonlySet<PackageKind> = new Set(['msi', 'msm', 'msp', 'mst']);

function signatureFacts(
  signed: DescribedSignature | null,
): Required<Pick<PackageDescription, 'signatures' | 'signatureSummary' | 'unverifiedSigner'>> {
  return {
    signatures: signed?.signatures ?? null,
    signatureSummary: signed?.summary ?? null,
    unverifiedSigner: signed?.unverifiedSigner ?? null,
  };
}

function presenceOf(signed: DescribedSignature | null): SignaturePresence | null {
  if (!signed) return null;
  const { signatures } = signed;
  return signatures === null || signatures.some(({ verdict }) => verdict !== 'no-signature')
    ? 'present'
    : 'absent';
}

function describeContent(opened: OpenedPackage, options: DescribeOptions): PackageDescription {
  const { path, content, container, inside, size, source } = opened;
  const own = ownSource(opened);
  const base: PackageDescription = {
    file: path,
    kind: content.kind,
    name: opened.name,
    inside: inside.filter((name) => name !== ''),
    nameSays: parsePackageName(opened.name) ?? parsePackageName(fileNameOf(opened)),
    size,
    product: null,
    packageCode: null,
    platform: null,
    languages: [],
    schema: null,
    source: null,
    codePage: null,
    summary: null,
    cabinets: [],
    counts: { files: content.files.length },
    signature: own && signatureIn(own),
    patch: null,
    transform: null,
    container: container && describeContainer(container, source),
    // A container by itself is the content as well.
    warnings: [...warningsOf(opened), ...notRead(content)],
  };
  if (content.kind === 'msi' || content.kind === 'msm') {
    const additions = additionsOf(content);
    const described = {
      ...base,
      ...describeInstallPackage(content),
      ...(additions ? { with: additions } : {}),
    };
    // Cabinets tell what is wrong with them once they are opened.
    return { ...described, warnings: [...warningsOf(opened), ...notRead(content)] };
  }
  if (content.kind === 'msp' || content.kind === 'mst') {
    return { ...base, ...describePatch(content, options.base ?? null) };
  }
  if (content.kind !== 'cab') return base;
  if (!content.embedded) {
    const methods = [...new Set(content.set.folders.map((folder) => formatMethod(folder.method)))];
    const counts = { files: content.files.length, folders: content.set.folders.length };
    const summary = {
      name: path,
      embedded: false,
      present: true,
      size,
      methods,
      ...counts,
    };
    return { ...base, cabinets: [summary], counts };
  }
  const { cabinets } = content;
  return {
    ...base,
    cabinets: cabinets.map((cabinet, i) => ({
      name: `cabinet ${i + 1}`,
      embedded: true,
      present: true,
      size: null,
      methods: [...new Set(cabinet.set.folders.map((folder) => formatMethod(folder.method)))],
      files: cabinet.files.length,
      folders: cabinet.set.folders.length,
    })),
    counts: { files: content.files.length, cabinets: cabinets.length },
  };
}

function describeInstallPackage(content: Product): Partial<PackageDescription> {
  const { database, properties, wordCount } = content;
  const property = (name: string): string | null => properties.get(name) ?? null;
  const template = splitTemplate(database.summaryInformation().template);
  const isKnown =
    database.hasSummaryInformation &&
    database.summaryInformation().errorOf(SummaryProperty.wordCount) === null;
  return {
    product: {
      name: property('ProductName'),
      version: property('ProductVersion'),
      code: property('ProductCode'),
      upgradeCode: property('UpgradeCode'),
      manufacturer: property('Manufacturer'),
      language: property('ProductLanguage'),
    },
    packageCode: database.summaryInformation().revision,
    platform: template.platform,
    languages: template.languages,
    source: isKnown
      ? {
          wordCount,
          compressed: (wordCount & WordCount.compressed) !== 0,
          shortNames: (wordCount & WordCount.shortNames) !== 0,
          administrativeImage: content.isAdministrativeImage,
        }
      : null,
    cabinets: content.cabinets(),
    counts: {
      files: content.files.length,
      ...countRows(database, { components: 'Component', features: 'Feature', directories: 'Directory' }),
      tables: database.tableNames.length,
      streams: database.streamNames().length,
    },
    ...describeDatabase(database),
  };
}

function describePatch(content: PatchPackage, base: Database | null): Partial<PackageDescription> {
  const { database } = content;
  const summary = database.summaryInformation();
  const [code, ...obsoletes] = summary.revision?.match(guids) ?? [];
  if (content.kind === 'mst') {
    const transform = new Transform(database);
    return {
      counts: { tables: transform.tableNames.length, streams: database.streamNames().length },
      ...describeDatabase(database),
      transform: describeTransform(transform, base),
    };
  }
  const metadata = new Map(database.rows('MsiPatchMetadata').map((row) => [row.Property, row.Value ?? '']));
  const { targets, transforms } = describePatchDetails(content, base);
  return {
    counts: {
      files: content.files.length,
      tables: database.tableNames.length,
      streams: database.streamNames().length,
      transforms: database.storage.storages.size,
    },
    ...describeDatabase(database),
    patch: {
      code: code ?? null,
      obsoletes,
      targets: (summary.template ?? '').split(';').filter((target) => target !== ''),
      transforms: transformNames(database),
      minimumInstaller: summary.wordCount,
      metadata: Object.fromEntries(metadata),
      sequences: database.rows('MsiPatchSequence').map((row) => ({
        family: row.PatchFamily,
        productCode: row.ProductCode,
        sequence: row.Sequence,
        supersedes: ((row.Attributes ?? 0) & 1) !== 0,
      })),
      classification: metadata.get('Classification') ?? null,
      allowRemoval: metadata.has('AllowRemoval') ? metadata.get('AllowRemoval') !== '0' : null,
      changes: targets,
      transformDetails: transforms,
    },
  };
}

function describeDatabase(
  database: Database,
): Pick<PackageDescription, 'schema' | 'codePage' | 'summary' | 'signature'> {
  const summary = database.summaryInformation();
  const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
  return {
    schema: summary.pageCount,
    codePage: database.codePage,
    summary: {
      codePage: summary.codePage,
      title: summary.title,
      subject: summary.subject,
      author: summary.author,
      keywords: summary.keywords,
      comments: summary.comments,
      template: summary.template,
      lastAuthor: summary.lastAuthor,
      revision: summary.revision,
      lastPrinted: iso(summary.lastPrinted),
      created: iso(summary.created),
      lastSaved: iso(summary.lastSaved),
      pageCount: summary.pageCount,
      wordCount: summary.wordCount,
      charCount: summary.charCount,
      appName: summary.appName,
      security: summary.security,
    },
    signature: database.storage.streams.has('\u0005DigitalSignature') ? 'present' : 'absent',
  };
}

/** The bytes of what was opened, where these can be had without unpacking. */
function ownSource({ content, inside, source }: OpenedPackage): ByteSource | null {
  if (content.kind === 'cab' && !content.embedded) return content.set.cabinets[0]?.cabinet.source ?? null;
  return inside.some((name) => name !== '') ? null : source;
}

/** The name of the file that was given. */
function fileNameOf({ location, path }: OpenedPackage): string {
  return nameOf((location?.path ?? path).replaceAll('\\', '/'));
}

/** `platform;language,language`; a template without a semicolon is a platform. */
function splitTemplate(template: string | null): { platform: string | null; languages: string[] } {
  const [platform = '', languages = ''] = (template ?? '').split(';');
  return {
    platform: platform === '' ? null : platform,
    languages: languages.split(',').filter((one) => one !== ''),
  };
}

function countRows(database: Database, tables: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      database.hasTable(table) ? database.table(table).rowCount : 0,
    ]),
  );
}
