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
 * those of each algorithm; what it has none of is a warning, because the hash may be of another file. Where an article has several of
 * each algorithm, one of them is a warning too: it may be that of another download, or of one that was replaced.
 */
export function compareUnnamed(
  hashes: readonly PublishedHash[],
  download: HashedDownload | null,
): ComparedUnnamed {
  const right: PublishedHash[] = [];
  const open: string[] = [];
  const several: string[] = [];
  const unnamed = hashes.filter((hash) => !isNamed(hash));
  for (const [algorithm, same] of groupBy(unnamed, (hash) => hash.algorithm)) {
    const found = same.find(({ digest }) => digest === download?.digest(algorithm));
    if (found === undefined) {
      open.push(algorithm);
      continue;
    }
    right.push(found);
    if (same.some(({ digest }) => digest !== found.digest)) several.push(algorithm);
  }
  const warnings: Warning[] = [];
  if (open.length > 0) {
    const why = download === null ? 'they were not compared' : `${download.name} has none of them`;
    warnings.push(warning(`hashes (${listOf(open)}) beside no name of a file, and ${why}`));
  }
  // A hash that stands alone says which of the others are those of the download.
  if (several.length > 0 && several.length === right.length) {
    const why = `${download!.name} has one of each; check which download that one is of`;
    warnings.push(warning(`several hashes (${listOf(several)}) beside no name of a file, and ${why}`));
  }
  return { right, warnings };
}

const listOf = (algorithms: readonly string[]): string => [...algorithms].sort().join(', ');

const warning = (what: string): Warning => ({
  code: 'VERIFY_NOT_COMPARED',
  message: `the article publishes ${what}`,
});
