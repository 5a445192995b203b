import { dirname, resolve } from 'node:path';
import { addFacts, HotfixkitError, type Warning } from '../errors.js';
import { InstallPackage } from '../package/install-package.js';
import { type OpenPackageOptions, openPackage } from '../package/open-package.js';
import type { WriteOptions } from '../package/write-files.js';
import { type AdministrativeResult, applyAdministrativeInstallation } from './administrative-installation.js';
import { planAdministrativeInstallation } from './administrative-plan.js';
import { type ExitPhase, exitCodeOf } from './exit-codes.js';
import type { MsiexecCommand } from './msiexec-command.js';

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
  warnings: Warning[];
  error: HotfixkitError | null;
}

/** Does what an msiexec command line asks for, as far as it is an administrative installation. */
export async function runMsiexec(
  command: MsiexecCommand,
  options: RunMsiexecOptions,
): Promise<MsiexecResult> {
  const warnings = [...command.warnings];
  const done = { exitCode: 0, target: null, written: [], kept: [], warnings, error: null };
  const progress: { phase: ExitPhase } = { phase: 'open' };
  try {
    const { target, result } = await administrativeInstallation(command, options, warnings, progress);
    return { ...done, target, written: result.written, kept: result.kept };
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
  if (command.patches.length > 0) {
    throw new HotfixkitError(
      'PACKAGE_UNSUPPORTED',
      'patches (/p) are not applied yet; leave /p out to unpack the package',
      {
        entry: command.patches[0]!,
      },
    );
  }
  const path = command.package;
  const opened = openPackage(path, options.open);
  try {
    const { content, location } = opened;
    if (!(content instanceof InstallPackage) || content.kind !== 'msi') {
      throw new HotfixkitError('PACKAGE_NOT_INSTALLABLE', `a ${content.kind} is no installation package`, {
        file: path,
      });
    }
    progress.phase = 'run';
    const target = targetOf(command, content);
    const plan = planAdministrativeInstallation(content, {
      packageName: opened.name,
      shortNames: isSet(command.properties.get('SHORTFILENAMES')),
    });
    warnings.push(...content.warnings, ...plan.warnings);
    const result = await applyAdministrativeInstallation(content, plan, target, {
      ...options,
      location,
      sourceFolder: dirname(location.path),
    });
    warnings.push(...result.warnings);
    return { target, result };
  } catch (error) {
    throw addFacts(error, { file: path });
  } finally {
    opened.close();
  }
}

/**
 * TARGETDIR of the command line, else of the Property table. Windows goes on to the drive with most room; a folder that
 * nobody named is no place to unpack to on another system.
 */
function targetOf(command: MsiexecCommand, content: InstallPackage): string {
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
