import { HotfixkitError } from '../../core/errors.js';
import { tryParseFileVersion } from '../../core/file-version.js';
import { pathKey, safePath } from '../../core/safe-path.js';
import { readFileFacts } from '../../formats/pe/file-facts.js';
import { Folder } from '../../node/folder.js';
import { beginOutput } from '../../node/output-transaction.js';
import type { InstallFile } from '../../package/install/install-file.js';
import { replacesExisting } from '../../package/install/versioning-rules.js';
import { WordCount } from '../../package/install/word-count.js';
import { writeFiles } from '../../package/node/write-files.js';
import type { WriteOptions } from '../../package/node/write-options.js';
import type { PatchedFile } from '../../package/patch/patched-file.js';
import type { PatchedPackage } from '../../package/patch/patched-package.js';
import { type AdministrativeResult, replacedIn } from './administrative-installation.js';
import { type AdministrativePlan, planAdministrativeInstallation } from './administrative-plan.js';
import { signatureRemoved, writeImageDatabase } from './image-database.js';

/** The files that patching an administrative image writes and removes. */
export interface ImagePatchPlan extends Omit<AdministrativePlan, 'files'> {
  /** Files that the patches add, change or move. */
  files: { file: PatchedFile; path: string }[];
  /** Files of the image that the updated product lacks or has elsewhere. */
  removed: string[];
}

/** Options of {@link applyImagePatch}. */
export interface ImagePatchOptions extends WriteOptions {
  /** "Last Saved By" of the image. */
  user: string;
  /** "Last Printed" of the image. */
  now?: Date;
}

/**
 * Plans the patching of an administrative image: files that the patches contain or produce and files that are new or
 * moved are written, files of removed components and rows are removed, all others are unchanged. The
 * image keeps its kind of names, short or long (win32 docs, "Applying Small Updates by Patching an Administrative Image").
 *
 * @param selected selects the files of the image; default: those of features whose Level is not 0
 *
 * Throws as {@link planAdministrativeInstallation} does, for the image as it is and as it will be.
 */
export function planImagePatch(
  pkg: PatchedPackage,
  packageName: string,
  selected: (file: InstallFile) => boolean = (file) => file.selected,
): ImagePatchPlan {
  const shortNames = (pkg.base.wordCount & WordCount.shortNames) !== 0;
  const options = { packageName, shortNames, hasShortNames: true };
  const after = planAdministrativeInstallation(pkg, { ...options, selected });
  // Files that this session leaves out still exist: compare all files of both packages.
  const all = { ...options, selected: () => true };
  const before = planAdministrativeInstallation(pkg.base, all);
  const places = new Set(planAdministrativeInstallation(pkg, all).files.map(({ path }) => pathKey(path)));
  if (after.packageName !== null) places.add(pathKey(after.packageName));
  const files = after.files.filter(({ file, path }) => {
    if (file.contents.length > 0 || !file.before) return true;
    return pathKey(safePath(pkg.base.sourcePathOf(file.before)).path) !== pathKey(path);
  });
  return {
    ...after,
    // Patching needs the database: even an image without the action that writes it has one.
    packageName,
    files,
    size: files.reduce((sum, { file }) => sum + file.size, 0),
    removed: before.files.map(({ path }) => path).filter((path) => !places.has(pathKey(path))),
  };
}

/**
 * Patches an administrative image in place, all or nothing: a failure leaves the image unchanged. A file that has
 * a higher version than the patch's stays, by the versioning rules.
 *
 * Throws what decoding, deltas, checking and the disk throw.
 */
export async function applyImagePatch(
  pkg: PatchedPackage,
  plan: ImagePatchPlan,
  folder: string,
  options: ImagePatchOptions,
): Promise<AdministrativeResult> {
  const output = await beginOutput(folder, {
    flush: options.flush ?? 'always',
    signal: options.signal,
  });
  try {
    const { files, kept, replaced, removed } = changesOfImage(plan, folder);
    const warnings = await writeFiles(pkg, files, output, options);
    const written = files.map(({ path }) => path);
    if (plan.packageName !== null) {
      const { user, now = new Date() } = options;
      output.writeFile(plan.packageName, writeImageDatabase(pkg, { shortNames: plan.shortNames, user, now }));
      written.push(plan.packageName);
      warnings.push(...signatureRemoved(pkg));
    }
    for (const path of removed) output.remove(path);
    warnings.push(...(await output.commit()));
    return { written, kept, replaced, removed, warnings };
  } catch (error) {
    throw output.failed(error);
  }
}

/** What of a plan an image as it is now asks for: files to write, newer ones that stay, and those to remove. */
export function changesOfImage(
  plan: ImagePatchPlan,
  folder: string,
): Pick<ImagePatchPlan, 'files' | 'removed'> & { kept: string[]; replaced: string[] } {
  const there = new Folder(folder, { isOutput: true });
  const kept: string[] = [];
  const files = plan.files.filter(({ file, path }) => {
    if (!isNewerThere(there, file, path)) return true;
    kept.push(path);
    return false;
  });
  const replaced = replacedIn(there, files, plan.packageName);
  return { files, kept, replaced, removed: plan.removed.filter((path) => there.find(path) !== null) };
}

/** Compares versions only: a file without one is never newer. */
function isNewerThere(there: Folder, { version }: PatchedFile, path: string): boolean {
  const spelled = there.find(path);
  if (spelled === null) return false;
  const existing = there.open(spelled);
  if (!existing) {
    throw new HotfixkitError('FILE_WRITE', `${spelled} exists and is not a file; move it away`, {
      file: there.path,
      entry: spelled,
    });
  }
  try {
    const incoming = version === null ? null : tryParseFileVersion(version);
    const found = incoming && readFileFacts(existing).version;
    const onDisk = found ? tryParseFileVersion(found) : null;
    if (!incoming || !onDisk || incoming.join() === onDisk.join()) return false;
    return !replacesExisting({ version: incoming }, { version: onDisk });
  } finally {
    existing.close();
  }
}
