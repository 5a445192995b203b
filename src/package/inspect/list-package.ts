import { WarningList } from '../../archive/warning-list.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { pathFilter, unmatchedPatterns } from '../../core/path-filter.js';
import { pathKey } from '../../core/safe-path.js';
import type { Database } from '../../msi/database.js';
import { isAbsence } from '../absence.js';
import { type ContentFacts, mayBeExecutable, readContentFacts } from '../content-facts.js';
import { type ContentInput, contentOf } from '../content-of.js';
import { FilesOfOnePath, type PathDecision } from '../extract/files-of-one-path.js';
import { isInstalledLayout, type Layout, layoutPath } from '../install/layout.js';
import type { WriteProgress } from '../node/write-options.js';
import { isPatch } from '../package.js';
import type { PackageContent, PackageFile } from '../package-content.js';
import type { PatchPackage } from '../patch/patch-package.js';
import { clashAdvice, refuseFilesAsFolders } from '../path-clash.js';
import { type DeltaTarget, readContainerIndex } from './container-index.js';
import { describePatchDetails, type PatchedFileDescription } from './describe-patch.js';

export { isAbsence } from '../absence.js';

/** One file as `list` shows it. What is unknown is null. */
export interface ListedFile {
  key: string;
  /** The path in the requested layout. */
  path: string | null;
  sourcePath: string | null;
  targetPath: string | null;
  /** Bytes: of the content if that was read, otherwise as the package states. */
  size: number;
  /** What the package states, if the content has another size. */
  statedSize?: number;
  /** The version of the executable if its content was read, otherwise File.Version if it is a version. */
  version: string | null;
  /** What the package states, if the executable has another version. */
  statedVersion?: string;
  language: string | null;
  /** As the executable's header states. */
  platform: string | null;
  attributes: number | null;
  /** ISO 8601, UTC. */
  modified: string | null;
  component: string | null;
  feature: string | null;
  media: number | null;
  cabinet: string | null;
  sha256?: string | null;
  /** Only with `sha1`. */
  sha1?: string | null;
  /** The target of a delta in a Windows Update cabinet. `path`, size and content are the delta's. */
  delta?: DeltaTarget;
  /** The purpose of a file in a patch, for the first of the targets that have it. */
  patch?: ListedPatch;
  /** The same for the other targets, where targets share the file. */
  otherTargets?: ListedPatch[];
}

/** What a file of a patch is for one target. `transform` names the target. */
export type ListedPatch = { transform: string } & Pick<
  PatchedFileDescription,
  'name' | 'change' | 'delivery' | 'version' | 'size' | 'sequence'
>;

/** Options of {@link listPackage}. */
export interface ListOptions {
  layout?: Layout;
  /** Adds SHA-256, which decodes every file. */
  hash?: boolean;
  /** Whether executables are decoded for their platform; if not, the list says what the package states. Default true. */
  decode?: boolean;
  /** With `hash`: adds SHA-1, which bills of materials need. */
  sha1?: boolean;
  /** Globs on the path in the layout or on the File key. */
  only?: readonly string[];
  /** The product of a patch, for facts that the patch does not state. */
  base?: Database;
  onProgress?: (progress: WriteProgress) => void;
  signal?: AbortSignal;
}

/**
 * The files of a package: paths, sizes in bytes, versions, times in UTC. Executables are decoded, as a stream in
 * memory, for the platform in their header. If a cabinet is missing, its files are still listed and a warning
 * names it.
 *
 * @throws What reading tables and decoding throw; `ABORTED` where `signal` is aborted.
 * @example
 * import { listPackage, openPackage } from 'hotfixkit';
 *
 * const pkg = openPackage('SCCM2007-SP2-KB977203-ENU.msi');
 * const { files } = await listPackage(pkg, { only: ['*.exe'], hash: true });
 * for (const { path, version, sha256 } of files) console.log(path, version, sha256);
 * pkg.close();
 */
