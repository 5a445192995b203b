import { join, resolve } from 'node:path';
import { BufferSource, type ByteSource } from '../core/byte-source.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import type { Manifest } from '../hotfix/manifest/manifest.js';
import type { StageTargets } from '../hotfix/stage/apply-stage.js';
import { refuseSignatures } from '../hotfix/stage/check-signatures.js';
import {
  checkStageOptions,
  type LineOptions,
  type PackageStage,
  planPackageStage,
} from '../hotfix/stage/plan-package-stage.js';
import { hasConflicts } from '../hotfix/stage/plan-stage.js';
import { isStageSource } from '../hotfix/stage/stage-sources.js';
import { isWantedContent } from '../hotfix/verify/content-files.js';
import { downloadOf } from '../hotfix/verify/download-of.js';
import type { AdministrativePlan } from '../installer/image/administrative-plan.js';
import {
  planAdministrativeSequence,
  type SequencePlan,
} from '../installer/session/administrative-sequence.js';
import { AdministrativeSession } from '../installer/session/administrative-session.js';
import { hashSource } from '../node/hash.js';
import { hasLeftovers } from '../node/leftovers.js';
import type { OutputFolder } from '../node/output-folder.js';
import { refuseTargets } from '../node/refuse-targets.js';
import { userName } from '../node/user-name.js';
import { refuseChangedSource } from '../package/changed-source.js';
import { type ExtractPlan, planExtract } from '../package/extract/extract-plan.js';
import { FilesOfOnePath } from '../package/extract/files-of-one-path.js';
import type { OpenedSource } from '../package/install/source-folder.js';
import { FolderPackage, halfWritten } from '../package/node/folder-package.js';
import { type HeldPackage, holdFiles } from '../package/node/held-package.js';
import { holdWritten } from '../package/node/hold-written.js';
import { microsoftJudge } from '../package/node/microsoft-judge.js';
import type { WriteOptions, WriteProgress } from '../package/node/write-options.js';
import { NO_VERDICT, refuseUnknownFiles } from '../package/not-searched.js';
import type { OpenedFolder, PackageOnDisk } from '../package/opened-package.js';
import type { PackageContent, PackageFile } from '../package/package-content.js';
import type { SignatureJudge } from '../package/signature/judged-signature.js';
import { judgePackage } from '../package/signature/package-signatures.js';
import type { PreviousReport } from '../report/compare-reports.js';
import {
  type ExistingFilesChoice,
  noOtherFiles,
  type OtherFiles,
  otherFilesOf,
  type PlannedFile,
} from './earlier-files.js';
import { contentFolders, IMAGE, REPORT, readableReports, stagedPath } from './output-layout.js';
import { findPreviousReport } from './previous-report.js';

/** Options of {@link planPrepare}. `manifest` is needed, all others may be left out. */
export interface PlanPrepareOptions extends LineOptions {
  manifest: Manifest;
  product?: string | null;
  /** What was opened is one file of the table by itself, such as the client patch: only its own rows are in question. */
  isSingleFile?: boolean;
  /** Stage even if verification fails, and what must not be used by its signature. */
  force?: boolean;
  /** Demands a signature that is accepted of every file that can carry one: the download, the package, those of the table. */
  signed?: boolean;
  /** Judges signatures; default: by the roots of Microsoft and the present time. */
  judge?: SignatureJudge;
  /** Replace files that exist and differ. */
  overwrite?: boolean;
  /** What happens to files of the output folder that this run does not write; default `refuse`. */
  existing?: ExistingFilesChoice;
  /** The LogonUser property of the installation; default: the current user. */
  user?: string;
  now?: Date;
  /** The report to compare with; default: the one in the output folder. */
  previous?: PreviousReport | null;
  onProgress?: (progress: WriteProgress) => void;
  signal?: AbortSignal;
}

/** The content of the image: of an installation package the result of `/a`, of any other package its files. */
export type ImagePlan =
  | { kind: 'installation'; session: AdministrativeSession; sequence: SequencePlan; warnings: Warning[] }
  | { kind: 'files'; extract: ExtractPlan; warnings: Warning[] };

/** What preparing would do. It keeps the files that were verified, decoded, until it is closed. */
export interface PreparePlan {
  opened: PackageOnDisk | OpenedFolder;
  /** The output folder; absolute. */
  folder: string;
  /** Null where the input is a folder, which is used as it is. */
  image: ImagePlan | null;
  /** The package, with what was verified decoded. */
  held: HeldPackage;
  /** What is verified and staged, and the verdict. */
  stage: PackageStage;
  existing: ExistingFilesChoice;
  /** Whether files that exist and differ are replaced. */
  overwrite: boolean;
  /** Other files that are in the output folder now. */
  others: OtherFiles;
  /** The content folders, below the output folder. */
  names: Required<StageTargets>;
  /** The report of an earlier run, which the new one is compared with; null where there is none. */
  previous: PreviousReport | null;
  /** Whether that report was named, instead of found in the output folder. */
  isPreviousNamed: boolean;
  /** Frees the storage of the decoded files; the package stays open. */
  close(): void;
}

