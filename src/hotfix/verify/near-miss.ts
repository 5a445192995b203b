import { groupBy } from '../../core/group-by.js';
import { nameKey } from '../../core/name-key.js';
import type { Manifest, ManifestFile, ManifestSection } from '../manifest/manifest.js';
import { explainVersion } from '../manifest/product-line.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import { compareFile, type FileFacts, isOfUnknownProcessor, versionKey } from './compare-file.js';
import { canonicalPlatform } from './platform.js';

/** What a wrong file is instead. */
export interface NearMiss {
  kind: 'other-product' | 'other-platform' | 'newer' | 'older' | 'no-version' | 'empty' | 'size' | 'other';
  /** A few words that end a line: `this is the file of ConfigMgr 2007 SP1`. */
  text: string;
  /** The article whose hotfix superseded the expected one, if the version shows it. */
  supersededBy?: string;
}

/**
 * Explains a file that differs from its `row` of `section`: it is the file of another product of the same article, of
 * another processor, an older or newer one, or one that was altered or truncated. Null if its figures are right.
 */
export function explainNearMiss(
  manifest: Manifest,
  section: ManifestSection,
  row: ManifestFile,
  { signature: _, ...file }: FileFacts,
): NearMiss | null {
  const differences = compareFile(row, file);
  if (differences.length === 0) return null;
  if (file.isDelta)
    return {
      kind: 'other',
      text: 'a delta, not the whole file: give the product that it is for with --base',
    };
  const twin = findTwin(manifest, section, row, file);
  if (twin) return twin;
  if (file.size === 0) return { kind: 'empty', text: 'the file is empty' };
  const fields = new Set(differences.map(({ field }) => field));
  if (fields.has('content')) {
    return { kind: 'other', text: `no ${file.missingKind}: damaged, cut short or another file` };
  }
  if (fields.has('version')) {
    if (file.version === null) {
      const isExecutable = file.platform !== null || isOfUnknownProcessor(file);
      const what = isExecutable ? 'no version resource' : 'no executable';
      return { kind: 'no-version', text: `${what}: damaged, cut short or another file` };
    }
    const known = explainVersion(file.version, row.version);
    if (known?.relation === 'newer' || known?.relation === 'older') {
      const superseded = known.superseded;
      return {
        kind: known.relation,
        text: superseded ? `${known.text}, which supersedes KB${superseded.kb}` : known.text,
        ...(superseded ? { supersededBy: superseded.by } : {}),
      };
    }
    const order = differences.find(({ field }) => field === 'version')?.order;
    if (order) return { kind: order, text: `a version that is ${order}` };
    return { kind: 'other', text: 'another version' };
  }
  if (fields.has('platform')) {
    // The difference itself shows which one it is.
    if (canonicalPlatform(file.platform) !== null) return null;
    const text = isOfUnknownProcessor(file)
      ? 'an executable for a processor that is not known'
      : 'no executable';
    return { kind: 'other-platform', text };
  }
  return { kind: 'size', text: sizeText(row, file) };
}

/**
 * For a row without a file: a file with another name that could be it, because names differ by locale; null if none.
 */
export function findRenamed(row: ManifestFile, unlisted: readonly FileFacts[]): FileFacts | null {
  if (row.size === null || row.size < 1024) return null;
  const extension = extensionOf(row.name);
  const found = (bySize(unlisted).get(row.size) ?? []).filter(
    (file) =>
      extensionOf(file.name) === extension &&
      // The facts that the package states about a file that was not decoded are no evidence against it.
      compareFile({ ...row, platform: null, version: file.version === null ? null : row.version }, file)
        .length === 0,
  );
  return found.length === 1 ? found[0]! : null;
}

/** Each list is asked once for every row, so that they are put in order once. */
const filesBySize = new WeakMap<readonly FileFacts[], ReadonlyMap<number, FileFacts[]>>();
const rowsByFigures = new WeakMap<Manifest, ReadonlyMap<string, readonly PlacedRow[]>>();

/** A row of an article. */
interface PlacedRow {
  row: ManifestFile;
  section: ManifestSection;
  /** The place of its table in the article. */
  index: number;
}

const bySize = (files: readonly FileFacts[]): ReadonlyMap<number, FileFacts[]> =>
  remembered(filesBySize, files, () => groupBy(files, ({ size }) => size));

const byFigures = (manifest: Manifest): ReadonlyMap<string, readonly PlacedRow[]> =>
  remembered(rowsByFigures, manifest, () =>
    groupBy(
      manifest.sections.flatMap((section, index) => section.files.map((row) => ({ row, section, index }))),
      ({ row: { name, version, size } }) => figuresKey(name, version, size),
    ),
  );

const figuresKey = (name: string, version: string | null, size: number | null): string =>
  JSON.stringify([nameKey(fileNameOfRow(name)), size, version === null ? null : versionKey(version)]);

function remembered<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}

/** Another row of this name that the file fits exactly. */
function findTwin(
  manifest: Manifest,
  section: ManifestSection,
  row: ManifestFile,
  file: FileFacts,
): NearMiss | null {
  const figures = [
    figuresKey(row.name, file.version, file.size),
    figuresKey(row.name, file.version, null),
    figuresKey(row.name, null, file.size),
  ];
  const fitting = figures
    .flatMap((key) => byFigures(manifest).get(key) ?? [])
    .filter(
      ({ row: one }) =>
        one !== row && (one.version !== null || one.size !== null) && compareFile(one, file).length === 0,
    );
  const own = fitting.find((one) => one.section === section)?.row;
  if (own !== undefined && own.platform !== row.platform) {
    return { kind: 'other-platform', text: `this is the file for ${own.platform ?? 'no platform'}` };
  }
  // The first table of the article that has one; of its rows the first.
  const [twin] = fitting.filter((one) => one.section !== section).sort((a, b) => a.index - b.index);
  if (twin === undefined) return null;
  const { platform } = twin.row;
  const forPlatform = platform !== null && platform !== row.platform ? ` for ${platform}` : '';
  const table = twin.section.product ?? twin.section.title;
  return { kind: 'other-product', text: `this is the file of ${table}${forPlatform}` };
}

function sizeText(row: ManifestFile, file: FileFacts): string {
  const by = file.size - (row.size ?? 0);
  const amount = `${Math.abs(by)} byte${Math.abs(by) === 1 ? '' : 's'} ${by > 0 ? 'larger' : 'smaller'}`;
  if (row.version !== null) return `the right version, but ${amount}: altered afterwards or another build`;
  return `${amount}: ${by > 0 ? 'altered' : 'cut short'} or another build`;
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot).toLowerCase();
}
