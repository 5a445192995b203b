import { dirname, resolve } from 'node:path';
import { addFacts, HotfixkitError, type Warning } from '../errors.js';
import { isSameFolder } from '../fs/same-folder.js';
import { InstallPackage } from '../package/install-package.js';
import { type OpenedPackage, type OpenPackageOptions, openPackage } from '../package/open-package.js';
import { openPatchedPackage } from '../package/open-patched-package.js';
import { PatchedPackage } from '../package/patched-package.js';
import type { WriteOptions } from '../package/write-files.js';
import { type AdministrativeResult, applyAdministrativeInstallation } from './administrative-installation.js';
import { planAdministrativeInstallation } from './administrative-plan.js';
import { type ExitPhase, exitCodeOf } from './exit-codes.js';
import type { MsiexecCommand } from './msiexec-command.js';
import { applyImagePatch, planImagePatch } from './patch-image.js';

export interface RunMsiexecOptions extends WriteOptions {
  /** Becomes "Last Saved By". */
  user: string;
  /** How to open packages: password, limits. */
  open?: OpenPackageOptions;
  now?: Date;
}

/** What a run leaves behind. Errors are part of the answer: msiexec has an exit code for each. */
export interface MsiexecResult {
  /** A Windows Installer error code; 0 = done. */
  exitCode: number;
  /** Folder of the image; null where it did not come to that. */
  target: string | null;
  /** Relative to the target. */
  written: string[];
  /** Files that were there and stayed, by the versioning rules. */
  kept: string[];
  /** Files that patches took away. */
  removed: string[];
  warnings: Warning[];
  error: HotfixkitError | null;
}

/** Does what an msiexec command line asks for, as far as it is an administrative installation. */
export async function runMsiexec(
  command: MsiexecCommand,
  options: RunMsiexecOptions,
): Promise<MsiexecResult> {
  const warnings = [...command.warnings];
  const done = { exitCode: 0, target: null, written: [], kept: [], removed: [], warnings, error: null };
  const progress: { phase: ExitPhase } = { phase: 'open' };
  try {
    const { target, result } = await administrativeInstallation(command, options, warnings, progress);
    const { written, kept, removed } = result;
    return { ...done, target, written, kept, removed };
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
    return { ...done, exitCode: exitCodeOf(error, progress.phase), error };
  }
}

async function administrativeInstallation(
  command: MsiexecCommand,
  options: RunMsiexecOptions,
  warnings: Warning[],
  progress: { phase: ExitPhase },
): Promise<{ target: string; result: AdministrativeResult }> {
  if (command.verb !== 'administrative' || command.package === null) {
    throw new HotfixkitError(
      'MSIEXEC_COMMAND_LINE',
      'only /a is emulated: msiexec /a package.msi /qb TARGETDIR=folder',
      {
        found: command.verb,
      },
    );
  }
  const path = command.package;
  let opened = openPackage(path, options.open);
  try {
    if (!(opened.content instanceof InstallPackage) || opened.content.kind !== 'msi') {
      throw new HotfixkitError(
        'PACKAGE_NOT_INSTALLABLE',
        `a ${opened.content.kind} is no installation package`,
        { file: path },
      );
    }
    if (command.patches.length > 0) {
      progress.phase = 'patch';
      opened = openWithPatches(opened, command.patches, options.open);
    }
    progress.phase = 'run';
    const content = opened.content as InstallPackage;
    const { location } = opened;
    const packageName = opened.name;
    const sourceFolder = dirname(location.path);
    const target = targetOf(command, content, sourceFolder);
    warnings.push(...content.warnings);
    const write = { ...options, location };
    if (content instanceof PatchedPackage && isImageAt(content, target, sourceFolder)) {
      const plan = planImagePatch(content, packageName);
      warnings.push(...plan.warnings);
      const result = await applyImagePatch(content, plan, target, write);
      warnings.push(...result.warnings);
      return { target, result };
    }
    const plan = planAdministrativeInstallation(content, {
      packageName,
      shortNames: isSet(command.properties.get('SHORTFILENAMES')),
    });
    warnings.push(...plan.warnings);
    const result = await applyAdministrativeInstallation(content, plan, target, { ...write, sourceFolder });
    warnings.push(...result.warnings);
    return { target, result };
  } catch (error) {
    throw addFacts(error, { file: path });
  } finally {
    opened.close();
  }
}

/** The product with its patches; where that fails, the patches are closed and the product stays open. */
function openWithPatches(
  product: OpenedPackage,
  paths: readonly string[],
  options: OpenPackageOptions | undefined,
): OpenedPackage {
  const patches: OpenedPackage[] = [];
  try {
    for (const path of paths) patches.push(openPackage(path, options));
    return openPatchedPackage(product, patches);
  } catch (error) {
    for (const patch of patches) patch.close();
    throw error;
  }
}

/** Whether the target is the image itself, which is patched where it lies. */
function isImageAt(content: PatchedPackage, target: string, sourceFolder: string): boolean {
  return content.base.isAdministrativeImage && isSameFolder(target, sourceFolder);
}

/**
 * TARGETDIR of the command line, else of the Property table. Windows goes on to the drive with most room; a folder that
 * nobody named is no place to unpack to on another system.
 */
function targetOf(command: MsiexecCommand, content: InstallPackage, sourceFolder: string): string {
  // Patches that come without a target are for the image itself.
  if (content instanceof PatchedPackage && content.base.isAdministrativeImage) {
    return resolve(command.properties.get('TARGETDIR') || sourceFolder);
  }
  const target = command.properties.get('TARGETDIR') ?? content.properties.get('TARGETDIR');
  if (target === undefined || target === '') {
    throw new HotfixkitError('TARGET_MISSING', 'where to? add TARGETDIR=folder to the command line', {
      entry: 'TARGETDIR',
    });
  }
  return resolve(target);
}

/** A property is set where it has a value other than the empty one. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
