import { basename, dirname, resolve } from 'node:path';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { OutputTransaction } from '../../node/output-transaction.js';
import { hasLeftovers } from '../../node/recover-folder.js';
import type { WriteOptions } from '../../package/node/write-options.js';
import type { Package } from '../../package/package.js';
import type { PackageFile } from '../../package/package-content.js';
import type { Manifest } from '../manifest/manifest.js';
import { type ContentFile, readContentFiles } from '../verify/content-files.js';
import { type VerifyResult, verifyFiles } from '../verify/verify-files.js';
import { applyStage, type StageTargets, targetOf } from './apply-stage.js';
import { checkClientPatch } from './check-client-patch.js';
import { needClientSource } from './client-content.js';
import type { ClientProperties } from './client-properties.js';
import { diskContentFolder } from './disk-content-folder.js';
import { parsePackageId } from './package-id.js';
import { patchPaths } from './patch-property.js';
import { planStage, type StagePlan } from './plan-stage.js';
import { recordStage } from './record-stage.js';
import { refuseForeignRecordFolder } from './stage-record.js';
import { selectStageSources, stageFacts } from './stage-sources.js';

/** What the lines to type depend on. */
export interface LineOptions {
  /** ID of the ConfigMgr client package. */
  packageId?: string | null;
  /** Drive of the task sequence's cache; `C:` where absent. */
  drive?: string;
  /** A folder with the client installation files that clients reach, in place of the cache. */
  clientPath?: string | null;
  /** Further patches for the `PATCH` line. */
  withPatches?: readonly string[];
  /** Other installation properties of the client. */
  properties?: ClientProperties;
}

/** Options of {@link stagePackage}. `manifest` is needed, all others may be left out. */
export interface StagePackageOptions extends WriteOptions, LineOptions {
  manifest: Manifest;
  /** The file table; default: the one that fits the files. */
  product?: string | null;
  /** Names of the folders for people; default: their paths. */
  labels?: Partial<StageTargets>;
  packageFile?: string | null;
  /** Replace files that exist and differ. */
  overwrite?: boolean;
  /** Stage even if verification fails. */
  force?: boolean;
  /** Only plan. */
  dryRun?: boolean;
  /** The program of the utility writes its errors to a file. */
  utilityLog?: boolean;
  /** Create the client source and its `i386` if they do not exist; otherwise they must exist. */
  createClientSource?: boolean;
  /** Folder of the record by which the run can be undone; default: no record. */
  record?: string | null;
  /** Further files that take their places together with the run, such as an edited task sequence. */
  alsoWrite?: readonly { path: string; bytes: Uint8Array }[];
}

/** What {@link stagePackage} did. */
export interface StagePackageResult {
  verification: VerifyResult;
  /** Null where verification failed and staging was not forced. */
  plan: StagePlan | null;
  warnings: Warning[];
}

/**
 * Verifies the files of a package or folder against a manifest. If they match, writes the client patch and the utility to
 * their content folders, all or nothing. `record` names a folder for the record that {@link undoStage} needs.
 *
 * @throws `STAGE_*`, and what verifying, decoding and the disk throw.
 * @example
 * import { manifestFromCatalogue, openPackage, stagePackage } from 'hotfixkit';
 *
 * const pkg = openPackage('SCCM2007-SP2-KB977203-ENU.msi');
 * const { plan } = await stagePackage(
 *   pkg.content,
 *   { client: 'Client', utility: 'CCMCertFix' },
 *   { manifest: manifestFromCatalogue('977203'), createClientSource: true, record: 'staging-record' },
 * );
 * console.log(plan?.patchProperty);
 * pkg.close();
 */