export async function listPackage(
  pkg: ContentInput,
  options: ListOptions = {},
): Promise<{ files: ListedFile[]; warnings: Warning[] }> {
  const content = contentOf(pkg);
  const layout = options.layout ?? 'target';
  const fits = pathFilter(options.only ?? []);
  const fitting = content.files.filter(
    (file) => fits(layoutPath(file, layout) ?? file.key) || fits(file.key),
  );
  const names = content.files.flatMap((file) => [layoutPath(file, layout) ?? file.key, file.key]);
  const warnings: Warning[] = fitting.length === 0 ? [] : unmatchedPatterns(options.only ?? [], names);
  const wanted = withoutDoubles(content, fitting, layout, warnings);
  const cut = new Set<PackageFile>(
    options.hash || !('incomplete' in content) ? [] : incompleteOf(content, wanted),
  );
  const isDecoded = options.hash || options.decode !== false;
  const decoded = options.hash
    ? wanted
    : wanted.filter((file) => isDecoded && mayBeExecutable(file) && !cut.has(file));
  let facts = new Map<PackageFile, ContentFacts>();
  let absence = false;
  // Damage is an error; missing content only leaves facts unknown.
  const forgive = (error: unknown): void => {
    if (options.hash || !(error instanceof HotfixkitError) || !isAbsence(error)) throw error;
    if (absence) return;
    absence = true;
    warnings.push({ code: error.code, message: error.message, ...error.facts });
  };
  try {
    // Covers all listed files, not only decoded ones, so that missing cabinets are reported.
    content.check(wanted);
  } catch (error) {
    // Listing stated sizes is free. Sizes of files to decode are checked separately.
    if (options.hash || !(error instanceof HotfixkitError) || error.code !== 'CONTAINER_RATIO')
      forgive(error);
  }
  try {
    facts = await readContentFacts(content, decoded, {
      ...options,
      ...(options.sha1 && { digests: ['sha1' as const] }),
      compareHash: options.hash ?? false,
    });
  } catch (error) {
    forgive(error);
  }
  const index = readContainerIndex(content);
  for (const one of index.warnings) warnings.push(one);
  const patched = isPatch(content) ? patchedFiles(content, options.base ?? null) : null;
  const differing = new WarningList();
  const isImage = 'isAdministrativeImage' in content && content.isAdministrativeImage;
  const files = wanted.map((file) => {
    const executable = facts.get(file)?.executable ?? null;
    const stated = file.version !== null && /^[\d.]+$/.test(file.version) ? file.version : null;
    const listed: ListedFile = {
      key: file.key,
      path: layoutPath(file, layout),
      sourcePath: file.sourcePath,
      targetPath: file.targetPath,
      size: facts.get(file)?.size ?? file.size,
      version: stated ?? executable?.version ?? null,
      language: file.language,
      platform: executable?.platform ?? null,
      attributes: file.attributes,
      modified: modifiedOf(file),
      component: file.component,
      feature: file.feature,
      media: file.media,
      cabinet: file.cabinet,
    };
    for (const one of facts.get(file)?.contradictions ?? []) {
      if (one.code === 'PACKAGE_FILE_VERSION') listed.version = executable!.version;
      // A file of an image may have been patched since.
      if (isImage && isInPlace(file)) continue;
      if (one.code === 'PACKAGE_FILE_SIZE') {
        listed.statedSize = file.size;
        differing.add('size', { ...one, message: `${one.message}; the size of the content is listed` });
      } else if (one.code === 'PACKAGE_FILE_VERSION') {
        listed.statedVersion = file.version!;
        differing.add('version', { ...one, message: `${one.message}; that of the content is listed` });
      } else differing.add(one.code, one);
    }
    const delta = index.targets.get(file.key);
    if (delta) listed.delta = delta;
    const [patch, ...others] = patched?.get(placeOf(file)) ?? [];
    if (patch) {
      listed.version ??=
        [patch, ...others].find(({ version }) => version.after !== null)?.version.after ?? null;
      listed.patch = patch;
      if (others.length > 0) listed.otherTargets = others;
    }
    if (options.hash) listed.sha256 = facts.get(file)?.sha256 ?? null;
    if (options.hash && options.sha1) listed.sha1 = facts.get(file)?.digests?.sha1 ?? null;
    return listed;
  });
  for (const one of differing.all()) warnings.push(one);
  for (const one of clashes(content, wanted, layout)) warnings.push(one);
  if (isPatch(content)) for (const file of filesOfMissingCabinets(content, options, fits)) files.push(file);
  return { files, warnings };
}

/** Files whose content is not all here, those among them that their cabinet does not hold. */
function incompleteOf(
  content: { incomplete(files: readonly PackageFile[]): readonly PackageFile[] },
  files: readonly PackageFile[],
): readonly PackageFile[] {
  try {
    return content.incomplete(files);
  } catch (error) {
    if (!(error instanceof HotfixkitError) || !isAbsence(error)) throw error;
    // One by one only where it has to be found out which: a cabinet of another package lies beside this one.
    return files.length === 1 ? files : files.flatMap((file) => incompleteOf(content, [file]));
  }
}

/**
 * Leaves out files that an installation lacks because another file has their path: one with the same content,
 * or one that the versioning rules keep. Files between which no rule decides are all listed.
 */
