import { HotfixkitError, type Warning } from '../../core/errors.js';
import { hasLeftovers } from '../../node/leftovers.js';
import { type HeldPackage, holdFiles } from '../../package/node/held-package.js';
import { microsoftJudge } from '../../package/node/microsoft-judge.js';
import type { WriteProgress } from '../../package/node/write-options.js';
import { NO_VERDICT, refuseUnknownFiles } from '../../package/not-searched.js';
import type { Package } from '../../package/package.js';
import type { PackageFile } from '../../package/package-content.js';
import { judgeFile } from '../../package/signature/judge-file.js';
import type { SignatureJudge } from '../../package/signature/judged-signature.js';
import { type PackageSignature, packageSignature } from '../../package/signature/package-signatures.js';
import type { Manifest, ManifestSection } from '../manifest/manifest.js';
import type { Download } from '../verify/compare-hashes.js';
import { type ContentFile, isWantedContent, readContentFiles, type Wanted } from '../verify/content-files.js';
import { rowsOfFiles, withoutMissing } from '../verify/rows-of-files.js';
import { type VerifyResult, verifyFiles, verifyWithSection } from '../verify/verify-files.js';
import type { StageTargets } from './apply-stage.js';
import { checkClientPatch } from './check-client-patch.js';
import { refuseSignatures } from './check-signatures.js';
import { needClientSource } from './client-content.js';
import type { ClientProperties } from './client-properties.js';
import { diskContentFolder } from './disk-content-folder.js';
import { findFurtherPatches } from './further-patches.js';
import { LinePatches, type PlannedPatch, readClient } from './line-patches.js';
import { parsePackageId } from './package-id.js';
import { type PatchLine, planPatchLine } from './patch-line.js';
import { lineLocation, patchPaths } from './patch-property.js';
import { planStage, type StagePlan, stagedLinePath } from './plan-stage.js';
import { refuseForeignRecordFolder } from './stage-record.js';
import { isStageSource, selectStageSources, stageFacts } from './stage-sources.js';

/** What the lines to type depend on. */
export interface LineOptions {
  /** ID of the ConfigMgr client package. */
  packageId?: string | null;
  /** Drive of the task sequence's cache; `C:` where absent. */
  drive?: string;
  /** A folder with the client installation files that clients reach, in place of the cache. */
  clientPath?: string | null;
  /** Further patches for the `PATCH` line: files in the client source, or full Windows paths. */
  withPatches?: readonly string[];
  /** Other installation properties of the client. */
  properties?: ClientProperties;
}

/** Options of {@link planPackageStage}. `manifest` is needed, all others may be left out. */
export interface PlanPackageStageOptions extends LineOptions {
  manifest: Manifest;
  /** The file table; default: the one that fits the files. */
  product?: string | null;
  /** Labels of the folders; default: their paths. */
  labels?: Partial<StageTargets>;
  packageFile?: string | null;
  /** The content is one file of the table by itself, such as the client patch: only its own rows are in question. */
  isSingleFile?: boolean;
  /** The file that was opened, where the manifest has hashes; see `downloadOf`. */
  download?: Download | null;
  /** Replace files that exist and differ. */
  overwrite?: boolean;
  /** Stage even if verification fails, and what must not be used by its signature. */
  force?: boolean;
  /** Demands a signature that is accepted of every file that can carry one: those of the table, and `around`. */
  signed?: boolean;
  /** Judges signatures; default: by the roots of Microsoft and the present time. */
  judge?: SignatureJudge;
  /** The signatures of the download and of the package, which the content alone does not tell; see `judgePackage`. */
  around?: readonly PackageSignature[];
  /** The program of the utility writes its errors to a file. */
  utilityLog?: boolean;
  /** Create the client source and its `i386` if they do not exist; otherwise they must exist. */
  createClientSource?: boolean;
  /** The folder is to be merged into the client source later, so that further patches need not be in it. */
  clientSourceIsElsewhere?: boolean;
  /** Patches that the client source would hold by now; for the dry run of several packages. */
  plannedPatches?: readonly PlannedPatch[];
  /** Folder of the record by which the run can be undone; default: no record. */
  record?: string | null;
  onProgress?: (progress: WriteProgress) => void;
  signal?: AbortSignal;
}