/**
 * Plans the image, verifies its files and plans where the client patch and the utility go. Nothing is written; {@link
 * applyPrepare} does what the plan says. Files that are verified are decoded, together with those compressed with them,
 * and kept, so that nothing is decoded again when the plan is applied.
 *
 * Throws what each step throws.
 */
export function planPrepare(
  opened: PackageOnDisk | OpenedFolder,
  folder: string,
  options: PlanPrepareOptions,
): Promise<PreparePlan> {
  return planWith(opened, folder, options, null);
}

/** A run that is planned and applied at once: how it writes, and its output, which is begun when the first file is written. */
export interface PrepareRun {
  options: WriteOptions;
  begin(): Promise<OutputFolder>;
}

/**
 * Plans as {@link planPrepare} does. With a run, the files of the image are written into the staging area of its output, and
 * what is verified and staged are those.
 */
export async function planWith(
  opened: PackageOnDisk | OpenedFolder,
  folder: string,
  options: PlanPrepareOptions,
  run: PrepareRun | null,
): Promise<PreparePlan> {
  checkStageOptions(options);
  const { content } = opened;
  refuseUnknownFiles(opened, NO_VERDICT);
  const { manifest } = options;
  const path = resolve(folder);
  const judge = options.judge ?? microsoftJudge();
  const around = judgePackage(opened, judge);
  refuseSignatures(around, options);
  const image = planImage(opened, path, options);
  const files = image && imageFiles(image);
  const { existing = 'refuse', overwrite = false } = options;
  const isWanted = isWantedContent([manifest, (one) => isStageSource(one, manifest)]);
  if (image?.kind === 'installation' && image.sequence.kind === 'image') {
    refuseUndecided(content, image.sequence.image, isWanted);
  }
  const held = run
    ? await writeImageFiles(opened, image, run)
    : await holdFiles(content, filesDecodedWith(content, files ?? [], isWanted), options);
  let staged: PackageStage | null = null;
  const close = (): void => {
    staged?.close();
    held.close();
  };
  try {
    const names = contentFolders(manifest);
    const stage = await planPackageStage(
      files ? imageContent(files, held) : content,
      {
        client: join(path, names.client),
        utility: join(path, names.utility),
        hotfix: join(path, names.hotfix),
      },
      {
        ...options,
        judge,
        around,
        clientSourceIsElsewhere: true,
        labels: {},
        packageFile: content.kind === 'msi' ? opened.name : null,
        download: downloadOf(opened, options.manifest),
      },
    );
    staged = stage;
    refuseChangedSource(opened.source, opened.path);
    const named = options.previous ?? null;
    // Leftovers of a killed run are recovered when the plan is applied. Then the folder is examined again.
    const isHalfWritten = run === null && hasLeftovers(path);
    const previous = named ?? (isHalfWritten ? null : findPreviousReport(join(path, REPORT)));
    const plan = {
      ...{ opened, folder: path, image, held, stage, names, existing, overwrite, close },
      ...{ previous, isPreviousNamed: named !== null },
    };
    const others = isHalfWritten
      ? { ...noOtherFiles, warnings: [halfWritten(path)], stage: stage.plan }
      : otherFilesOf(
          {
            ...plan,
            written: image && imagePaths(image),
            // A run looks at them when it writes.
            inPlace: run === null && image ? filesInPlace(image, held) : [],
          },
          stage.plan,
        );
    const planned = { ...plan, stage: { ...stage, plan: others.stage }, others };
    if (run === null) refuseTargets(path, targetsOf(planned));
    return planned;
  } catch (error) {
    close();
    throw error;
  }
}

function planImage(
  opened: PackageOnDisk | OpenedFolder,
  folder: string,
  options: PlanPrepareOptions,
): ImagePlan | null {
  if (opened.kind === 'folder') return null;
  const { content, location } = opened;
  if (content.kind !== 'msi') {
    const extract = planExtract(content);
    return { kind: 'files', extract, warnings: extract.warnings };
  }
  const session = new AdministrativeSession(content, {
    properties: new Map([['TARGETDIR', join(folder, IMAGE)]]),
    packagePath: location.path,
    isInsideContainer: (location.inside?.length ?? 0) > 0,
    user: options.user ?? userName(),
    environment: process.env,
    ...(options.now ? { now: options.now } : {}),
  });
  const sequence = planAdministrativeSequence(session, { packageName: opened.name });
  return { kind: 'installation', session, sequence, warnings: session.warnings };
}

