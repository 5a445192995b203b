import { nameKey } from '../../core/name-key.js';
import { digestOf } from '../../package/content-facts.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import type { PublishedHash } from '../manifest/manifest.js';
import {
  type Download,
  type DownloadDigests,
  downloadKey,
  downloadWith,
  hashNames,
} from './compare-hashes.js';

type DownloadedPackage = Pick<OpenedPackage, 'source' | 'location' | 'path' | 'inside'>;

/** The file of a package that was opened, with the hashes of it that are published; null where none is, and for a folder. */
export function downloadOf(
  opened: DownloadedPackage,
  hashes: readonly PublishedHash[] = [],
): Download | null {
  const digests = digestsOfDownload(opened, hashes);
  return digests && downloadWith(digests);
}

/** {@link downloadOf} as data. */
export function digestsOfDownload(
  { source, location, path: given, inside }: DownloadedPackage,
  hashes: readonly PublishedHash[],
): DownloadDigests | null {
  if (hashes.length === 0 || source === null) return null;
  // Bytes that have no place have the name that the caller gave them.
  const path = location?.path ?? given;
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const own = hashes.filter(({ file }) => nameKey(file) === downloadKey(name));
  const algorithms = new Set(own.map(({ algorithm }) => algorithm));
  const digests = [...algorithms].map((one) => [one, digestOf(source, hashNames[one])]);
  const names = inside.map((path) => path.slice(path.lastIndexOf('/') + 1));
  return { name, size: source.size, inside: names, digests: Object.fromEntries(digests) };
}
