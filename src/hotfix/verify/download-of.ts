import { nameKey } from '../../core/name-key.js';
import { digestOf } from '../../package/content-facts.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import type { Manifest } from '../manifest/manifest.js';
import {
  type Download,
  type DownloadDigests,
  downloadKey,
  downloadWith,
  hashNames,
} from './compare-hashes.js';

type Published = Pick<Manifest, 'hashes' | 'sizes'>;
type DownloadedPackage = Pick<OpenedPackage, 'source' | 'location' | 'path' | 'inside'>;

/**
 * The file of a package that was opened, with the hashes of it that are published; null where neither hashes nor sizes of downloads
 * are, and for a folder.
 */
export function downloadOf(opened: DownloadedPackage, manifest: Published | null): Download | null {
  const digests = manifest && digestsOfDownload(opened, [manifest]);
  return digests && downloadWith(digests);
}

/** {@link downloadOf} as data. */
export function digestsOfDownload(
  { source, location, path: given, inside }: DownloadedPackage,
  manifests: readonly Published[],
): DownloadDigests | null {
  const hashes = manifests.flatMap((one) => one.hashes ?? []);
  const isStated = hashes.length > 0 || manifests.some(({ sizes = [] }) => sizes.length > 0);
  if (!isStated || source === null) return null;
  // Bytes that have no place have the name that the caller gave them.
  const path = location?.path ?? given;
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const own = hashes.filter(({ file }) => file === null || nameKey(file) === downloadKey(name));
  const algorithms = new Set(own.map(({ algorithm }) => algorithm));
  const digests = [...algorithms].map((one) => [one, digestOf(source, hashNames[one])]);
  const names = inside.map((path) => path.slice(path.lastIndexOf('/') + 1));
  return { name, size: source.size, inside: names, digests: Object.fromEntries(digests) };
}
