import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { tryParseFileVersion } from '../../core/file-version.js';
import { readFileFacts } from '../../formats/pe/file-facts.js';
import { Folder } from '../../node/folder.js';
import { hashSource } from '../../node/hash.js';
import type { OutputFolder } from '../../node/output-folder.js';
import { beginOutput } from '../../node/output-transaction.js';
import { isSameFolder } from '../../node/same-folder.js';
import { replacesExisting } from '../../package/install/versioning-rules.js';
import type { HeldPackage } from '../../package/node/held-package.js';
import { writeFiles } from '../../package/node/write-files.js';
import { writeHeldFiles } from '../../package/node/write-held-files.js';
import type { WriteOptions } from '../../package/node/write-options.js';
import type { Product } from '../../package/patch/patched-package.js';
import type { AdministrativePlan } from './administrative-plan.js';
import { signatureRemoved, writeImageDatabase } from './image-database.js';

/** Options of {@link applyAdministrativeInstallation}. */
export interface AdministrativeInstallationOptions extends WriteOptions {
  /** Path of the source package: an image cannot be made over its own source. */
  packagePath: string;
  /** "Last Saved By" of the image. */
  user: string;
  /** "Last Printed" of the image: its creation time. */
  now?: Date;
  /**
   * Properties for installations from the image, see {@link writeAdminProperties}; null for those that the
   * package, an image itself, has saved.
   */
  adminProperties?: ReadonlyMap<string, string> | null;
  /** Bit 3 of Word Count (no elevation needed) in the database of the image. */
  elevationBit?: 'keep' | 'clear';
  /** Files of the package that are already decoded. */
  held?: HeldPackage | undefined;
  /**
   * An output that contains the image, and its folder there: the caller commits or rolls back. Existing files are
   * replaced regardless of version, since the image must match this package.
   */
  into?: { output: OutputFolder; below: string } | undefined;
}

/** The result of an administrative installation. Paths have `/` between their parts. */
export interface AdministrativeResult {
  /** Paths written, relative to the target, the database included. */
  written: string[];
  /** Existing files that were kept by the versioning rules. */
  kept: string[];
  /** Which of the written paths had a file before, as spelled there; empty where the caller commits. */
  replaced: string[];
  /** Files that patches removed. */
  removed: string[];
  warnings: Warning[];
}

/**
 * Makes the administrative image that a plan describes, all or nothing: a failed run leaves the target folder as
 * it was. Throws `TARGET_IS_SOURCE`, and what decoding, checking and the disk throw.
 */
export async function applyAdministrativeInstallation(
  pkg: Product,
  plan: AdministrativePlan,
  target: string,
  options: AdministrativeInstallationOptions,
): Promise<AdministrativeResult> {
  refuseSource(target, options.packagePath);
  const { into, flush = 'always', signal } = options;
  if (into) {
    const { written, warnings } = await writeImage(pkg, plan, plan.files, into, options);
    return { written, kept: [], replaced: [], removed: [], warnings };
  }
  const output = await beginOutput(target, { flush, signal });
  try {
    const { files, kept, replaced } = filesForTarget(plan, target);
    const { written, warnings } = await writeImage(pkg, plan, files, { output, below: '' }, options);
    warnings.push(...(await output.commit()));
    return { written, kept, replaced, removed: [], warnings };
  } catch (error) {
    throw output.failed(error);
  }
}

/** Throws `TARGET_IS_SOURCE` where an image would overwrite its own package. */
export function refuseSource(target: string, packagePath: string): void {
  if (!isSameFolder(target, dirname(packagePath))) return;
  throw new HotfixkitError(
    'TARGET_IS_SOURCE',
    'TARGETDIR is the folder of the package itself, which the image would overwrite; choose another folder',
    { file: packagePath },
  );
}

/**
 * The files of a plan that are written into the target folder, the paths of those that stay there by the versioning rules, and
 * the paths of those that are replaced.
 */
export function filesForTarget(
  plan: AdministrativePlan,
  target: string,
): { files: AdministrativePlan['files']; kept: string[]; replaced: string[] } {
  const there = new Folder(target, { isOutput: true });
  const kept: string[] = [];
  const files = plan.files.filter(({ file, path }) => {
    if (replaces(there, file.version, file.md5, path)) return true;
    kept.push(path);
    return false;
  });
  return { files, kept, replaced: replacedIn(there, files, plan.packageName) };
}

/** The files of a folder that a run writes over, as spelled there. The database of an image is always written. */
export function replacedIn(
  there: Folder,
  files: readonly { path: string }[],
  packageName: string | null,
): string[] {
  const written = [...files.map(({ path }) => path), ...(packageName === null ? [] : [packageName])];
  return written.flatMap((path) => there.find(path) ?? []);
}

async function writeImage(
  pkg: Product,
  plan: AdministrativePlan,
  files: AdministrativePlan['files'],
  { output, below }: { output: OutputFolder; below: string },
  options: AdministrativeInstallationOptions,
): Promise<{ written: string[]; warnings: Warning[] }> {
  const inside = (path: string): string => (below === '' ? path : `${below}/${path}`);
  const items = files.map((item) => ({ ...item, path: inside(item.path) }));
  const warnings = options.held
    ? await writeHeldFiles(pkg, options.held, items, output, options)
    : await writeFiles(pkg, items, output, options);
  const written = files.map(({ path }) => path);
  if (plan.packageName !== null) {
    const image = writeImageDatabase(pkg, {
      shortNames: plan.shortNames,
      user: options.user,
      now: options.now ?? new Date(),
      adminProperties: options.adminProperties ?? null,
      elevationBit: options.elevationBit ?? 'keep',
    });
    output.writeFile(inside(plan.packageName), image);
    warnings.push(...signatureRemoved(pkg));
    written.push(plan.packageName);
  }
  return { written, warnings };
}

/** Whether the package's file replaces the file that `path` has now. Throws `FILE_WRITE` if that is not a file. */
function replaces(there: Folder, version: string | null, md5: string | null, path: string): boolean {
  const spelled = there.find(path);
  if (spelled === null) return true;
  const existing = there.open(spelled);
  if (!existing) {
    throw new HotfixkitError('FILE_WRITE', `${spelled} exists and is not a file; move it away`, {
      file: there.path,
      entry: spelled,
    });
  }
  try {
    const incoming = { version: version === null ? null : tryParseFileVersion(version), md5 };
    const found = readFileFacts(existing).version;
    const onDisk = found === null ? null : tryParseFileVersion(found);
    const sameHash = md5 !== null && onDisk === null ? hashSource(existing, 'md5') : null;
    const changedSinceCreated = isChangedSinceCreated(join(there.path, spelled));
    return replacesExisting(incoming, { version: onDisk, md5: sameHash, changedSinceCreated });
  } finally {
    existing.close();
  }
}

/** Maximum milliseconds to write a file in one go; disks may round times to two seconds. */
const ONE_GO = 2000;

/** False if the disk keeps no creation time. */
function isChangedSinceCreated(path: string): boolean {
  const { birthtimeMs, mtimeMs } = statSync(path);
  return birthtimeMs > 0 && mtimeMs > birthtimeMs + ONE_GO;
}
