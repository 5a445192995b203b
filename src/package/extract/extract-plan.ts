import { HotfixkitError, type Warning } from '../../core/errors.js';
import { groupBy } from '../../core/group-by.js';
import { meantPath } from '../../core/nearest-path.js';
import { pathFilter, unmatchedPatterns } from '../../core/path-filter.js';
import { pathKey, safePath } from '../../core/safe-path.js';
import { SafePaths } from '../../core/safe-paths.js';
import type { Database } from '../../msi/database.js';
import { whyNoFolder } from '../install/directories.js';
import { isInstalledLayout, type Layout, layoutPath } from '../install/layout.js';
import type { PackageContent, PackageFile } from '../package-content.js';
import { clashAdvice, refuseFilesAsFolders } from '../path-clash.js';
import { FilesOfOnePath } from './files-of-one-path.js';

/** Policy for two files with different content and one path: `fail` if the versioning rules do not decide, keep the first, keep the last, or rename. */
export const Conflicts = ['fail', 'first', 'last', 'rename'] as const;
/** Policy for two files of the package with the same path. */
export type Conflict = (typeof Conflicts)[number];

/** Options of {@link planExtract}: which files are taken, and where they go. */
export interface ExtractOptions {
  layout?: Layout;
  /** Globs on the path in the chosen layout, or on the File key. */
  only?: readonly string[];
  /** Default `fail`. */
  onConflict?: Conflict;
  /** Extracts the deltas of a patch as files with `.delta` appended; otherwise they are only listed. */
  deltas?: boolean;
  /** Only files for which this returns true are considered; default: all. */
  accept?: (file: PackageFile) => boolean;
}

/** A file and the path that it is written to. */
export interface PlannedFile {
  file: PackageFile;
  /** Relative, safe, `/` between the parts. */
  path: string;
}

/** What an extraction would write, or has written. */
export interface ExtractPlan {
  layout: Layout;
  files: PlannedFile[];
  /** Deltas that are not written, with the path of the new file if it is known. */
  deltas: PlannedFile[];
  /** Bytes that will be written. */
  size: number;
  warnings: Warning[];
}

/**
 * Decides which files are extracted, and where. Files with one path and the same content are one file; of two with different
 * versions the file versioning rules keep one, if the layout is that of an installation. Reads only tables, and the
 * content of files with one path if only that shows whether they are equal.
 *
 * @throws `PACKAGE_NO_FILE` where the package has no files at all or none that fits; `PATH_COLLISION` (naming both File keys)
 * where no rule decides; `PACKAGE_BAD_DIRECTORY` where the layout needs a folder that the tables lack; `PATH_UNSAFE`; and what
 * decoding throws.
 *
 * @example
 * import { openPackage } from 'hotfixkit';
 * import { applyExtract, planExtract } from 'hotfixkit/package';
 *
 * const pkg = openPackage('SCCM2007-SP2-KB977203-ENU.msi');
 * const plan = planExtract(pkg.content, { layout: 'flat', only: ['*.exe'] });
 * console.log(plan.size, plan.files.map(({ path }) => path));
 * await applyExtract(pkg.content, plan, 'flat');
 * pkg.close();
 */