/**
 * Of two wanted files with one path, equal versions and different content only one is in the image, so the verdict would
 * say nothing about the other one.
 */
function refuseUndecided(
  content: PackageContent,
  image: AdministrativePlan,
  isWanted: (file: PackageFile) => boolean,
): void {
  const pairs = image.byOrder.filter(({ kept, other }) => isWanted(kept) || isWanted(other));
  const rules = new FilesOfOnePath(
    content,
    pairs.flatMap(({ kept, other, path }) => [
      { file: kept, path },
      { file: other, path },
    ]),
    true,
  );
  for (const { kept, other, path } of pairs) {
    if (rules.decide({ file: kept, path }, { file: other, path })) continue;
    throw new HotfixkitError(
      'PATH_COLLISION',
      `${kept.key} and ${other.key} have the path ${path} and equal versions, but different content: Windows Installer keeps ${kept.key} and drops ${other.key}, so that the package is not verified. Make the image with msiexec /a and verify that`,
      { entry: other.key },
    );
  }
}

/** Paths of the image's files, and of its database, below the output folder. */
export function imagePaths(image: ImagePlan): string[] {
  const database = image.kind === 'installation' ? image.sequence.image.packageName : null;
  return [...imageFiles(image).map(({ path }) => path), ...(database === null ? [] : [database])].map(
    (path) => `${IMAGE}/${path}`,
  );
}

/** The files that a run puts into its output folder. */
function targetsOf({ image, names, stage }: PreparePlan): string[] {
  const { plan } = stage;
  return [
    ...(image ? imagePaths(image) : []),
    ...(plan && !hasConflicts(plan) ? plan.copies.map((copy) => stagedPath(names, copy)) : []),
    ...[REPORT, ...Object.values(readableReports)],
  ];
}

/** The files of a planned image, with their digests. */
function filesInPlace(image: ImagePlan, held: HeldPackage): PlannedFile[] {
  const digests = new Map(
    imageFiles(image).map(({ file, path }) => [
      `${IMAGE}/${path}`,
      () => hashSource(new BufferSource(held.fileOf(file).bytes()), 'sha256'),
    ]),
  );
  // The database of an image has the time at which it was made.
  return imagePaths(image).map((path) => ({ path, sha256: digests.get(path) ?? (() => null) }));
}

/** The package's files that go into the image, with their paths there. */
export function imageFiles(image: ImagePlan): readonly { file: PackageFile; path: string }[] {
  return image.kind === 'files' ? image.extract.files : image.sequence.image.files;
}

/** The wanted files, and those that are compressed together with them. */
function filesDecodedWith(
  content: PackageContent,
  files: readonly { file: PackageFile }[],
  isWanted: (file: PackageFile) => boolean,
): PackageFile[] {
  return content
    .batches(files.map(({ file }) => file))
    .flatMap((batch) => (batch.some(isWanted) ? batch : []));
}

/** Writes the files of the image into the staging area of a run's output. */
async function writeImageFiles(
  { content, location }: PackageOnDisk | OpenedFolder,
  image: ImagePlan | null,
  { options, begin }: PrepareRun,
): Promise<HeldPackage> {
  // Leftovers of killed runs are recovered by that.
  const output = await begin();
  if (image === null) return holdFiles(content, []);
  const items = imageFiles(image).map(({ file, path }) => ({ file, path: `${IMAGE}/${path}` }));
  return holdWritten(content, items, output, { tolerant: isTolerant(image), ...options, location });
}

/** Whether the image takes a file that is not what the tables of the package say. */
function isTolerant(image: ImagePlan): boolean {
  return (
    image.kind === 'installation' && image.sequence.kind === 'image' && image.sequence.fileMismatch === 'take'
  );
}

/** The future image, without the database, as a folder. */
function imageContent(
  files: readonly { file: PackageFile; path: string }[],
  held: HeldPackage,
): FolderPackage {
  const fileOf = new Map(files.map(({ file, path }) => [path, held.fileOf(file)]));
  return new FolderPackage({
    files: () =>
      files.map(({ file, path }) => ({
        ...{ path, size: file.size, md5: file.md5, version: file.version },
        modified: file.modified() ?? new Date(0),
      })),
    open: (path) => {
      const file = fileOf.get(path);
      return file ? (file.openInPlace() ?? openedSource(new BufferSource(file.bytes()))) : null;
    },
  });
}

function openedSource(source: ByteSource): OpenedSource {
  return { size: source.size, read: (at, length) => source.read(at, length), close: () => undefined };
}
