import { HotfixkitError } from '../../core/errors.js';
import { withoutTail } from '../../core/text-scan.js';
import { isWindowsPath, withoutPrefix } from '../../node/windows-prefix.js';
import { packageIdPlaceholder, parsePackageId } from './package-id.js';

/** Where the client finds the client installation files when it installs. */
export type PatchLocation =
  /** In the cache of the running task sequence: `<drive>\_SMSTaskSequence\OSD\<package ID>`. */
  | { kind: 'task-sequence'; packageId: string | null; drive?: string | undefined }
  /** In a folder that is named whole: a UNC path or a path with a drive letter. */
  | { kind: 'folder'; path: string };

/** Windows Installer takes no more patches at once. */
const maxPatches = 127;
/** Characters of a path, MAX_PATH without the NUL at its end. */
const longestPath = 259;
/** Characters of a command line of cmd.exe (Microsoft, "Command prompt line string limitation"). */
const longestLine = 8191;

/**
 * The `PATCH` property for the installation properties of the client: full paths in quotation marks, several joined by
 * semicolons. Without a package ID the line carries the placeholder `<Package_ID>`.
 *
 * `files` are relative to the client installation files, with `/` or `\`, file names as found, or full Windows paths;
 * `others` stand behind them.
 *
 * Throws `STAGE_BAD_PACKAGE_ID`; `STAGE_BAD_LOCATION` for a drive or folder that Windows cannot mean;
 * `STAGE_BAD_NAME` for a file name that the line cannot carry; `STAGE_LINE_TOO_LONG` for a path that is too long.
 */
export function patchProperty(
  files: readonly string[],
  location: PatchLocation,
  others: readonly string[] = [],
): string {
  return `PATCH="${patchPaths(files, location, others).join(';')}"`;
}

/** The full paths in {@link patchProperty}; throws the same. */
export function patchPaths(
  files: readonly string[],
  location: PatchLocation,
  others: readonly string[] = [],
): string[] {
  const all = [...files, ...others];
  if (all.length === 0 || all.length > maxPatches) {
    throw new HotfixkitError('STAGE_BAD_NAME', 'the PATCH property takes 1 to 127 patches', {
      found: all.length,
    });
  }
  const base = locationText(location);
  return all.map((path) => {
    const full = isFullPath(path) ? locationText({ kind: 'folder', path }) : `${base}\\${windowsPath(path)}`;
    if (full.length <= longestPath) return full;
    throw new HotfixkitError(
      'STAGE_LINE_TOO_LONG',
      `the path of this patch has ${full.length} characters, and Windows takes ${longestPath}; give clients a shorter folder with --client-path, or a shorter name to the file`,
      { entry: full },
    );
  });
}

/** Where the patches of a line are, by the options of the line. */
export function lineLocation(options: {
  packageId?: string | null;
  drive?: string | undefined;
  clientPath?: string | null;
}): PatchLocation {
  const { packageId = null, drive, clientPath } = options;
  return clientPath ? { kind: 'folder', path: clientPath } : { kind: 'task-sequence', packageId, drive };
}

/**
 * Throws `STAGE_LINE_TOO_LONG` for installation properties that do not fit a command line of cmd.exe. The one that Setup
 * Windows and ConfigMgr starts may be longer, but the same text is used for both.
 */
export function checkLineLength(text: string): void {
  if (text.length <= longestLine) return;
  throw new HotfixkitError(
    'STAGE_LINE_TOO_LONG',
    `the installation properties have ${text.length} characters, and a command line of cmd.exe takes ${longestLine} (one of a program 32767): take patches out of i386/hotfix that are not needed any more, or give clients a shorter folder with --client-path`,
    { expected: `at most ${longestLine}`, found: text.length },
  );
}

/** A Windows path with a drive or a share, which stays as it is. */
export function isFullPath(path: string): boolean {
  return isWindowsPath(path) || /^(?:[A-Za-z]:|\/\/)/.test(path);
}

function locationText(location: PatchLocation): string {
  if (location.kind === 'task-sequence') {
    const id = location.packageId === null ? packageIdPlaceholder : parsePackageId(location.packageId);
    return `${driveText(location.drive ?? 'C:')}\\_SMSTaskSequence\\OSD\\${id}`;
  }
  const path = withoutTail(withoutPrefix(location.path.trim(), 'win32').replaceAll('/', '\\'), '\\');
  if (/_SMSTSMDataPath/i.test(path)) {
    throw new HotfixkitError(
      'STAGE_BAD_LOCATION',
      '_SMSTSMDataPath is not for this: its drive letter in Windows PE may be another one in the installed system; give the drive (--cache-drive) or a UNC path',
      { found: location.path },
    );
  }
  const absolute = /^(\\\\[^\\]+\\[^\\]+|[A-Za-z]:)(\\[^\\]+)*$/.test(path);
  if (!absolute || /["<>|?*;\u0000-\u001f]/.test(path)) {
    throw new HotfixkitError(
      'STAGE_BAD_LOCATION',
      'a PATCH path starts with \\\\server\\share or a drive letter and has no quotation mark or semicolon',
      { found: location.path },
    );
  }
  refuseVariable(path, location.path);
  return path;
}

/** Throws `STAGE_BAD_LOCATION` for a path with a variable, whose value differs on each computer. */
function refuseVariable(path: string, given: string): void {
  const [variable] = /%[^%\\]+%/.exec(path) ?? [];
  if (variable === undefined) return;
  throw new HotfixkitError(
    'STAGE_BAD_LOCATION',
    `a task sequence and cmd.exe put the value of a variable in place of ${variable} in this path, so that the patch is not found: give the path without variables`,
    { found: given },
  );
}

function driveText(drive: string): string {
  const match = /^([A-Za-z]):?\\?$/.exec(drive.trim());
  if (!match) {
    throw new HotfixkitError('STAGE_BAD_LOCATION', 'a drive is a letter and a colon', { found: drive });
  }
  return `${match[1]!.toUpperCase()}:`;
}

function windowsPath(file: string): string {
  const path = file.replaceAll('/', '\\').replace(/^\\+/, '');
  if (path === '' || path.split('\\').includes('..') || /[":<>|?*;\u0000-\u001f]/.test(path)) {
    throw new HotfixkitError(
      'STAGE_BAD_NAME',
      'this file name cannot be used in a PATCH property: rename the file to a name without " : < > | ? * ; and line breaks',
      { entry: file },
    );
  }
  const [variable] = /%[^%\\]+%/.exec(path) ?? [];
  if (variable !== undefined) {
    throw new HotfixkitError(
      'STAGE_BAD_NAME',
      `a task sequence and cmd.exe put the value of a variable in place of ${variable} in this file name, so that the patch is not found: rename the file`,
      { entry: file },
    );
  }
  return path;
}
