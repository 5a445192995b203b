import { parse, resolve } from 'node:path';
import { HotfixkitError } from '../../core/errors.js';
import { isWindowsPath, localPath } from '../../node/user-path.js';
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
 * them, by its Property table or by an action, would choose where on the disk it is written. On Windows it is the drive
 * with most room if nobody says otherwise; a folder that nobody named is no place to unpack to on another system.
 *
 * Throws `TARGET_MISSING`, `TARGET_FOREIGN`, and `PATH_UNSAFE` for a name with a NUL.
 */
export function chooseTarget({ commandLine, platform, imageFolder }: TargetRequest): InstallationTarget {
  const given = (name: string): string | null => commandLine.get(name) || null;
  const named = given('TARGETDIR') ?? imageFolder ?? given('ROOTDRIVE');
  const target = named ?? (platform === 'win32' ? defaultRootDrive() : null);
  if (target === null) {
    throw new HotfixkitError(
      'TARGET_MISSING',
      'no target folder is given; add TARGETDIR=folder to the command line',
      {
        entry: 'TARGETDIR',
      },
    );
  }
  const place = localPath(target, platform);
  refuseForeignPath(place, platform);
  if (place.includes('\0')) {
    throw new HotfixkitError('PATH_UNSAFE', 'TARGETDIR has a NUL in it', { entry: 'TARGETDIR' });
  }
  const folder = resolve(place);
  return {
    folder,
    properties: {
      TARGETDIR: given('TARGETDIR') ?? folder,
      ROOTDRIVE: given('ROOTDRIVE') ?? parse(folder).root,
    },
  };
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
