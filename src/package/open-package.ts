import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { UnpackBudget } from '../archive/unpack-budget.js';
import type { BlobLike } from '../core/blob-source.js';
import { BufferSource, type ByteSource } from '../core/byte-source.js';
import { HotfixkitError, withFacts } from '../core/errors.js';
import { notGiven } from '../core/given-text.js';
import { diskError } from '../node/disk-error.js';
import { FileSource } from '../node/file-source.js';
import { Folder } from '../node/folder.js';
import { DiskSourceFolder } from './node/disk-source-folder.js';
import { FolderPackage } from './node/folder-package.js';
import { splitPackagePath } from './node/package-path.js';
import { asOpened, openSource } from './open-source.js';
import type {
  OpenedPackage,
  OpenPackageOptions,
  PackageInput,
  PackageLocation,
  PackageOnDisk,
} from './opened-package.js';
import type { Package } from './package.js';
import { PackageOpener } from './package-opener.js';

/**
 * Opens a package. Its bytes decide its kind, not the extension. If a download holds one package, that one is opened,
 * to any depth. If it holds several, name one in the path: `outer.exe!inner.msi`. `outer.exe!` is the container itself.
 *
 * Reading is synchronous, except that a `Blob` is read into memory first, so the result is a promise. In a worker,
 * {@link BlobSource} reads a blob in place instead. A package opened without a path has no folder, so cabinets
 * beside it are missing.
 *
 * Close the result when it is no longer needed: `close()`, `using` or `await using`. That removes what was unpacked.
 *
 * @throws `FILE_NOT_FOUND`, `FILE_READ`, `PACKAGE_UNKNOWN_KIND`, `CONTAINER_*`, `ZIP_*`, and what the formats throw, each
 * with the path or `name`; `USAGE` for anything else than these inputs.
 * @example
 * import { openPackage } from 'hotfixkit';
 *
 * const pkg = openPackage('SCCM2007-SP2-KB977203-ENU.msi');
 * if (pkg.kind === 'msi') console.log(pkg.content.database.tableNames);
 * pkg.close();
 */
export function openPackage(path: string, options?: OpenPackageOptions): PackageOnDisk;
export function openPackage(bytes: Uint8Array | ByteSource, options?: OpenPackageOptions): OpenedPackage;
export function openPackage(blob: BlobLike, options?: OpenPackageOptions): Promise<OpenedPackage>;
export function openPackage(
  input: PackageInput,
  options?: OpenPackageOptions,
): OpenedPackage | Promise<OpenedPackage>;
export function openPackage(
  input: PackageInput,
  options: OpenPackageOptions = {},
): OpenedPackage | Promise<OpenedPackage> {
  if (typeof input === 'string') return openPath(input, options);
  if (input instanceof Uint8Array) return openSource(new BufferSource(input), options);
  if (typeof input !== 'object' || input === null) throw notTaken(input);
  if ('read' in input) return openSource(input, options);
  if (typeof input.arrayBuffer !== 'function') throw notTaken(input);
  const name = options.name ?? input.name;
  return input
    .arrayBuffer()
    .then((bytes) => openPackage(new Uint8Array(bytes), { ...options, ...(name ? { name } : {}) }));
}

const notTaken = (input: unknown) =>
  notGiven('a package', 'a path, bytes, a source of bytes or a blob', input);

function openPath(path: string, options: OpenPackageOptions): PackageOnDisk {
  return withFacts({ file: path }, () => {
    const parts = splitPackagePath(path);
    const location: PackageLocation = {
      path: resolve(parts.path),
      ...options,
      ...(options.sourceFolders ? { sourceFolders: options.sourceFolders.map(sourceFolder) } : {}),
      ...(parts.inside.length > 0 ? { inside: parts.inside } : {}),
    };
    return { ...open(location, parts.path), path };
  });
}

/** The absolute path of a folder with source files. Throws `FILE_NOT_FOUND` if it is none. */
function sourceFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return resolve(path);
  throw new HotfixkitError('FILE_NOT_FOUND', 'there is no such folder to look for source files in', {
    file: path,
  });
}

/** {@link openPackage} for a thread that has the location. */
export function openPackageAt(location: PackageLocation): Package {
  return open(location, location.path).content;
}

function open(location: PackageLocation, given: string): PackageOnDisk {
  const { path, inside = [] } = location;
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    throw diskError(error, 'FILE_READ', 'cannot be opened', given);
  }
  if (isFolder) {
    return inside.length === 0 ? openFolder(location) : openInFolder(location, given);
  }
  const source = new FileSource(path);
  const budget = new UnpackBudget({ ...location, packed: source.size });
  try {
    const folder = new DiskSourceFolder(dirname(path));
    const others = (location.sourceFolders ?? []).map((one) => new DiskSourceFolder(one));
    const found = new PackageOpener(location, given, budget, folder, others).open(source, basename(path));
    // Reopening the container itself needs no search for packages.
    const isItself = found.inside.length === 0 && isContainer(found.content);
    const way = isItself ? [''] : found.inside;
    return asOpened({
      location: {
        ...location,
        ...(way.length > 0 ? { inside: way } : {}),
        ...(budget.isUsed ? { unpacked: true } : {}),
      },
      path: given,
      source,
      ...found,
      close: () => {
        found.content.close();
        budget.close();
        source.close();
      },
    });
  } catch (error) {
    budget.close();
    source.close();
    throw error;
  }
}

/** Whether it is an archive or cabinet itself, not a database, folder or embedded cabinet. */
function isContainer(content: Package): boolean {
  return (
    !['msi', 'msm', 'msp', 'mst', 'folder'].includes(content.kind) &&
    !('embedded' in content && content.embedded)
  );
}

function openFolder(location: PackageLocation): PackageOnDisk {
  const content = new FolderPackage(location.path);
  return asOpened({
    location,
    path: location.path,
    name: basename(location.path),
    inside: [],
    size: null,
    content,
    source: null,
    container: null,
    close: () => content.close(),
  });
}

/** `folder!package.msi` means `folder/package.msi`, in any letter case. */
function openInFolder(location: PackageLocation, given: string): PackageOnDisk {
  const { inside = [], ...options } = location;
  if (inside[0] === '') return openFolder(options);
  const folder = new Folder(location.path);
  // Names may contain a !: the longest existing one wins.
  for (let count = inside.length; count > 0; count--) {
    const name = inside.slice(0, count).join('!');
    const found = folder.find(name);
    if (found === null) continue;
    const rest = inside.slice(count);
    const path = resolve(location.path, found);
    return open({ ...options, path, ...(rest.length > 0 ? { inside: rest } : {}) }, `${given}!${name}`);
  }
  throw new HotfixkitError('CONTAINER_NO_MEMBER', 'there is no such file in this folder', {
    file: given,
    entry: inside[0] ?? '',
  });
}
