import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { addFacts, HotfixkitError, type Warning } from '../core/errors.js';
import { refuseUnreachable } from '../node/reachable-path.js';
import { recoverIfLeft } from '../node/recover-folder.js';
import { userName } from '../node/user-name.js';
import { existingPath, localPath } from '../node/user-path.js';
import { isWindowsPath } from '../node/windows-prefix.js';
import type { WriteOptions } from '../package/node/write-options.js';
import { warningsOf } from '../package/not-searched.js';
import { openPackage } from '../package/open-package.js';
import type { OpenedPackage, OpenPackageOptions } from '../package/opened-package.js';
import { openPatchedPackage } from '../package/patch/open-patched-package.js';
import { refuseTooMany } from '../package/patch/patch-sequence.js';
import type { Product } from '../package/patch/patched-package.js';
import type { MsiexecCommand } from './command-line/msiexec-command.js';
import type { SequenceOptions } from './command-line/sequence-options.js';
import type { AdministrativeResult } from './image/administrative-installation.js';
import { type ExitPhase, exitCodeOf } from './log/exit-codes.js';
import { type InstallationLog, joinInstallationLogs, nullInstallationLog } from './log/installation-log.js';
import { InstallationLogFile } from './log/installation-log-file.js';
import { logError, returnValueOf } from './log/message-of-error.js';
import { productEvent } from './log/product-event.js';
import { planAdministrativeSequence } from './session/administrative-sequence.js';
import { AdministrativeSession } from './session/administrative-session.js';
import { applyAdministrativeSequence } from './session/apply-administrative-sequence.js';
import { tryAdministrativeSequence } from './session/try-administrative-sequence.js';

/** Options of {@link runMsiexec}. */
export interface RunMsiexecOptions extends WriteOptions, SequenceOptions {
  /** Becomes "Last Saved By". */
  user?: string;
  /** How to open packages: password, limits. */
  open?: OpenPackageOptions;
  now?: Date;
  /** Environment variables, for conditions and formatted text of the package. */
  environment?: Readonly<Record<string, string | undefined>>;
  log?: InstallationLog;
  /** Program and version for the first line of the log. */
  program?: string;
  /** Read and check everything, and write nothing: neither the image nor the log that the command line names. */
  dryRun?: boolean;
  /** Called with the absolute paths that are about to be written. If it throws, the run ends before that. */
  beforeWriting?: (paths: readonly string[]) => void;
}

/** The result of a run. Errors are part of it, because msiexec has an exit code for each. */
export interface MsiexecResult {
  /** A Windows Installer error code; 0 = done. */
  exitCode: number;
  /** Folder of the image; null if the run ended before that was known. */
  target: string | null;
  /** Relative to the target. In a dry run: what would be written. */
  written: string[];
  /** Existing files that were kept by the versioning rules. */
  kept: string[];
  /** Which of the written paths had a file before, whoever made it. */
  replaced: string[];
  /** Files that patches removed. */
  removed: string[];
  warnings: Warning[];
  error: HotfixkitError | null;
}

/**
 * Runs an msiexec command line that is an administrative installation (`/a`, also with `/p`), and writes the log that
 * it names. `options.log` gets the same lines. {@link parseMsiexecCommandLine} reads a command line.
 *
 * A run that fails is a result with an `exitCode` and an `error`, not an exception.
 *
 * @example
 * import { runMsiexec } from 'hotfixkit';
 * import { parseMsiexecCommandLine } from 'hotfixkit/msiexec';
 *
 * const command = parseMsiexecCommandLine('/a SCCM2007-SP2-KB977203-ENU.msi /qn TARGETDIR=image');
 * const { exitCode, written } = await runMsiexec(command, {});
 * console.log(exitCode, written?.length);
 */
export async function runMsiexec(
  command: MsiexecCommand,
  options: RunMsiexecOptions,
): Promise<MsiexecResult> {
  let file: InstallationLogFile | null;
  try {
    file = openLog(command, options);
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
    const none = { ...nothingDone(), warnings: [...command.warnings] };
    return { ...none, exitCode: exitCodeOf(error, 'log'), error };
  }
  if (!file) return await run(command, options);
  try {
    const result = await run(command, {
      ...options,
      log: joinInstallationLogs(file.listen, options.log ?? nullInstallationLog),
      beforeWriting: (paths) => {
        file.begin(paths);
        options.beforeWriting?.(paths);
      },
    });
    const lost = file.close();
    if (lost) result.warnings.push(lost);
    return result;
  } finally {
    file.close();
  }
}

