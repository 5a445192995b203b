import { nameKey } from '../../../core/name-key.js';
import { type HashName, hashSource } from '../../../node/hash.js';
import type { OpenedPackage } from '../../../package/opened-package.js';
import type { PublishedHash } from '../../manifest/manifest.js';
import { type Download, downloadKey } from '../compare-hashes.js';

const names: Readonly<Partial<Record<PublishedHash['algorithm'], HashName>>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-512': 'sha512',
};

/** The file of a package that was opened, with the hashes of it that are published; null where none is, and for a folder. */
export function downloadOf(
  { source, location }: Pick<OpenedPackage, 'source' | 'location'>,
  hashes: readonly PublishedHash[] = [],
): Download | null {
  if (hashes.length === 0 || source === null || location === null) return null;
  const name = location.path.slice(
    Math.max(location.path.lastIndexOf('/'), location.path.lastIndexOf('\\')) + 1,
  );
  const own = hashes.filter(({ file }) => nameKey(file) === downloadKey(name));
  const digests = new Map<PublishedHash['algorithm'], string>();
  for (const { algorithm } of own) {
    const hash = names[algorithm];
    if (hash !== undefined && !digests.has(algorithm)) digests.set(algorithm, hashSource(source, hash));
  }
  return { name, size: source.size, digest: (algorithm) => digests.get(algorithm) ?? null };
}
