import { parse, resolve } from 'node:path';
import { HotfixkitError } from '../../core/errors.js';
import { refuseUnreachable } from '../../node/reachable-path.js';
import { localPath } from '../../node/user-path.js';
import { isWindowsPath } from '../../node/windows-prefix.js';
import { defaultRootDrive } from './root-drive.js';

/** The input that decides where an administrative installation writes. None of it comes from the package. */
export interface TargetRequest {
  /** Properties as the command line or the caller gave them. */
  commandLine: ReadonlyMap<string, string>;
  platform: string;
  /** Folder of the image that patches are for, where they are for one: it is patched where it lies. */
  imageFolder?: string | null;
}

export interface InstallationTarget {
  /** Absolute. */
  folder: string;
  /** Values of the properties that name the target, which no package can change. */
  properties: { TARGETDIR: string; ROOTDRIVE: string };
}

/** Properties that name the target. */
export const targetProperties = ['TARGETDIR', 'ROOTDRIVE'] as const;

/**
 * The folder of an administrative image: TARGETDIR, else ROOTDRIVE, of the command line alone. A package that could set
 * them, by its Property table or by an action, would choose where on the disk it is written. Without either, Windows
 * Installer takes the root of a drive, where an image may replace the files of installed programs; here somebody has to
 * ask for that.
 *
 * Throws `TARGET_MISSING`, `TARGET_FOREIGN`, `PATH_UNREACHABLE`, and `PATH_UNSAFE` for a name with a NUL.
 */
export function chooseTarget({ commandLine, platform, imageFolder }: TargetRequest): InstallationTarget {
  const given = (name: string): string | null => commandLine.get(name) || null;
  const target = given('TARGETDIR') ?? imageFolder ?? given('ROOTDRIVE');
  if (target === null) throw noTarget(platform);
  const place = localPath(target, platform);
  refuseForeignPath(place, platform);
  if (place.includes('\0')) {
    throw new HotfixkitError('PATH_UNSAFE', 'TARGETDIR has a NUL in it', { entry: 'TARGETDIR' });
  }
  if (target !== imageFolder) refuseUnreachable(place, platform);
  const folder = resolve(place);
  return {
    folder,
    properties: {
      TARGETDIR: given('TARGETDIR') ?? folder,
      ROOTDRIVE: given('ROOTDRIVE') ?? parse(folder).root,
    },
  };
}

function noTarget(platform: string): HotfixkitError {
  const drive = platform === 'win32' ? defaultRootDrive() : null;
  const root =
    drive === null ? '' : `; Windows Installer would write to ${drive}, which ROOTDRIVE=${drive} asks for`;
  return new HotfixkitError(
    'TARGET_MISSING',
    `no target folder is given; add TARGETDIR=folder to the command line${root}`,
    { entry: 'TARGETDIR' },
  );
}

/** Throws `TARGET_FOREIGN` for a path of Windows on another system. */
function refuseForeignPath(path: string, platform: string): void {
  if (platform === 'win32' || !isWindowsPath(path)) return;
  throw new HotfixkitError(
    'TARGET_FOREIGN',
    'TARGETDIR is a Windows path, and this system is not Windows; give a path of this system, such as ./image',
    { found: path },
  );
}