export function planExtract(content: PackageContent, options: ExtractOptions = {}): ExtractPlan {
  const layout = options.layout ?? 'target';
  const only = options.only ?? [];
  const warnings: Warning[] = [];
  const candidates = options.accept ? content.files.filter(options.accept) : content.files;
  if (candidates.length === 0) {
    // A patch without its cabinet, or truncated before it, throws its own error.
    const reason = content.warnings.find(
      ({ code }) => code === 'PACKAGE_NO_CABINET' || code.endsWith('_TRUNCATED'),
    );
    if (reason) {
      const { code, message, ...facts } = reason;
      throw new HotfixkitError(code, message, facts);
    }
    throw new HotfixkitError('PACKAGE_NO_FILE', 'this package holds no files: there is nothing to extract');
  }
  const stripped = content.warnings.find(({ code }) => code === 'PACKAGE_NO_CABINET');
  if (content.kind === 'msp' && only.length === 0 && !options.accept && stripped) {
    const { code, message, ...facts } = stripped;
    throw new HotfixkitError(
      code,
      `${message}, or name the files to take; "list" shows which are missing`,
      facts,
    );
  }
  const { wantedFiles, deltas } = wantedOf(content, candidates, options, warnings);
  // Files for different targets are not versions of one file.
  const rules = new FilesOfOnePath(content, wantedFiles, isInstalledLayout(layout) && content.kind !== 'msp');
  const byKey = new Map<string, PlannedFile>();
  const placed: Placed = {
    hasKeys: hasKeys(content),
    byKey,
    renamed: new Map(),
    rules,
    onConflict: options.onConflict ?? 'fail',
    warnings,
  };
  for (const planned of apartByTarget(wantedFiles, rules)) place(placed, planned);
  const files = [...byKey.values()];
  if (files.length === 0 && deltas.length > 0) {
    throw new HotfixkitError(
      'PACKAGE_NO_FILE',
      'all selected files are deltas, which need the old files: apply them with --base IMAGE, or write the deltas themselves with --deltas',
      { entry: deltas[0]!.file.key, found: `${deltas.length} deltas` },
    );
  }
  if (only.length > 0) checkNamed(only, files, candidates, layout, warnings);
  refuseFilesAsFolders(files, clashAdvice(content));
  return {
    layout,
    files,
    deltas: apartByTarget(deltas, null),
    size: files.reduce((sum, { file }) => sum + file.size, 0),
    warnings,
  };
}

/** The files that are asked for, with safe paths. */
function wantedOf(
  content: PackageContent,
  candidates: readonly PackageFile[],
  options: ExtractOptions,
  warnings: Warning[],
): { wantedFiles: PlannedFile[]; deltas: PlannedFile[] } {
  const layout = options.layout ?? 'target';
  const only = options.only ?? [];
  const fits = pathFilter(only);
  const safePaths = new SafePaths();
  const wantedFiles: PlannedFile[] = [];
  const deltas: PlannedFile[] = [];
  for (const file of candidates) {
    // A patch or a merge module may give no path: the File key always exists.
    const wanted = layoutPath(file, layout) ?? file.key;
    if (only.length > 0 && !fits(wanted.replace(/\\/g, '/')) && !fits(file.key)) continue;
    if (content.kind === 'msi' && isInstalledLayout(layout) && layoutPath(file, layout) === null) {
      throw withoutFolder(content, file);
    }
    const isDelta = file.isDelta ?? false;
    const safe = safePaths.of(
      (layout === 'key' ? wanted.replace(/[\\/]/g, '_') : wanted) +
        (isDelta && options.deltas ? '.delta' : ''),
    );
    const { path, warning } = safe;
    if (isDelta && !options.deltas) {
      deltas.push({ file, path });
      continue;
    }
    if (warning) warnings.push({ ...warning, entry: file.key });
    wantedFiles.push({ file, path });
  }
  return { wantedFiles, deltas };
}

/** Throws `PACKAGE_NO_FILE` where none of the wanted files is there, and warns of each pattern that fits none. */
function checkNamed(
  only: readonly string[],
  files: readonly PlannedFile[],
  candidates: readonly PackageFile[],
  layout: Layout,
  warnings: Warning[],
): void {
  const names = candidates.flatMap((file) => [
    (layoutPath(file, layout) ?? file.key).replace(/\\/g, '/'),
    file.key,
  ]);
  if (files.length === 0) {
    const advice = meantPath(only, names, '; "list" shows the files');
    throw new HotfixkitError('PACKAGE_NO_FILE', `no file matches ${only.join(' ')}${advice}`, {
      expected: only.join(' '),
      found: `${candidates.length} other files`,
    });
  }
  for (const one of unmatchedPatterns(only, names)) warnings.push(one);
}

/**
 * Files of a patch that have one path for different targets get a folder each, named for the target, unless their content is
 * the same.
 */