export async function stagePackage(
  content: Package,
  targets: StageTargets,
  options: StagePackageOptions,
): Promise<StagePackageResult> {
  checkStageOptions(options);
  if (options.createClientSource === false)
    needClientSource(diskContentFolder(targets.client), targets.client);
  if (options.dryRun) {
    // What a killed run left there is recovered first, by the run itself.
    if (options.record && !hasLeftovers(options.record)) refuseForeignRecordFolder(options.record);
    return planStaging(content, targets, options);
  }
  const { client, utility, hotfix } = targets;
  const also = options.alsoWrite ?? [];
  const folders = [client, utility, ...(hotfix === undefined ? [] : [hotfix])];
  const transaction = await OutputTransaction.begin(
    [
      ...folders,
      ...(options.record ? [options.record] : []),
      ...also.map(({ path }) => dirname(resolve(path))),
    ],
    { flush: options.flush ?? 'always', signal: options.signal },
  );
  try {
    // From here on nobody else writes there, and what killed runs left is gone.
    if (options.record) refuseForeignRecordFolder(options.record);
    const staging = await planStaging(content, targets, options);
    const { plan } = staging;
    if (plan === null) {
      transaction.rollback();
      return staging;
    }
    const warnings = await applyStage(
      plan,
      (name) => ({ output: transaction.output(targetOf(targets, name)), below: '' }),
      content,
      staging.fileOf,
      options,
    );
    if (options.record) {
      const made = transaction.outputs.filter(({ path }) => folders.some((one) => resolve(one) === path));
      recordStage(
        plan,
        targets,
        transaction.output(options.record),
        made.flatMap((output) => output.madeFolders()),
        new Date(),
      );
    }
    for (const { path, bytes } of also)
      transaction.output(dirname(resolve(path))).writeFile(basename(resolve(path)), bytes);
    warnings.push(...(await transaction.commit()));
    return { ...staging, warnings: [...staging.warnings, ...warnings] };
  } catch (error) {
    throw transaction.failed(error);
  }
}

/** What staging would do, and the files that it takes. */
export interface PlannedStaging extends StagePackageResult {
  /** The package's file for a path of the plan's sources. */
  fileOf: (path: string) => PackageFile;
}

/** The first half of {@link stagePackage}: reads, verifies and plans; writes nothing. */
export async function planStaging(
  content: Package,
  targets: StageTargets,
  options: StagePackageOptions,
): Promise<PlannedStaging> {
  const { manifest } = options;
  const fileOf = (path: string): PackageFile => need(byPath, path).file;
  let byPath: ReadonlyMap<string, ContentFile> = new Map();
  const files = await readContentFiles(content, manifest, { ...options, hash: true });
  const verification = verifyFiles(files, manifest, {
    product: options.product ?? null,
    fileName: options.packageFile ?? null,
  });
  if (!verification.ok && !options.force) return { verification, plan: null, warnings: [], fileOf };
  byPath = new Map(files.map((file): [string, ContentFile] => [file.path, file]));
  const sources = selectStageSources(
    files.map((file) => ({ ...file, sha256: file.sha256 ?? '' })),
    manifest,
    verification.manifest.product,
    verification,
  );
  const checked = sources.patches.flatMap(({ path }) =>
    checkClientPatch(content, need(byPath, path).file, {
      section: manifest.sections.find(({ product }) => product === verification.manifest.product) ?? null,
      matchesTable: verification.files.some((row) => row.status === 'match' && row.path === path),
    }),
  );
  const plan = planStage({
    manifest,
    product: verification.manifest.product,
    sources,
    client: { label: options.labels?.client ?? targets.client, ...diskContentFolder(targets.client) },
    utility: { label: options.labels?.utility ?? targets.utility, ...diskContentFolder(targets.utility) },
    ...(targets.hotfix === undefined
      ? {}
      : {
          hotfix: { label: options.labels?.hotfix ?? targets.hotfix, ...diskContentFolder(targets.hotfix) },
        }),
    packageId: options.packageId ?? null,
    ...(options.drive === undefined ? {} : { drive: options.drive }),
    clientPath: options.clientPath ?? null,
    withPatches: options.withPatches ?? [],
    properties: options.properties ?? {},
    utilityLog: options.utilityLog ?? false,
    packageFile: options.packageFile ?? null,
    overwrite: options.overwrite ?? false,
  });
  return { verification, plan, warnings: [...checked, ...plan.warnings], fileOf };
}

/**
 * Refuses what cannot be meant before any work is done: `STAGE_BAD_PACKAGE_ID`, `STAGE_BAD_LOCATION`,
 * `MANIFEST_NO_PRODUCT`, and `MANIFEST_UNKNOWN` where the manifest says nothing about staging.
 */
export function checkStageOptions(
  options: Pick<StagePackageOptions, 'manifest' | 'product'> & LineOptions,
): void {
  const { manifest, product = null, packageId = null, drive, clientPath } = options;
  stageFacts(manifest);
  if (packageId !== null) parsePackageId(packageId);
  patchPaths(
    ['x'],
    clientPath ? { kind: 'folder', path: clientPath } : { kind: 'task-sequence', packageId, drive },
  );
  verifyFiles([], manifest, { product });
}

function need(byPath: ReadonlyMap<string, ContentFile>, path: string): ContentFile {
  const file = byPath.get(path);
  if (!file) throw new HotfixkitError('INTERNAL', 'a staged file has no source', { entry: path });
  return file;
}
