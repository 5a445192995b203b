import { basename } from 'node:path';
import { addFacts, HotfixkitError } from '../core/errors.js';
import { nearestName } from '../core/nearest-name.js';
import { existingPath } from '../node/user-path.js';
import { isFile, openSingleFile } from '../package/node/single-file.js';
import { openPackage } from '../package/open-package.js';
import type { OpenedFolder, OpenedPackage } from '../package/opened-package.js';
import { isPatch } from '../package/package.js';
import type { PackageFile } from '../package/package-content.js';
import type { Context } from './context.js';
import type { PackageOptions } from './definitions/shared-options.js';
import type { KnownFiles } from './known-files.js';
import { openOptions, withPackage } from './open.js';

/** A file that is compared by itself. */
export interface SingleFile {
  name: string;
  /** Names of known files inside it, which are not compared. None of a patch, which has files under their keys. */
  holds: readonly string[];
}

/**
 * {@link withPackage}, but a file with a name that is known is that file: unless it is a package that holds such files, as a
 * download holds the files of an article that names the download as well. Throws `PACKAGE_NO_FILE` for a program that is none
 * of the two and has nearly the name of a file that is known.
 *
 * @param body `single` is a file by itself; null for a package or folder. `itself` is a package as a file, where its own
 * name is known too
 */
export async function withPackageOrFile<T>(
  context: Context,
  path: string,
  options: PackageOptions,
  known: KnownFiles,
  body: (opened: OpenedPackage, single: SingleFile | null, itself: OpenedPackage | null) => T | Promise<T>,
): Promise<T> {
  const found = existingPath(path);
  const name = basename(found);
  const byItself = openKnownFile(context, path, options, known);
  if (byItself) {
    const { opened, single } = byItself;
    try {
      return await body(opened, single, null);
    } catch (error) {
      throw addFacts(error, { file: path });
    } finally {
      opened.close();
    }
  }
  const itself = isFile(found) && known.has(name) ? openSingleFile(found) : null;
  try {
    return await withPackage(context, path, options, (opened) => body(opened, null, itself), { known });
  } catch (error) {
    const isOther = error instanceof HotfixkitError && error.code === 'CONTAINER_EMPTY' && isFile(found);
    const meant = isOther ? nearestName(name, known.names) : null;
    if (meant === null) throw error;
    const message = `${known.title} names no file ${name}, and it holds no package; if it is ${meant}, give it that name again`;
    throw new HotfixkitError('PACKAGE_NO_FILE', message, { file: path }, { cause: error });
  } finally {
    itself?.close();
  }
}

/** A file with a name that is known, as {@link withPackageOrFile} opens it; null for a package that holds such files, or a folder. */
export function openKnownFile(
  context: Context,
  path: string,
  options: PackageOptions,
  known: KnownFiles,
): { opened: OpenedFolder; single: SingleFile } | null {
  const found = existingPath(path);
  const name = basename(found);
  const holds = isFile(found) && known.has(name) ? knownInside(context, path, options, known) : null;
  return holds === null ? null : { opened: openSingleFile(found), single: { name, holds } };
}

/** The names of known files inside a file; null if it is the package of those that are known. */
function knownInside(
  context: Context,
  path: string,
  options: PackageOptions,
  known: KnownFiles,
): string[] | null {
  const name = basename(path);
  try {
    const opened = openPackage(path, openOptions(context, options));
    try {
      const files = opened.content.files as readonly PackageFile[];
      const held = files.map((file) => file.statedName ?? file.name);
      if (known.isPackage(name, held)) return null;
      return isPatch(opened.content) ? [] : held.filter(known.has);
    } finally {
      opened.close();
    }
  } catch (error) {
    // A file that is no sound package is still a file, which is compared.
    if (error instanceof HotfixkitError && error.kind === 'input') return [];
    throw error;
  }
}
