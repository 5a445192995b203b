import type { NeighbourFile } from '../../src/archive/archive-format.js';
import { BlobSource } from '../../src/core/blob-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import type { OpenedSource, SourceFolder } from '../../src/package/install/source-folder.js';
import type { BesideFile, ServedFile } from '../protocol.js';
import { PagedSource } from './paged-source.js';
import { ServedSource } from './served-source.js';

/** The bytes of a file that was dropped or picked, or that the server of the page has. */
export function openFile(file: Blob | ServedFile): OpenedSource {
  const source = 'address' in file ? new ServedSource(file) : new BlobSource(file);
  return Object.assign(new PagedSource(source), { close: () => {} });
}

/** A path to look up: `/` between the parts, in no letter case. */
export const pathKey = (path: string): string => path.replaceAll('\\', '/').toLowerCase();

const nameIn = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/**
 * The files that were dropped with a package, as the folder that it lies in. A file that came with a path has that path; a
 * bare name stands for the file of that name in any folder.
 *
 * @param shared names that several files of the package have, so that a bare name does not say which of them is meant
 */
export function besideFolder(
  files: readonly BesideFile[],
  shared: ReadonlySet<string> = new Set(),
): SourceFolder {
  const byPath = new Map<string, BesideFile['file']>();
  for (const { file, path } of files) {
    const key = pathKey(path);
    if (byPath.has(key)) {
      throw new HotfixkitError(
        'USAGE',
        'two of the files that came with the package have the same name, and which one belongs to it is not known; drop the folder around them instead',
        { entry: path },
      );
    }
    byPath.set(key, file);
  }
  const fileAt = (path: string): BesideFile['file'] | null => {
    const key = pathKey(path);
    const name = nameIn(key);
    if (key.includes('/') && byPath.has(key)) return byPath.get(key)!;
    return shared.has(name) ? null : (byPath.get(name) ?? null);
  };
  const find = (path: string): NeighbourFile | null => {
    const file = fileAt(path);
    if (!file) return null;
    const modified = 'address' in file ? file.modified : file.lastModified;
    return { size: file.size, modified: new Date(modified ?? 0), open: () => openFile(file) };
  };
  return {
    path: '',
    open: (path) => find(path)?.open() as OpenedSource | null,
    find,
    size: (path) => fileAt(path)?.size ?? null,
    modified: (path) => find(path)?.modified ?? null,
  };
}

/** The names that several files have, by their paths. */
export function sharedNames(paths: Iterable<string>): Set<string> {
  const names = [...new Set([...paths].map(pathKey))].map(nameIn);
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}