/** What staging a package would do. It keeps the files to stage, decoded, until it is closed. */
export interface PackageStage {
  manifest: Manifest;
  verification: VerifyResult;
  /** Null where verification failed and staging was not forced. */
  plan: StagePlan | null;
  targets: StageTargets;
  record: string | null;
  /** Warnings of the plan and of the patch that was checked. */
  warnings: Warning[];
  /** Those of the download, the package and, where there is a plan, the files to stage. */
  signatures: PackageSignature[];
  /** The package, with the decoded files to stage. */
  content: HeldPackage;
  /** SHA-256 of what was verified, by path; lower-case hexadecimal. */
  hashes: ReadonlyMap<string, string>;
  /** The package's file for a path of the plan's sources. */
  fileOf: (path: string) => PackageFile;
  /** Frees the storage of the decoded files. */
  close(): void;
}

/**
 * Verifies the files of a package or folder against a manifest and plans where the client patch and the utility go. Nothing
 * is written; {@link applyPackageStage} does what the plan says. The files are decoded once, here.
 *
 * Throws `STAGE_*`; `SIGNATURE_REFUSED` where the package or a file to stage was changed after it was signed; and what
 * verifying and decoding throw.
 */
export async function planPackageStage(
  content: Package,
  targets: StageTargets,
  options: PlanPackageStageOptions,
): Promise<PackageStage> {
  checkStageOptions(options);
  refuseUnknownFiles({ content, container: null }, NO_VERDICT);
  const { manifest, record = null, around = [], signed = false } = options;
  refuseSignatures(around, options);
  const judge = options.judge ?? microsoftJudge();
  if (options.createClientSource === false)
    needClientSource(diskContentFolder(targets.client), targets.client);
  const further = findFurtherPatches(
    options.withPatches ?? [],
    targets.client,
    options.clientSourceIsElsewhere ?? false,
  );
  // Leftovers of a killed run are recovered when the plan is applied.
  if (record !== null && !hasLeftovers(record)) refuseForeignRecordFolder(record);
  const wanted: Wanted[] = [manifest, (path) => isStageSource(path, manifest)];
  // What is judged and what is staged are the same bytes, also where another program changes the files meanwhile.
  const held = await holdFiles(content, content.files.filter(isWantedContent(wanted)), {
    ...options,
    copyInPlace: true,
  });
  try {
    const files = await readContentFiles(held, wanted, { hash: true, ...(signed ? { judge } : {}) });
    const { verification, section } = verifyContent(files, options);
    const byPath = new Map(files.map((file): [string, ContentFile] => [file.path, file]));
    const stage = {
      manifest,
      verification,
      targets,
      record,
      content: held,
      hashes: new Map(files.flatMap(({ path, sha256 }) => (sha256 === null ? [] : [[path, sha256]]))),
      fileOf: (path: string): PackageFile => need(byPath, path).file,
      close: () => held.close(),
    };
    if (!verification.ok && !options.force) {
      return { ...stage, plan: null, warnings: [], signatures: [...around] };
    }
    const sources = selectStageSources(
      files.map((file) => ({ ...file, sha256: file.sha256 ?? '' })),
      manifest,
      verification.manifest.product,
      verification,
    );
    const { patches, utility } = sources;
    const signatures = [
      ...around,
      ...patches.map(({ path }) => packageSignature('patch', path, judgeFile(stage.fileOf(path), judge))),
      ...(utility
        ? [packageSignature('utility', utility.path, judgeFile(stage.fileOf(utility.path), judge))]
        : []),
    ];
    refuseSignatures(signatures, options);
    const checked = sources.patches.flatMap(({ path }) =>
      checkClientPatch(stage.fileOf(path), {
        section,
        matchesTable: verification.files.some((row) => row.status === 'match' && row.path === path),
      }),
    );
    const unlisted = [...patches, ...(utility ? [utility] : [])].flatMap(({ path, name }): Warning[] =>
      verification.files.some((row) => row.path === path)
        ? []
        : [
            {
              code: 'VERIFY_NOT_COMPARED',
              message:
                'this is staged, and the table has no row for it, so that it was compared with nothing',
              entry: name,
            },
          ],
    );
    const folder = (name: keyof StageTargets, path: string) => ({
      label: options.labels?.[name] ?? path,
      ...diskContentFolder(path),
    });
    const line = planLineOf(stage, sources.patches, further.paths, { ...options, judge });
    const plan = planStage({
      manifest,
      product: verification.manifest.product,
      section,
      sources,
      client: folder('client', targets.client),
      utility: folder('utility', targets.utility),
      hotfix: targets.hotfix === undefined ? null : folder('hotfix', targets.hotfix),
      packageId: options.packageId ?? null,
      ...(options.drive === undefined ? {} : { drive: options.drive }),
      clientPath: options.clientPath ?? null,
      withPatches: further.paths,
      patchLine: line,
      properties: options.properties ?? {},
      utilityLog: options.utilityLog ?? false,
      packageFile: options.packageFile ?? null,
      overwrite: options.overwrite ?? false,
    });
    return {
      ...stage,
      plan,
      signatures,
      warnings: [...checked, ...unlisted, ...further.warnings, ...line.warnings, ...plan.warnings],
    };
  } catch (error) {
    held.close();
    throw error;
  }
}

