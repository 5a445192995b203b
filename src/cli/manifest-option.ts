import { HotfixkitError, type Manifest, manifestFromCatalogue, readManifestPath } from '../api/index.js';
import type { ManifestOptions } from './definitions/shared-options.js';

/** Whether the caller names a table at all. */
export function manifestGiven({ kb, manifest }: ManifestOptions): boolean {
  return kb !== undefined || manifest !== undefined;
}

/** Which published table to check against. */
export function manifestOf({ kb, manifest }: ManifestOptions): Manifest {
  if (manifest !== undefined) return readManifestPath(manifest, kb ?? null);
  if (kb !== undefined) return manifestFromCatalogue(kb);
  throw new HotfixkitError(
    'USAGE',
    '--kb NUMBER or --manifest FILE is needed; "hotfixkit manifest list" shows what there is',
  );
}
