import { createHash } from 'node:crypto';
import { buildDatabase, type TablePlan } from './database-builder.js';
import { columnsOf, standardSequences, type TableName, validationRows } from './installer-schema.js';
import { type CabinetOptions, layOutMedia, type MediaLayout } from './media-layout.js';

/*
 * Writes installation packages for tests: a list of files and folders becomes tables, cabinets and a source tree that
 * Windows Installer (and Wine's, and msitools) take. What is not said has a sensible value; what is said can be wrong on
 * purpose. Equal plans give equal bytes.
 */

export interface PlannedFile {
  /** File.File */
  key: string;
  /** File.FileName: `name` or `short|long`. */
  name: string;
  /** A Directory key; INSTALLDIR where absent. */
  directory?: string;
  bytes: Uint8Array;
  /** File.Version; a file without one gets a row of MsiFileHash. */
  version?: string;
  language?: string;
  /** File.Attributes; 512 (vital) where absent, with the bits that the place of the file asks for added. */
  attributes?: number;
  /** Media.Cabinet: `#stream`, `external.cab`, or null for a file in the source tree. */
  cabinet?: string | null;
  /** Time stamp of the cabinet member, read as UTC. */
  modified?: Date;
  /** A component of its own (`C_key`) where absent. */
  component?: string;
  /** A Feature key; the first feature where absent. */
  feature?: string;
  /** File.FileSize, where it is not to be the true one. */
  size?: number;
  /** `false`: no row of MsiFileHash; four numbers: these instead of the true ones. */
  hash?: boolean | [number, number, number, number];
}

export interface PlannedDirectory {
  id: string;
  parent: string | null;
  /** `target`, `target:source`, each `name` or `short|long`, or `.` */
  defaultDir: string;
}

export interface PlannedFeature {
  id: string;
  parent?: string;
  title?: string;
  /** 1 where absent; 0 disables it for every kind of installation. */
  level?: number;
  attributes?: number;
}

/** What a component has beyond its defaults. */
export interface PlannedComponent {
  attributes?: number;
  condition?: string;
}

export type PlannedAction = number | readonly [number: number, condition: string] | null;

export interface PackagePlan {
  product?: { name?: string; version?: string; manufacturer?: string; code?: string; upgradeCode?: string };
  /** Summary information: Revision Number. */
  packageCode?: string;
  /** Summary information: Template; `Intel;1033` where absent. */
  template?: string;
  /** Of strings and of the summary information; 1252 where absent. */
  codePage?: number;
  /** Summary information: Word Count; where absent, 2 (compressed), or 0 for `cabinets: 'none'`; null: none. */
  wordCount?: number | null;
  /** Creation and last save; 2008-04-14 12:00:00 UTC where absent. */
  saved?: Date;
  directories?: PlannedDirectory[];
  features?: PlannedFeature[];
  components?: Record<string, PlannedComponent>;
  files: PlannedFile[];
  /** Where files that do not say lie: `#files.cab` (where absent), `files.cab` beside the package, the source tree. */
  cabinets?: 'embedded' | 'external' | 'none';
  /** For cabinets by their name in Media.Cabinet. */
  cabinetOptions?: Record<string, CabinetOptions>;
  /** Distributes files that do not say over so many cabinets, in equal runs. */
  mediaSplit?: number;
  properties?: Record<string, string>;
  /** More tables, or more rows of tables that the plan makes; `Binary` and `Icon` have bytes for their data. */
  rows?: Partial<Record<TableName, (string | number | null | Uint8Array)[][]>>;
  /** Changes or (with null) removes actions of the standard sequences: a number, or a number and a condition. */
  sequences?: Partial<Record<keyof typeof standardSequences, Record<string, PlannedAction>>>;
  /** The _Validation table, as authoring tools write it. */
  validation?: boolean;
  /** Adds `\u0005DigitalSignature` and `\u0005MsiDigitalSignatureEx`, with bytes that are no signature. */
  signatures?: boolean;
  /** More streams, by their decoded names. */
  streams?: Record<string, Uint8Array>;
}

export interface BuiltPackage {
  msi: Uint8Array;
  /** What lies beside it: external cabinets, and loose files at their source paths (`/` between the parts). */
  loose: Map<string, Uint8Array>;
}

const WORD_COUNT_SHORT = 1;
const WORD_COUNT_COMPRESSED = 2;
const NONCOMPRESSED = 8192;
const COMPRESSED = 16384;
const VITAL = 512;