/** The verdict about what is staged, and the table that it rests on. */
function verifyContent(
  files: readonly ContentFile[],
  { manifest, product = null, packageFile, download, isSingleFile = false }: PlanPackageStageOptions,
): { verification: VerifyResult; section: ManifestSection } {
  const own = isSingleFile
    ? rowsOfFiles(
        manifest,
        files.map(({ name }) => name),
      )
    : null;
  const { result, section } = verifyWithSection(files, own ?? manifest, {
    product,
    fileName: packageFile ?? null,
    download: download ?? null,
    onlyPresent: own !== null,
  });
  return { verification: own === null ? result : withoutMissing(result), section };
}

/** The line of the patches that are staged, those that were named, and those that lie in the client source. */
function planLineOf(
  stage: Pick<PackageStage, 'targets' | 'manifest' | 'fileOf'>,
  staged: readonly { path: string; name: string }[],
  given: readonly string[],
  { force = false, signed = false, judge, plannedPatches = [] }: PlanPackageStageOptions,
): PatchLine {
  const { client } = stage.targets;
  const content = diskContentFolder(client);
  const { folder } = stageFacts(stage.manifest).clientPatch;
  const patches = new LinePatches(judge);
  try {
    for (const { path, name } of staged) {
      patches.addContent(stagedLinePath(content, folder, name), stage.fileOf(path));
    }
    for (const path of given) patches.addGiven(client, path);
    for (const one of plannedPatches) patches.addPlanned(one);
    patches.addFound(client);
    return planPatchLine(patches.patches, readClient(client), {
      force,
      signed,
      warnings: patches.warnings,
    });
  } finally {
    patches.close();
  }
}

/**
 * Refuses invalid options before any work is done: `STAGE_BAD_PACKAGE_ID`, `STAGE_BAD_LOCATION`, `MANIFEST_NO_PRODUCT`,
 * `STAGE_UNSTATED` where the manifest does not say what staging needs, and `ARTICLE_WITHDRAWN` where its article takes the hotfix
 * back and staging it is not forced.
 */
export function checkStageOptions(
  options: Pick<PlanPackageStageOptions, 'manifest' | 'product' | 'force'> & LineOptions,
): void {
  const { manifest, product = null, packageId = null, force = false } = options;
  const withdrawn = manifest.warnings.find(({ code }) => code === 'ARTICLE_WITHDRAWN');
  if (withdrawn && !force) {
    throw new HotfixkitError(
      'ARTICLE_WITHDRAWN',
      `${withdrawn.message}: nothing was staged; --force stages it all the same`,
    );
  }
  stageFacts(manifest);
  if (packageId !== null) parsePackageId(packageId);
  patchPaths(['x'], lineLocation(options));
  verifyFiles([], manifest, { product });
}

function need(byPath: ReadonlyMap<string, ContentFile>, path: string): ContentFile {
  const file = byPath.get(path);
  if (!file) throw new HotfixkitError('INTERNAL', 'a staged file has no source', { entry: path });
  return file;
}