const nothingDone = () => ({ target: null, written: [], kept: [], replaced: [], removed: [] });

function openLog(command: MsiexecCommand, options: RunMsiexecOptions): InstallationLogFile | null {
  if (!command.log || options.dryRun) return null;
  const file = localPath(command.log.file);
  if (isWindowsPath(file) && process.platform !== 'win32') {
    throw new HotfixkitError(
      'MSIEXEC_LOG',
      'the log has a Windows path, and this system is not Windows; give a path of this system, such as ./install.log',
      { found: file },
    );
  }
  refuseUnreachable(file);
  const sources = [command.package ?? '', ...command.patches, ...command.transforms];
  return new InstallationLogFile(
    { ...command.log, file },
    sources.filter((path) => path !== '').map((path) => localPath(path)),
    { program: options.program ?? 'hotfixkit', processId: process.pid },
  );
}

async function run(command: MsiexecCommand, options: RunMsiexecOptions): Promise<MsiexecResult> {
  const warnings = [...command.warnings];
  const log = options.log ?? nullInstallationLog;
  log({
    type: 'engineStart',
    package: command.package ?? '',
    action: 'ADMIN',
    commandLine: [...command.properties].map(([name, value]) => `${name}=${value}`).join(' '),
  });
  const done = { ...nothingDone(), exitCode: 0, warnings, error: null };
  const progress: { phase: ExitPhase } = { phase: 'open' };
  try {
    const result = await administrativeInstallation(command, options, warnings, progress);
    for (const one of result.warnings) warnings.push(one);
    log({ type: 'engineEnd', exitCode: 0 });
    const { target, written, kept, replaced, removed } = result;
    return { ...done, target, written, kept, replaced, removed };
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
    const exitCode = exitCodeOf(error, progress.phase);
    logError(error, log);
    log({ type: 'engineEnd', exitCode });
    return { ...done, exitCode, error };
  }
}

async function administrativeInstallation(
  command: MsiexecCommand,
  options: RunMsiexecOptions,
  warnings: Warning[],
  progress: { phase: ExitPhase },
): Promise<AdministrativeResult & { target: string }> {
  const log = options.log ?? nullInstallationLog;
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
  for (const one of ignoredProperties(command)) warnings.push(one);
  // An image is patched where it lies.
  if (command.patches.length > 0 && !options.dryRun) {
    warnings.push(...(await recoverIfLeft(dirname(resolve(existingPath(path))), { signal: options.signal })));
  }
  let opened: OpenedPackage = openPackage(existingPath(path), options.open);
  try {
    let content = productOf(opened, path);
    requireSummaryInformation(content);
    progress.phase = 'transform';
    requireTransforms(command.transforms, path);
    if (command.patches.length > 0) {
      progress.phase = 'patch';
      opened = openWithPatches(opened, command.patches, options.open);
      content = productOf(opened, path);
    }
    progress.phase = 'run';
    const { location } = opened;
    const session = new AdministrativeSession(content, {
      properties: command.properties,
      packagePath: location?.path ?? path,
      isInsideContainer: (location?.inside?.length ?? 0) > 0,
      user: options.user ?? userName(),
      environment: options.environment ?? {},
      log,
      ...(options.now ? { now: options.now } : {}),
    });
    log(productEvent(content));
    log({ type: 'actionStart', action: 'ADMIN' });
    try {
      const plan = planAdministrativeSequence(session, { ...options, packageName: opened.name });
      const result = options.dryRun
        ? await tryAdministrativeSequence(session, plan, options)
        : await applyAdministrativeSequence(session, plan, { ...options, location });
      log({ type: 'actionEnd', action: 'ADMIN', returnValue: 1 });
      return { ...result, target: plan.target };
    } catch (error) {
      logError(error, log);
      log({ type: 'actionEnd', action: 'ADMIN', returnValue: returnValueOf(error) });
      throw error;
    } finally {
      // Cabinets and containers have been read by now.
      const told = warningsOf(opened);
      for (const { message } of told) log({ type: 'info', text: `Note: ${message}` });
      for (const one of [...told, ...session.warnings]) warnings.push(one);
      log({ type: 'properties', values: [...session.properties].map(([name, value]) => [name, value]) });
    }
  } catch (error) {
    throw addFacts(error, { file: path });
  } finally {
    opened.close();
  }
}

