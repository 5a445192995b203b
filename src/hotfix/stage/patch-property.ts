import { HotfixkitError } from '../../core/errors.js';
import { withoutTail } from '../../core/text-scan.js';
import { packageIdPlaceholder, parsePackageId } from './package-id.js';

/** Where the client finds the client installation files when it installs. */
export type PatchLocation =
  /** In the cache of the running task sequence: `<drive>\_SMSTaskSequence\OSD\<package ID>`. */
  | { kind: 'task-sequence'; packageId: string | null; drive?: string | undefined }
  /** In a folder that is named whole: a UNC path or a path with a drive letter. */
  | { kind: 'folder'; path: string };

/** Windows Installer takes no more patches at once. */
const maxPatches = 127;

/**
 * The `PATCH` property for the installation properties of the client: full paths in quotation marks, several joined by
 * semicolons. Without a package ID the line carries the placeholder `<Package_ID>`.
 *
 * `files` are relative to the client installation files, with `/` or `\`, file names as found; `others` stand behind
 * them and may also be full Windows paths.
 *
 * Throws `STAGE_BAD_PACKAGE_ID`; `STAGE_BAD_LOCATION` for a drive or folder that Windows cannot mean;
 * `STAGE_BAD_NAME` for a file name that the line cannot carry.
 */
export function patchProperty(
  files: readonly string[],
  location: PatchLocation,
  others: readonly string[] = [],
): string {
  return `PATCH="${patchPaths(files, location, others).join(';')}"`;
}

/** A full path stays as it is. */
function otherPatch(path: string, location: PatchLocation): string {
  if (!/^([A-Za-z]:|\\\\|\/\/)/.test(path)) return patchPaths([path], location)[0]!;
  return locationText({ kind: 'folder', path });
}

/** The full paths in {@link patchProperty}; throws the same. */
export function patchPaths(
  files: readonly string[],
  location: PatchLocation,
  others: readonly string[] = [],
): string[] {
  const count = files.length + others.length;
  if (files.length === 0 || count > maxPatches) {
    throw new HotfixkitError('STAGE_BAD_NAME', 'the PATCH property takes 1 to 127 patches', { found: count });
  }
  const base = locationText(location);
  return [
    ...files.map((file) => `${base}\\${windowsPath(file)}`),
    ...others.map((path) => otherPatch(path, location)),
  ];
}

function locationText(location: PatchLocation): string {
  if (location.kind === 'task-sequence') {
    const id = location.packageId === null ? packageIdPlaceholder : parsePackageId(location.packageId);
    return `${driveText(location.drive ?? 'C:')}\\_SMSTaskSequence\\OSD\\${id}`;
  }
  const path = withoutTail(location.path.trim().replaceAll('/', '\\'), '\\');
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
  return path;
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
    throw new HotfixkitError('STAGE_BAD_NAME', 'this file name cannot be used in a PATCH property', {
      entry: file,
    });
  }
  return path;
}