function apartByTarget(files: PlannedFile[], rules: FilesOfOnePath | null): PlannedFile[] {
  if (files.every(({ file }) => (file.patchTarget ?? null) === null)) return files;
  const groups = groupBy(files, ({ path }) => pathKey(path));
  const apart = new Set<PlannedFile>();
  for (const [, group] of groups) {
    if (new Set(group.map(({ file }) => file.patchTarget ?? null)).size < 2) continue;
    if (rules && group.every((file, i) => i === 0 || rules.decide(group[0]!, file))) continue;
    for (const file of group) apart.add(file);
  }
  return files.map((planned) => {
    const target = planned.file.patchTarget ?? null;
    if (target === null || !apart.has(planned)) return planned;
    return { ...planned, path: safePath(`${target.replace(/[\\/]/g, '_')}/${planned.path}`).path };
  });
}

/** Whether files have keys by which a layout can tell them apart. */
function hasKeys({ kind }: PackageContent): boolean {
  return kind === 'msi' || kind === 'msm' || kind === 'msp' || kind === 'mst';
}

interface Placed {
  hasKeys: boolean;
  byKey: Map<string, PlannedFile>;
  /** Number of names derived from each name, so that equal names do not take quadratic time. */
  renamed: Map<string, number>;
  rules: FilesOfOnePath;
  onConflict: Conflict;
  warnings: Warning[];
}

function place(placed: Placed, planned: PlannedFile): void {
  const key = pathKey(planned.path);
  const other = placed.byKey.get(key);
  if (other) resolveConflict(placed, other, planned);
  else placed.byKey.set(key, planned);
}

/** Decides which of two files gets their common path. Warns of every file renamed or left out. */
function resolveConflict(placed: Placed, other: PlannedFile, next: PlannedFile): void {
  const { byKey, rules, onConflict, warnings } = placed;
  const decision = rules.decide(other, next, { byContentOnly: onConflict !== 'fail' });
  if (decision) {
    byKey.set(pathKey(other.path), decision.kept);
    warnings.push(decision.warning);
    return;
  }
  const keys = `${other.file.key} and ${next.file.key}`;
  const warn = (outcome: string): void => {
    const message = `${keys} have the same path ${other.path}: ${outcome}`;
    warnings.push({ code: 'PATH_COLLISION', message, entry: next.file.key });
  };
  switch (onConflict) {
    case 'fail':
      throw new HotfixkitError(
        'PATH_COLLISION',
        placed.hasKeys
          ? `two files have the path ${other.path}, and their content differs: File keys ${keys}; use --layout source or key, or --on-conflict first|last|rename`
          : `two files have the path ${other.path}, and their content differs; --on-conflict rename writes both, --on-conflict first or last writes one`,
        { entry: next.file.key },
      );
    case 'rename': {
      const path = freePath(placed, next);
      byKey.set(pathKey(path), { file: next.file, path });
      warn(`the second is written as ${path}`);
      return;
    }
    case 'first':
      warn(`${other.file.key} is kept`);
      return;
    case 'last':
      byKey.set(pathKey(other.path), next);
      warn(`${next.file.key} is kept`);
  }
}

/** `name~key.ext`, or `name~key~2.ext` and so on if that name is taken. */
function freePath(
  { byKey, renamed }: Pick<Placed, 'byKey' | 'renamed'>,
  { file, path }: PlannedFile,
): string {
  const dot = path.lastIndexOf('.');
  const cut = dot > path.lastIndexOf('/') + 1 ? dot : path.length;
  const stem = `${path.slice(0, cut)}~${file.key.replace(/[\\/]/g, '_')}`;
  for (let n = (renamed.get(stem) ?? 0) + 1; ; n++) {
    const free = safePath(`${stem}${n === 1 ? '' : `~${n}`}${path.slice(cut)}`).path;
    if (byKey.has(pathKey(free))) continue;
    renamed.set(stem, n);
    return free;
  }
}

/** Where a file belongs whose component has no folder is not known: as its own name it would lie somewhere else. */
function withoutFolder(content: PackageContent, file: PackageFile): HotfixkitError {
  const why =
    'database' in content
      ? whyNoFolder(content.database as Database, file.component)
      : `the package does not say where ${file.key} belongs`;
  return new HotfixkitError(
    'PACKAGE_BAD_DIRECTORY',
    `${why}: where this file belongs is not known; --layout flat or --layout key writes it under its name or its File key`,
    { stream: 'Component', entry: file.key },
  );
}
