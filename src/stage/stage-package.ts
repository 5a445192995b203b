import { HotfixkitError, type Warning } from '../errors.js';
import type { Manifest } from '../manifest/manifest.js';
import type { PackageContent } from '../package/package-content.js';
import type { WriteOptions } from '../package/write-files.js';
import { type ContentFile, readContentFiles } from '../verify/content-files.js';
import { type VerifyResult, verifyFiles } from '../verify/verify-files.js';
import { applyStage, type StageTargets } from './apply-stage.js';
import { diskContentFolder } from './disk-content-folder.js';
import { parsePackageId } from './package-id.js';
import { planStage, type StagePlan } from './plan-stage.js';
import { selectStageSources, stageFacts } from './stage-sources.js';

export interface StagePackageOptions extends WriteOptions {
  manifest: Manifest;
  /** Which file table; found from the files where absent. */
  product?: string | null;
  packageId?: string | null;
  /** Names for people; the folders themselves where absent. */
  labels?: Partial<StageTargets>;
  packageFile?: string | null;
  /** Replace what is there and differs. */
  overwrite?: boolean;
  /** Stage although verification fails. */
  force?: boolean;
  /** Only plan. */
  dryRun?: boolean;
}

export interface StagePackageResult {
  verification: VerifyResult;
  /** Null where verification failed and staging was not forced. */
  plan: StagePlan | null;
  warnings: Warning[];
}

/**
 * Verifies the files of a package or folder against a manifest and, if they hold, puts the client patch and the utility
 * into their content folders. Throws `STAGE_*` and what verifying, decoding and the disk throw.
 */
export async function stagePackage(
  content: PackageContent,
  targets: StageTargets,
  options: StagePackageOptions,
): Promise<StagePackageResult> {
  const { manifest, dryRun = false } = options;
  checkStageOptions(options);
  const files = await readContentFiles(content, manifest, { ...options, hash: true });
  const verification = verifyFiles(files, manifest, { product: options.product ?? null });
  if (!verification.ok && !options.force) return { verification, plan: null, warnings: [] };
  const sources = selectStageSources(
    files.map((file) => ({ ...file, sha256: file.sha256 ?? '' })),
    manifest,
    verification.manifest.product,
    verification,
  );
  const plan = planStage({
    manifest,
    product: verification.manifest.product,
    sources,
    client: { label: options.labels?.client ?? targets.client, ...diskContentFolder(targets.client) },
    utility: { label: options.labels?.utility ?? targets.utility, ...diskContentFolder(targets.utility) },
    packageId: options.packageId ?? null,
    packageFile: options.packageFile ?? null,
    overwrite: options.overwrite ?? false,
  });
  const byPath = new Map(files.map((file): [string, ContentFile] => [file.path, file]));
  const warnings = dryRun
    ? []
    : await applyStage(plan, targets, content, (path) => need(byPath, path).file, options);
  return { verification, plan, warnings: [...plan.warnings, ...warnings] };
}

/**
 * Refuses what cannot be meant before any work is done: `STAGE_BAD_PACKAGE_ID`, `MANIFEST_NO_PRODUCT`, and
 * `MANIFEST_UNKNOWN` where the manifest says nothing about staging.
 */
export function checkStageOptions(
  options: Pick<StagePackageOptions, 'manifest' | 'product' | 'packageId'>,
): void {
  const { manifest, product = null, packageId = null } = options;
  stageFacts(manifest);
  if (packageId !== null) parsePackageId(packageId);
  verifyFiles([], manifest, { product });
}

function need(byPath: ReadonlyMap<string, ContentFile>, path: string): ContentFile {
  const file = byPath.get(path);
  if (!file) throw new HotfixkitError('INTERNAL', 'a staged file has no source', { entry: path });
  return file;
}
