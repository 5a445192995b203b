import { HotfixkitError, type Warning } from '../../core/errors.js';
import { pathKey, safePath } from '../../core/safe-path.js';
import { SafePaths } from '../../core/safe-paths.js';
import { whyNoFolder } from '../../package/install/directories.js';
import type { InstallFile } from '../../package/install/install-file.js';
import type { Product } from '../../package/patch/patched-package.js';
import { refuseFilesAsFolders } from '../../package/path-clash.js';
import { pathInFolder, redirectFolders } from '../session/redirected-folders.js';
import { CopyOrder } from './copy-order.js';

/** Options of {@link planAdministrativeInstallation}. */
export interface AdministrativePlanOptions {
  /** SHORTFILENAMES: write 8.3 names. */
  shortNames?: boolean;
  /** File name of the package, kept by the image's database; null to write no database. */
  packageName: string | null;
  /** The names come from a package that has short ones already: they are not checked. */
  hasShortNames?: boolean;
  /** Selects the files; default: those of features whose Level is not 0. */
  selected?: (file: InstallFile) => boolean;
  /** Redirected folders, relative to the target, by Directory key. */
  movedFolders?: ReadonlyMap<string, string>;
}

/** What an administrative installation would write. */
export interface AdministrativePlan<File extends InstallFile = InstallFile> {
  /** Files by their source folders, in the order in which the package lists them. */
  files: { file: File; path: string }[];
  /** Name of the database in the image; null where the sequence has no InstallAdminPackage. */
  packageName: string | null;
  shortNames: boolean;
  /** Files that belong to features with level 0 (or to none). */
  leftOut: File[];
  /** Pairs of files with one path and equal versions, of which only the order of copying keeps one. */
  byOrder: { kept: File; other: File; path: string }[];
  size: number;
  warnings: Warning[];
}

/**
 * Plans what `msiexec /a` writes: the files of all features with a Level other than 0, in the tree that the source names
 * of the Directory table give, and the database at its root.
 *
 * Throws `PACKAGE_NOT_INSTALLABLE` for a merge module, `PACKAGE_BAD_DIRECTORY` for a file whose component has no
 * folder, `PATH_UNSAFE`, and `PATH_COLLISION` for a file with the path of a folder or of the database.
 */
export function planAdministrativeInstallation<File extends InstallFile>(
  pkg: Product & { readonly files: readonly File[] },
  options: AdministrativePlanOptions,
): AdministrativePlan<File> {
  if (pkg.kind !== 'msi') {
    throw new HotfixkitError('PACKAGE_NOT_INSTALLABLE', 'a merge module cannot be installed by itself');
  }
  const warnings: Warning[] = [];
  const selected = options.selected ?? ((file) => file.selected);
  const all: readonly File[] = pkg.files;
  const leftOut = all.filter((file) => !selected(file));
  const moved = options.movedFolders ?? new Map();
  const folders = moved.size === 0 ? null : redirectFolders(pkg.database, pkg.directories, moved);
  const directoryOf =
    folders && new Map(pkg.database.rows('Component').map((row) => [row.Component, row.Directory_]));
  const placed = new Map<string, { file: File; path: string }>();
  const shortNames = options.shortNames ?? false;
  const safePaths = new SafePaths();
  const rules = new CopyOrder(all);
  const byOrder: AdministrativePlan<File>['byOrder'] = [];
  for (const file of all) {
    if (!selected(file)) continue;
    const folder = folders?.get(directoryOf?.get(file.component ?? '') ?? '');
    const wanted = folder
      ? pathInFolder(folder, file.row.FileName, shortNames)
      : shortNames
        ? file.sourceShortPath
        : file.sourcePath;
    if (wanted === null) {
      throw new HotfixkitError('PACKAGE_BAD_DIRECTORY', whyNoFolder(pkg.database, file.component), {
        stream: 'Component',
        entry: file.key,
      });
    }
    if (shortNames && !options.hasShortNames) refuseLongName(file, wanted);
    const { path, warning } = safePaths.of(wanted);
    if (warning) warnings.push({ ...warning, entry: file.key });
    const other = placed.get(pathKey(path));
    if (other) {
      const decision = rules.decide(other, { file, path });
      placed.set(pathKey(path), decision.kept);
      if (decision.isByOrder) byOrder.push({ kept: decision.kept.file, other: decision.other.file, path });
      warnings.push(decision.warning);
    } else {
      placed.set(pathKey(path), { file, path });
    }
  }
  const packageName = options.packageName === null ? null : safePath(options.packageName).path;
  const inTheWay = packageName === null ? undefined : placed.get(pathKey(packageName));
  if (inTheWay && isPackageItself(pkg, inTheWay.file, options.packageName!)) {
    placed.delete(pathKey(inTheWay.path));
    warnings.push({
      code: 'PATH_COLLISION',
      message: `the package lists itself as a file, ${inTheWay.path}: the database of the image has that place`,
      entry: inTheWay.file.key,
    });
  } else if (inTheWay) {
    throw new HotfixkitError(
      'PATH_COLLISION',
      `${inTheWay.path} is where the package itself is written; two files cannot have one path`,
      {
        entry: inTheWay.file.key,
      },
    );
  }
  const files = [...placed.values()];
  refuseFilesAsFolders(files);
  return {
    files,
    packageName,
    shortNames,
    leftOut,
    byOrder,
    size: files.reduce((sum, { file }) => sum + file.size, 0),
    warnings,
  };
}

/** Names the row that refers to a missing folder. */
/** Whether a row of the File table is the package itself: an uncompressed file beside it with its name. */
function isPackageItself(pkg: Product, file: InstallFile, packageName: string): boolean {
  return !file.compressed && pathKey(pkg.sourcePathOf(file)) === pathKey(packageName);
}

/** Matches a Windows Installer short name (win32 docs, Msi/filename): eight characters and three. */
const SHORT_NAME = /^[^\s.\\?|><:/*"+,;=[\]]{1,8}(?:\.[^\s.\\?|><:/*"+,;=[\]]{1,3})?$/;

function refuseLongName({ key, name }: InstallFile, path: string): void {
  const long = path.split(/[\\/]/).find((part) => part !== '' && !SHORT_NAME.test(part));
  if (long === undefined) return;
  throw new HotfixkitError(
    'PACKAGE_NO_SHORT_NAME',
    `SHORTFILENAMES asks for short names, and the package has none for ${long}${long === name ? '' : `, on the way to ${name}`}`,
    { entry: key, found: long },
  );
}