export const defaultDirectories: PlannedDirectory[] = [
  { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
  { id: 'ProgramFilesFolder', parent: 'TARGETDIR', defaultDir: '.:PFiles' },
  { id: 'INSTALLDIR', parent: 'ProgramFilesFolder', defaultDir: 'Fixture' },
];

export function buildPackage(plan: PackagePlan): BuiltPackage {
  const directories = plan.directories ?? defaultDirectories;
  const features = plan.features ?? [{ id: 'Complete', title: 'Complete' }];
  const wordCount = plan.wordCount ?? (plan.cabinets === 'none' ? 0 : WORD_COUNT_COMPRESSED);
  const layout = layOutMedia(placeFiles(plan), plan.cabinetOptions);

  const tables = new Map<TableName, (string | number | null | Uint8Array)[][]>();
  const add = (table: TableName, rows: (string | number | null | Uint8Array)[][]): void => {
    if (rows.length > 0) tables.set(table, [...(tables.get(table) ?? []), ...rows]);
  };
  add('Property', Object.entries(properties(plan)));
  add(
    'Directory',
    directories.map(({ id, parent, defaultDir }) => [id, parent, defaultDir]),
  );
  add(
    'Feature',
    features.map(({ id, parent, title, level, attributes }, i) => [
      id,
      parent ?? null,
      title ?? id,
      null,
      2 * i + 1,
      level ?? 1,
      null,
      attributes ?? 0,
    ]),
  );
  for (const [table, rows] of Object.entries(fileTables(plan, layout, wordCount)))
    add(table as TableName, rows);
  for (const [table, actions] of Object.entries(standardSequences))
    add(table as TableName, sequence(plan, table, actions));
  for (const [table, rows] of Object.entries(plan.rows ?? {})) add(table as TableName, rows);
  if (plan.validation) add('_Validation', validationRows([...tables.keys(), '_Validation']));

  const streams: { name: string; bytes: Uint8Array }[] = [];
  const loose = new Map<string, Uint8Array>();
  for (const [name, bytes] of layout.cabinets) {
    if (name.startsWith('#')) streams.push({ name: name.slice(1), bytes });
    else loose.set(name, bytes);
  }
  for (const file of layout.files) {
    if (file.cabinet === null) loose.set(sourcePathOf(file, directories, wordCount), file.bytes);
  }
  for (const [name, bytes] of Object.entries(plan.streams ?? {})) streams.push({ name, bytes });
  if (plan.signatures) {
    const blob = Uint8Array.from({ length: 5000 }, (_, i) => (i * 37) & 255);
    streams.push({ name: '\u0005DigitalSignature', bytes: blob });
    streams.push({ name: '\u0005MsiDigitalSignatureEx', bytes: blob.subarray(0, 20) });
  }

  const msi = buildDatabase({
    codePage: plan.codePage ?? 1252,
    tables: [...tables].map(([name, rows]): TablePlan => ({ name, columns: columnsOf(name), rows })),
    streams,
    summary: summary(plan, wordCount),
  });
  return { msi, loose };
}

/** A GUID that follows from a text, in braces and upper case. */
export function guidFrom(text: string): string {
  const hex = createHash('md5').update(text).digest('hex').toUpperCase();
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `A${hex.slice(17, 20)}`,
    hex.slice(20),
  ];
  return `{${parts.join('-')}}`;
}

function placeFiles(plan: PackagePlan): (PlannedFile & { cabinet: string | null })[] {
  const { cabinets = 'embedded', mediaSplit = 1 } = plan;
  return plan.files.map((file, i) => {
    if (file.cabinet !== undefined) return { ...file, cabinet: file.cabinet };
    if (cabinets === 'none') return { ...file, cabinet: null };
    const part = Math.floor((i * mediaSplit) / plan.files.length);
    const name = mediaSplit > 1 ? `files${part + 1}.cab` : 'files.cab';
    return { ...file, cabinet: cabinets === 'embedded' ? `#${name}` : name };
  });
}

function properties(plan: PackagePlan): Record<string, string> {
  const {
    name = 'Fixture',
    version = '1.0.0',
    manufacturer = 'hotfixkit tests',
    code,
    upgradeCode,
  } = plan.product ?? {};
  return {
    ProductName: name,
    ProductVersion: version,
    Manufacturer: manufacturer,
    ProductLanguage: '1033',
    ProductCode: code ?? guidFrom(`product ${name} ${version}`),
    UpgradeCode: upgradeCode ?? guidFrom(`upgrade ${name}`),
    ...plan.properties,
  };
}

function summary(
  plan: PackagePlan,
  wordCount: number,
): NonNullable<Parameters<typeof buildDatabase>[0]['summary']> {
  const { ProductName: name, Manufacturer: author, ProductVersion: version } = properties(plan);
  const saved = plan.saved ?? new Date(Date.UTC(2008, 3, 14, 12));
  return {
    codePage: plan.codePage ?? 1252,
    title: 'Installation Database',
    subject: name!,
    author: author!,
    keywords: 'Installer',
    comments: `This installer database contains the logic and data required to install ${name}.`,
    template: plan.template ?? 'Intel;1033',
    revision: plan.packageCode ?? guidFrom(`package ${name} ${version}`),
    created: saved,
    lastSaved: saved,
    pageCount: 200,
    ...(plan.wordCount === null ? {} : { wordCount }),
    appName: 'hotfixkit tests',
    security: 2,
  };
}

