import type { Warning } from '../../core/errors.js';
import { groupBy } from '../../core/group-by.js';
import { isNamed, type PublishedHash } from '../manifest/manifest.js';

/** The file that was downloaded. */
interface HashedDownload {
  name: string;
  digest(algorithm: PublishedHash['algorithm']): string | null;
}

/** What hashes beside no name of a file say of a download. */
export interface ComparedUnnamed {
  /** Those that the download has. */
  right: PublishedHash[];
  warnings: Warning[];
}

/**
 * Compares the download with the hashes that an article publishes beside no name ("SHA-256 of the download"). It has to have one of
 * those of each algorithm, because the others may be of other downloads; what it has none of is a warning, because the hash may be of
 * another file.
 */
export function compareUnnamed(
  hashes: readonly PublishedHash[],
  download: HashedDownload | null,
): ComparedUnnamed {
  const right: PublishedHash[] = [];
  const open: string[] = [];
  const unnamed = hashes.filter((hash) => !isNamed(hash));
  for (const [algorithm, same] of groupBy(unnamed, (hash) => hash.algorithm)) {
    const found = same.find(({ digest }) => digest === download?.digest(algorithm));
    if (found === undefined) open.push(algorithm);
    else right.push(found);
  }
  if (open.length === 0) return { right, warnings: [] };
  const why = download === null ? 'they were not compared' : `${download.name} has none of them`;
  const message = `the article publishes hashes (${open.sort().join(', ')}) beside no name of a file, and ${why}`;
  return { right, warnings: [{ code: 'VERIFY_NOT_COMPARED', message }] };
}
