import { HotfixkitError } from '../../../core/errors.js';
import { withoutTail } from '../../../core/text-scan.js';

/** Where the client package is, in paths of a line. */
export interface ClientPackagePlaces {
  /** IDs of the client package. */
  packageIds: readonly string[];
  /** A folder with the client installation files, in place of the cache. */
  folder: string | null;
  /** Whether a file is in the client source; null where that is not known. */
  has: ((path: string) => boolean) | null;
}

/**
 * Checks a path of `PATCH` that was there before and stays: a patch that clients do not find makes their whole
 * installation fail. Throws `TASK_SEQUENCE_UNCLEAR` for one that is not whole, or not that of a patch, and for a file of the
 * client package that its source does not have.
 */
export function checkKeptPath(path: string, places: ClientPackagePlaces): void {
  const plain = path.replaceAll('/', '\\');
  const isWhole = /^(?:[A-Za-z]:\\|\\\\[^\\]+\\|%[^%]+%)/.test(plain);
  if (!isWhole) {
    throw refused(
      'a path in PATCH has no drive and no share, so that clients do not find the patch: write it whole, or take it out',
      path,
    );
  }
  const isVariable = /^%[^%]+%$/.test(plain);
  if (!isVariable && (!/\.msp$/i.test(plain) || /["<>|?*:]/.test(plain.slice(2)))) {
    throw refused(
      'an entry of PATCH is not one path of an .msp: write each path whole, with ; between them, or take it out',
      path,
    );
  }
  const below = belowClient(plain, places);
  if (below === null || places.has === null || places.has(below)) return;
  throw refused(
    'PATCH names a file of the client package that the client source does not have, so that installations fail: copy it there, or take the path out',
    path,
  );
}

/** The path below the client installation files, with `/`; null for one elsewhere. */
function belowClient(path: string, { packageIds, folder }: ClientPackagePlaces): string | null {
  const [, id, rest] =
    /^(?:[A-Za-z]:\\_SMSTaskSequence|%_SMSTSMDataPath%)\\OSD\\([^\\]+)\\(.+)$/i.exec(path) ?? [];
  if (id !== undefined && rest !== undefined && packageIds.includes(id.toUpperCase())) {
    return rest.replaceAll('\\', '/');
  }
  if (folder === null) return null;
  const start = `${withoutTail(folder.trim().replaceAll('/', '\\'), '\\')}\\`;
  const isBelow = path.toUpperCase().startsWith(start.toUpperCase());
  return isBelow ? path.slice(start.length).replaceAll('\\', '/') : null;
}

function refused(message: string, found: string): HotfixkitError {
  return new HotfixkitError('TASK_SEQUENCE_UNCLEAR', message, { found });
}
