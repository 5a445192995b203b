import type { NeighbourFile } from '../../src/archive/archive-format.js';
import { BlobSource } from '../../src/core/blob-source.js';
import type { OpenedSource, SourceFolder } from '../../src/package/install/source-folder.js';
import type { ServedFile } from '../protocol.js';
import { PagedSource } from './paged-source.js';
import { ServedSource } from './served-source.js';

/** The bytes of a file that was dropped or picked, or that the server of the page has. */
export function openFile(file: Blob | ServedFile): OpenedSource {
  const source = 'address' in file ? new ServedSource(file) : new BlobSource(file);
  return Object.assign(new PagedSource(source), { close: () => {} });
}

/** The files that were dropped with a package, as the folder that it lies in. */
export function besideFolder(files: readonly File[]): SourceFolder {
  const byName = new Map(files.map((file) => [file.name.toLowerCase(), file]));
  const fileAt = (path: string): File | null => {
    const parts = path.toLowerCase().split(/[\\/]/);
    return byName.get(parts.at(-1)!) ?? null;
  };
  const find = (path: string): NeighbourFile | null => {
    const file = fileAt(path);
    return file && { size: file.size, modified: new Date(file.lastModified), open: () => openFile(file) };
  };
  return {
    path: '',
    open: (path) => find(path)?.open() as OpenedSource | null,
    find,
    size: (path) => fileAt(path)?.size ?? null,
    modified: (path) => find(path)?.modified ?? null,
  };
}