function sequence(
  plan: PackagePlan,
  table: string,
  actions: Readonly<Record<string, number>>,
): (string | number | null)[][] {
  const changes = plan.sequences?.[table as keyof typeof standardSequences] ?? {};
  const planned: Record<string, PlannedAction> = { ...actions, ...changes };
  return Object.entries(planned).flatMap(([action, value]) => {
    if (value === null) return [];
    const [number, condition] = typeof value === 'number' ? [value, null] : value;
    return [[action, condition, number]];
  });
}

type Rows = Partial<Record<TableName, (string | number | null)[][]>>;

function fileTables(
  plan: PackagePlan,
  layout: MediaLayout<PlannedFile & { cabinet: string | null }>,
  wordCount: number,
): Rows {
  const firstFeature = plan.features?.[0]?.id ?? 'Complete';
  const components = new Map<string, (string | number | null)[]>();
  const featureComponents: string[][] = [];
  const files: (string | number | null)[][] = [];
  const hashes: (string | number)[][] = [];
  // Rows keep the order of the plan, whatever the order of their Sequence is.
  for (const file of plan.files) {
    const placed = layout.files.find(({ key }) => key === file.key)!;
    const component = file.component ?? `C_${file.key}`;
    if (!components.has(component)) {
      const { attributes = 0, condition = null } = plan.components?.[component] ?? {};
      const directory = file.directory ?? 'INSTALLDIR';
      components.set(component, [component, guidFrom(component), directory, attributes, condition, file.key]);
      featureComponents.push([file.feature ?? firstFeature, component]);
    }
    files.push([
      file.key,
      component,
      file.name,
      file.size ?? file.bytes.length,
      file.version ?? null,
      file.language ?? (file.version === undefined ? null : '1033'),
      (file.attributes ?? VITAL) | placeBits(placed, wordCount),
      layout.sequences.get(file.key)!,
    ]);
    const hash = file.hash ?? file.version === undefined;
    if (hash !== false) hashes.push([file.key, 0, ...(hash === true ? fileHash(file.bytes) : hash)]);
  }
  return {
    File: files,
    Component: [...components.values()],
    FeatureComponents: featureComponents,
    Media: layout.media.map(({ diskId, lastSequence, cabinet }) => [
      diskId,
      lastSequence,
      cabinet === null ? 'Disk' : null,
      cabinet,
      null,
      null,
    ]),
    MsiFileHash: hashes,
  };
}

/** The bit that a file needs which is not where Word Count says; an explicit one in the plan stays alone. */
function placeBits(file: { cabinet: string | null; attributes?: number }, wordCount: number): number {
  const said = (file.attributes ?? 0) & (COMPRESSED | NONCOMPRESSED);
  const compressed = (wordCount & WORD_COUNT_COMPRESSED) !== 0;
  if (said !== 0 || compressed === (file.cabinet !== null)) return 0;
  return compressed ? NONCOMPRESSED : COMPRESSED;
}

/** MsiFileHash: MD5 as four signed little-endian numbers, and zeros for a file of no length. */
export function fileHash(bytes: Uint8Array): [number, number, number, number] {
  if (bytes.length === 0) return [0, 0, 0, 0];
  const md5 = createHash('md5').update(bytes).digest();
  return [md5.readInt32LE(0), md5.readInt32LE(4), md5.readInt32LE(8), md5.readInt32LE(12)];
}

/** Where Windows Installer looks for a file that is in no cabinet. */
function sourcePathOf(
  file: PlannedFile,
  directories: readonly PlannedDirectory[],
  wordCount: number,
): string {
  const short = (wordCount & WORD_COUNT_SHORT) !== 0;
  const pick = (name: string): string => name.split('|')[short ? 0 : 1] ?? name;
  const parts = [pick(file.name)];
  // In a package marked as compressed every folder's source is the root.
  let id: string | null = (wordCount & WORD_COUNT_COMPRESSED) !== 0 ? null : (file.directory ?? 'INSTALLDIR');
  while (id !== null) {
    const directory = directories.find((entry) => entry.id === id);
    if (!directory || directory.parent === null || directory.parent === id) break;
    const [target, source = target] = directory.defaultDir.split(':');
    if (source !== '.') parts.unshift(pick(source!));
    id = directory.parent;
  }
  return parts.join('/');
}