/**
 * Properties that choose features, components and files of an installation. An administrative one has all of them (win32
 * docs, "Administrative Installation").
 */
const choosing: readonly string[] = [
  'ADDLOCAL',
  'ADDSOURCE',
  'ADDDEFAULT',
  'ADVERTISE',
  'REMOVE',
  'REINSTALL',
  'REINSTALLMODE',
  'INSTALLLEVEL',
  ...['COMP', 'FILE'].flatMap((of) => ['LOCAL', 'SOURCE', 'DEFAULT'].map((where) => `${of}ADD${where}`)),
];

/**
 * Warns of properties that choose patches, transforms and what is installed: they change nothing in an administrative image.
 */
function ignoredProperties({ properties, transforms }: MsiexecCommand): Warning[] {
  const ignored = (found: string | undefined, message: string): Warning[] =>
    found ? [{ code: 'MSIEXEC_COMMAND_LINE', message, found }] : [];
  return [
    // No public text describes what Windows Installer does with PATCH then.
    ...ignored(
      properties.get('PATCH'),
      'PATCH=… does nothing in an administrative installation: give patches with /p',
    ),
    ...ignored(
      properties.get('MSIPATCHREMOVE'),
      'MSIPATCHREMOVE=… does nothing in an administrative installation: to be without a patch, make a new image from the package',
    ),
    ...ignored(
      transforms.join(';'),
      'TRANSFORMS=… is not applied: an administrative image is not transformed; give TRANSFORMS to the installation from the image',
    ),
    ...choosing.flatMap((name) =>
      ignored(
        properties.get(name),
        `${name}=… does nothing in an administrative installation, whose image has all files; give it to the installation from the image`,
      ),
    ),
  ];
}

/**
 * Throws `FILE_NOT_FOUND` for a transform that is a file and is not there. A name is looked for in the current folder and
 * beside the package; `:name` is inside the package.
 */
function requireTransforms(transforms: readonly string[], packagePath: string): void {
  for (const one of transforms) {
    const name = one.replace(/^[@|]/, '');
    if (name.startsWith(':')) continue;
    const path = existingPath(name);
    const beside = existingPath(join(dirname(existingPath(packagePath)), localPath(name)));
    if (existsSync(path) || existsSync(beside)) continue;
    throw new HotfixkitError(
      'FILE_NOT_FOUND',
      'this transform of TRANSFORMS=… does not exist; correct its path, or leave TRANSFORMS out: it changes nothing in an administrative image',
      { file: name },
    );
  }
}

/** Throws `PACKAGE_NOT_INSTALLABLE` for a package that is not a product. */
function productOf({ content, container }: OpenedPackage, path: string): Product {
  if (content.kind === 'msi') return content;
  const bundle = container?.container.bundle;
  const missing = bundle?.chain.find(({ payload }) => payload && !payload.present)?.payload?.name;
  const hint =
    missing === undefined ? '' : `, and the package ${missing} is not there: get the whole download`;
  const what = content.kind === 'burn' ? 'WiX bundle' : content.kind;
  throw new HotfixkitError('PACKAGE_NOT_INSTALLABLE', `a ${what} is no installation package${hint}`, {
    file: path,
  });
}

/** Windows Installer opens no package whose summary information it cannot read. */
function requireSummaryInformation({ database }: Product): void {
  const { damage } = database.summaryInformation();
  if (damage) throw damage.error;
  if (database.hasSummaryInformation) return;
  throw new HotfixkitError('MSI_BAD_SUMMARY', 'the package has no summary information');
}

/** The product with its patches; where that fails, the patches are closed and the product stays open. */
function openWithPatches(
  product: OpenedPackage,
  paths: readonly string[],
  options: OpenPackageOptions | undefined,
): OpenedPackage {
  refuseTooMany(paths.length);
  const patches: OpenedPackage[] = [];
  try {
    for (const path of paths) patches.push(openPackage(existingPath(path), options));
    return openPatchedPackage(product, patches);
  } catch (error) {
    for (const patch of patches) patch.close();
    throw error;
  }
}