function withoutDoubles(
  content: PackageContent,
  files: readonly PackageFile[],
  layout: Layout,
  warnings: Warning[],
): readonly PackageFile[] {
  if ((content.kind !== 'msi' && content.kind !== 'msm') || !isInstalledLayout(layout)) return files;
  const placed = files.flatMap((file) => {
    const path = layoutPath(file, layout);
    return path === null ? [] : [{ file, path }];
  });
  const rules = new FilesOfOnePath(content, placed, true);
  const kept = new Map<string, { file: PackageFile; path: string }>();
  const left = new Set<PackageFile>();
  for (const next of placed) {
    const key = pathKey(next.path);
    const other = kept.get(key);
    if (!other) {
      kept.set(key, next);
      continue;
    }
    const decision = decideIfPresent(rules, other, next);
    if (!decision) continue;
    left.add(decision.kept === other ? next.file : other.file);
    kept.set(key, decision.kept);
    warnings.push(decision.warning);
  }
  return left.size === 0 ? files : files.filter((file) => !left.has(file));
}

/** Warns of paths that cannot be written: two members of a cabinet with one name, and a file with the name of a folder. */
function clashes(content: PackageContent, files: readonly PackageFile[], layout: Layout): Warning[] {
  const placed = files.map((file) => ({
    file,
    path: (layoutPath(file, layout) ?? file.key).replace(/\\/g, '/'),
  }));
  const warnings = new WarningList();
  if (content.kind === 'cab') {
    const seen = new Set<string>();
    for (const { path } of placed) {
      const key = pathKey(path);
      if (seen.has(key)) {
        warnings.add('double', {
          code: 'PATH_COLLISION',
          message: 'two files of this name: extract writes both with --rename-unsafe or --on-conflict rename',
          entry: path,
        });
      }
      seen.add(key);
    }
  }
  try {
    refuseFilesAsFolders(placed, clashAdvice(content));
  } catch (error) {
    if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
    warnings.add('folder', { code: error.code, message: error.message, ...error.facts });
  }
  return warnings.all();
}

/** Also null if the deciding content is elsewhere or damaged. */
function decideIfPresent<Placed extends { file: PackageFile; path: string }>(
  rules: FilesOfOnePath,
  first: Placed,
  second: Placed,
): PathDecision<Placed> | null {
  try {
    return rules.decide(first, second);
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return null;
    throw error;
  }
}

/**
 * The facts of a patch about the files in its cabinets, target by target; it has no Directory table to give them
 * paths. Targets may share a file.
 */
function patchedFiles(patch: PatchPackage, base: Database | null): Map<string, ListedPatch[]> {
  const byPlace = new Map<string, ListedPatch[]>();
  if (patch.kind !== 'msp') return byPlace;
  for (const { transform, files } of describePatchDetails(patch, base).targets) {
    for (const file of files) {
      const place = placeOf(file);
      const own = byPlace.get(place);
      if (own) own.push(listedPatch(transform, file));
      else byPlace.set(place, [listedPatch(transform, file)]);
    }
  }
  return byPlace;
}

function listedPatch(
  transform: string,
  { name, change, delivery, version, size, sequence }: PatchedFileDescription,
): ListedPatch {
  return { transform, name, change, delivery, version, size, sequence };
}

/** The facts that a patch states about files whose cabinets it lacks. */
function filesOfMissingCabinets(
  patch: PatchPackage,
  { base, hash }: ListOptions,
  fits: (path: string) => boolean,
): ListedFile[] {
  if (patch.kind !== 'msp' || patch.missingCabinets.length === 0) return [];
  const unknown = {
    path: null,
    sourcePath: null,
    targetPath: null,
    language: null,
    platform: null,
    attributes: null,
    modified: null,
    component: null,
    feature: null,
    media: null,
    cabinet: null,
    ...(hash ? { sha256: null } : {}),
  };
  return describePatchDetails(patch, base ?? null).targets.flatMap(({ transform, files }) =>
    files
      .filter(({ key, name, delivery, cabinet }) => {
        return delivery !== null && cabinet === null && (fits(key) || fits(name ?? key));
      })
      .map((file) => ({
        ...unknown,
        key: file.key,
        size: file.size.after ?? 0,
        version: file.version.after,
        patch: listedPatch(transform, file),
      })),
  );
}

/** Two targets may use one File key, in separate cabinets. */
function placeOf({ key, cabinet }: { key: string; cabinet: string | null }): string {
  return `${cabinet}/${key}`;
}

/** Whether a file lies loose beside the package. */
function isInPlace(file: PackageFile): boolean {
  return 'compressed' in file && !file.compressed;
}

function modifiedOf(file: PackageFile): string | null {
  try {
    return file.modified()?.toISOString().replace('.000Z', 'Z') ?? null;
  } catch (error) {
    if (error instanceof HotfixkitError && isAbsence(error)) return null;
    throw error;
  }
}
