import { type StorageContent, writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { buildCabinet, type FilePlan } from './cabinet-builder.js';
import { buildDatabaseStorage, type CellPlan, type SummaryPlan, type TablePlan } from './database-builder.js';
import { deflateBlocks } from './deflate.js';
import { columnsOf, type TableName } from './installer-schema.js';
import { guidFrom } from './package-builder.js';
import { buildTransform, tablesOf } from './transform-builder.js';

/*
 * Writes patches for tests, as PatchWiz and WiX lay them out: for each target the transform T from the package as it was to
 * the package as it is to be, the transform #T with what the patch itself needs (media, sequences, its rows of Patch), and a
 * cabinet of whole files and deltas under their File keys. Windows Installer, Wine's and msitools read them. Equal plans give
 * equal bytes.
 */

export interface PatchPlan {
  /** Patch code; one that follows from the name of the first target where absent. */
  code?: string;
  obsoletes?: readonly string[];
  targets: readonly PatchTarget[];
  /** MsiPatchMetadata, without a company. */
  metadata?: Record<string, string>;
  /** MsiPatchSequence: family, product code, sequence, attributes (1 = supersedes). */
  sequences?: readonly (readonly [string, string | null, string, number | null])[];
  /** Summary information: Word Count, 1 to 5 for the installer that it needs; 3 (2.0) where absent. */
  minimumInstaller?: number;
  /** Product codes of the summary; those of the targets where absent. */
  products?: readonly string[];
  /** Leave the PatchPackage table out of #T. */
  noPatchPackage?: boolean;
  summary?: SummaryPlan;
}

export interface PatchTarget {
  /** `T1ToU1` */
  name: string;
  /** The packages; their tables make the transforms. */
  before: Uint8Array;
  after: Uint8Array;
  /** What the cabinet holds, by File key: whole files, or deltas. */
  files: Record<string, PatchedFile>;
  /** Name of the cabinet's stream; `PCW_CAB_<name>` where absent. */
  cabinet?: string;
  /** Summary of the transforms: high word of Char Count; 0x922 (product, upgrade code, three fields equal). */
  validation?: number;
  /** Low word; 0x1f (all but the code page). */
  errors?: number;
  longStringRefs?: boolean;
  /** Member of the cabinet that is not to be there. */
  leaveOut?: readonly string[];
}

export interface PatchedFile {
  /** The new file; its size, hash and version are those of the package as it is to be. */
  whole?: Uint8Array;
  /** One delta or several, applied one after the other. */
  delta?: Uint8Array | readonly Uint8Array[];
  /** Patch.Attributes of deltas: 1 = failure is not fatal. */
  attributes?: number;
  /** Patch.Header: the part of the delta in front of its data. */
  header?: Uint8Array;
  modified?: Date;
}

const PATCH_ADDED = 4096;
const NONCOMPRESSED = 8192;
const COMPRESSED = 16384;
const BLOCK = 32768;

export function buildPatch(plan: PatchPlan): Uint8Array {
  return writeCompoundFile(buildPatchStorage(plan));
}

export function patchCodeOf(plan: Pick<PatchPlan, 'code' | 'targets'>): string {
  return plan.code ?? guidFrom(`patch ${plan.targets[0]!.name}`);
}

function buildPatchStorage(plan: PatchPlan): StorageContent {
  const code = patchCodeOf(plan);
  const made = plan.targets.map((target) => makeTarget(target, plan, code));
  const strings = Object.entries(plan.metadata ?? {}).map(([name, value]) => [null, name, value]);
  const tables: TablePlan[] = [];
  if (strings.length > 0)
    tables.push({ name: 'MsiPatchMetadata', columns: columnsOf('MsiPatchMetadata'), rows: strings });
  if (plan.sequences)
    tables.push({ name: 'MsiPatchSequence', columns: columnsOf('MsiPatchSequence'), rows: plan.sequences });
  const cabinets = new Map(made.map(({ cabinet }) => [cabinet.name, cabinet]));
  return buildDatabaseStorage({
    kind: 'msp',
    codePage: 1252,
    tables,
    streams: [...cabinets.values()],
    storages: made.flatMap(({ storages }) => storages),
    summary: {
      codePage: 1252,
      title: 'Patch',
      template: (plan.products ?? [...new Set(made.map(({ product }) => product))]).join(';'),
      lastAuthor: plan.targets.map(({ name }) => `:${name};:#${name}`).join(';'),
      revision: [code, ...(plan.obsoletes ?? [])].join(''),
      wordCount: plan.minimumInstaller ?? 3,
      security: 4,
      ...plan.summary,
    },
  });
}

interface MadeTarget {
  product: string;
  cabinet: { name: string; bytes: Uint8Array };
  storages: { name: string; content: StorageContent }[];
}

function makeTarget(target: PatchTarget, plan: PatchPlan, code: string): MadeTarget {
  const before = tablesOf(target.before);
  const tables = new Tables(tablesOf(target.after));
  const old = new Tables(before);
  const media = old.rows('Media');
  const first = Math.max(
    0,
    ...media.map((row) => Number(row[1])),
    ...old.rows('File').map((row) => Number(row[7])),
  );

  // Where the updated package has its files says nothing of where the patch has them.
  tables.set('Media', media);
  const placeBits = NONCOMPRESSED | COMPRESSED | PATCH_ADDED;
  const sequences = new Map(Object.keys(target.files).map((key, i) => [key, first + 1 + i]));
  tables.set(
    'File',
    tables.rows('File').map((row) => {
      const was = old.rows('File').find((other) => other[0] === row[0]);
      const attributes = (Number(row[6] ?? 0) & ~placeBits) | (Number(was?.[6] ?? 0) & placeBits);
      return [...row.slice(0, 6), attributes, was ? was[7]! : (sequences.get(String(row[0])) ?? row[7]!)];
    }),
  );
  const settled = tables.plans();

  const cabinet = target.cabinet ?? `PCW_CAB_${target.name}`;
  const diskId = Math.max(0, ...media.map((row) => Number(row[0]))) + 1;
  const last = first + sequences.size;
  tables.add('Media', [diskId, last, null, `#${cabinet}`, null, `MSPSRC${code.replace(/[{}-]/g, '')}`]);
  if (!plan.noPatchPackage) tables.add('PatchPackage', [code, diskId]);
  tables.set(
    'File',
    tables.rows('File').map((row) => {
      if (!target.files[String(row[0])]?.whole) return row;
      return [...row.slice(0, 6), Number(row[6] ?? 0) | PATCH_ADDED, sequences.get(String(row[0]))!];
    }),
  );
  for (const [key, { delta, attributes = 0, header = null }] of Object.entries(target.files)) {
    for (const part of partsOf(delta)) {
      const number = sequences.get(key)!;
      const isLong = header !== null && `Patch.${key}.${number}`.length > LONGEST_STREAM;
      const reference = isLong ? guidFrom(`header ${code} ${key}`) : null;
      tables.add('Patch', [key, number, part.length, attributes, isLong ? null : header, reference]);
      if (isLong) tables.add('MsiPatchHeaders', [reference, header]);
    }
  }
  if (tables.has('Patch')) {
    for (const sequence of ['InstallExecuteSequence', 'AdminExecuteSequence'] as const) {
      if (!tables.rows(sequence).some(([action]) => action === 'PatchFiles'))
        tables.add(sequence, ['PatchFiles', null, 4090]);
    }
  }
  tables.add('Property', ['PATCHNEWPACKAGECODE', guidFrom(`package ${code}`)]);
  tables.add('Property', ['PATCHNEWSUMMARYSUBJECT', plan.metadata?.DisplayName ?? 'Patched']);
  tables.add('Property', ['PATCHNEWSUMMARYCOMMENTS', plan.metadata?.Description ?? 'Patched']);

  const [from, to] = [old.properties(), new Tables(settled).properties()];
  const summary = {
    codePage: 1252,
    title: 'Transform',
    template: `Intel;${from.get('ProductLanguage')}`,
    lastAuthor: `Intel;${to.get('ProductLanguage')}`,
    pageCount: 200,
    charCount: ((target.validation ?? 0x922) << 16) | (target.errors ?? 0x1f),
    security: 4,
  };
  const side = (properties: Map<string, string>): string =>
    `${properties.get('ProductCode')}${properties.get('ProductVersion')}`;
  const upgrade = to.get('UpgradeCode') ?? '';
  const options = { codePage: 1252, longStringRefs: target.longStringRefs ?? false };
  return {
    product: from.get('ProductCode')!,
    cabinet: { name: cabinet, bytes: makeCabinet(target) },
    storages: [
      {
        name: target.name,
        content: buildTransform({
          ...options,
          before,
          after: settled,
          summary: { ...summary, revision: `${side(from)};${side(to)};${upgrade}` },
        }),
      },
      {
        name: `#${target.name}`,
        content: buildTransform({
          ...options,
          before: settled,
          after: tables.plans(),
          // As WiX writes it: the updated version on both sides.
          summary: { ...summary, revision: `${side(to)};${side(to)};${upgrade}` },
        }),
      },
    ],
  };
}

/** Characters in a stream's name that fit a directory entry when packed two in one. */
const LONGEST_STREAM = 62;

function partsOf(delta: PatchedFile['delta']): readonly Uint8Array[] {
  if (!delta) return [];
  return delta instanceof Uint8Array ? [delta] : delta;
}

function makeCabinet(target: PatchTarget): Uint8Array {
  const files = Object.entries(target.files).flatMap(([name, { whole, delta, modified }]): FilePlan[] => {
    if (target.leaveOut?.includes(name)) return [];
    const contents = whole ? [whole] : partsOf(delta);
    return contents.map((bytes) => ({ name, bytes, ...(modified ? { modified } : {}) }));
  });
  const content = Buffer.concat(files.map(({ bytes }) => bytes));
  const blocks = deflateBlocks(content, BLOCK).map((deflated, i) => ({
    data: Buffer.concat([Uint8Array.of(0x43, 0x4b), deflated]), // "CK"
    uncompressedLength: Math.min(BLOCK, content.length - i * BLOCK),
  }));
  return buildCabinet({ folders: files.length > 0 ? [{ method: 'mszip', files, blocks }] : [] });
}

/** Tables to change, by name. */
class Tables {
  readonly #tables: Map<string, TablePlan>;

  constructor(tables: readonly TablePlan[]) {
    this.#tables = new Map(tables.map((table) => [table.name, table]));
  }

  plans(): TablePlan[] {
    return [...this.#tables.values()];
  }

  has(name: string): boolean {
    return this.#tables.has(name);
  }

  rows(name: string): readonly (readonly CellPlan[])[] {
    return this.#tables.get(name)?.rows ?? [];
  }

  set(name: TableName, rows: readonly (readonly CellPlan[])[]): void {
    const columns = this.#tables.get(name)?.columns ?? columnsOf(name);
    this.#tables.set(name, { name, columns, rows });
  }

  /** A row in the place of the one with its key, as the first column has it (and the second, in Patch). */
  add(name: TableName, row: readonly CellPlan[]): void {
    const rows = this.rows(name).filter(
      (other) => other[0] !== row[0] || (name === 'Patch' && other[1] !== row[1]),
    );
    this.set(name, [...rows, row]);
  }

  properties(): Map<string, string> {
    return new Map(this.rows('Property').map(([property, value]) => [String(property), String(value)]));
  }
}
