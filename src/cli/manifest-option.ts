import { HotfixkitError } from '../core/errors.js';
import { manifestFromCatalogue } from '../hotfix/manifest/catalogue.js';
import type { Manifest } from '../hotfix/manifest/manifest.js';
import { readManifestPath } from '../hotfix/manifest/node/read-manifest-path.js';
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
