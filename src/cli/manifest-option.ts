import { HotfixkitError, type Warning } from '../core/errors.js';
import { listCatalogue, manifestFromCatalogue } from '../hotfix/manifest/catalogue.js';
import type { Manifest } from '../hotfix/manifest/manifest.js';
import { readManifestPath, readManifestsPath } from '../hotfix/manifest/node/read-manifest-path.js';
import { withGivenRules } from '../hotfix/stage/given-rules.js';
import type { ManifestOptions, StagingRuleOptions } from './definitions/shared-options.js';

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

/** All tables that `--kb all` means: those of `--manifest`, else those of the catalogue. */
export function allManifests({ manifest }: ManifestOptions): { manifests: Manifest[]; warnings: Warning[] } {
  if (manifest !== undefined) return readManifestsPath(manifest);
  const manifests = listCatalogue().flatMap(({ kb }) => (kb === null ? [] : [manifestFromCatalogue(kb)]));
  return { manifests, warnings: [] };
}

/** The same with the staging rules that the options give. */
export function stagingManifestOf(options: ManifestOptions & Partial<StagingRuleOptions>): Manifest {
  const { clientPatch, hotfixFolder, utility, utilityCommand } = options;
  return withGivenRules(manifestOf(options), {
    ...(clientPatch === undefined ? {} : { clientPatch }),
    ...(hotfixFolder === undefined ? {} : { hotfixFolder }),
    ...(utility === undefined ? {} : { utility }),
    ...(utilityCommand === undefined ? {} : { utilityCommand }),
  });
}
