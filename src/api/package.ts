/**
 * Packages in detail: what is in them, what wraps them, extraction in two steps, patches in sequence, written folders.
 *
 * @module
 */

export type {
  BundleContainerDescription,
  BundleDescription,
  BundlePackageDescription,
  BundlePayloadDescription,
  BundlePlace,
} from '../archive/bundle-description.js';
export type { BundlePackageKind } from '../archive/burn-manifest.js';
export type {
  Container,
  ContainerKind,
  ContainerMember,
  JudgeHead,
} from '../archive/container.js';
export { type ContainerLimits, defaultLimits } from '../archive/limits.js';
export type { UnpackBudget, UnpackOptions } from '../archive/unpack-budget.js';
export type { BlobLike } from '../core/blob-source.js';
export type { Closeable } from '../core/disposable.js';
export { type SafePath, safePath } from '../core/safe-path.js';
export type { PatienceOptions } from '../node/busy.js';
export type { FileIdentity } from '../node/file-identity.js';
export { type FlushMode, FlushModes } from '../node/flush-steps.js';
export type { FolderEntry } from '../node/folder.js';
export type { DeadRuns, LockOptions } from '../node/folder-lock.js';
export type { HashName } from '../node/hash.js';
export type { JournalStep } from '../node/journal.js';
export { type OutputFileOptions, OutputFolder, type OutputRun } from '../node/output-folder.js';
export { beginOutput, type OutputOptions, OutputTransaction } from '../node/output-transaction.js';
export type { PlacedStep, StepOutput } from '../node/plan-steps.js';
export { type RecoverOptions, type Recovery, recoverFolder } from '../node/recover-folder.js';
export type { RecoveredRun } from '../node/recover-run.js';
export { recoverTree } from '../node/recover-tree.js';
export type { StagedFile } from '../node/staged-file.js';
export type { StagingFolder } from '../node/staging-folder.js';
export type { Target, TargetFolder, TargetTree } from '../node/target-tree.js';
export { type WriteFileOptions, writeFileAtomic } from '../node/write-file-atomic.js';
export {
  type CabinetMemberFile,
  CabinetPackage,
  type CabinetPackageOptions,
} from '../package/cabinet-package.js';
export {
  type ContentFacts,
  type ContentFactsOptions,
  type Digests,
  readContentFacts,
} from '../package/content-facts.js';
export type { ContentInput } from '../package/content-of.js';
export {
  type Conflict,
  Conflicts,
  type ExtractOptions,
  type ExtractPlan,
  type PlannedFile,
  planExtract,
} from '../package/extract/extract-plan.js';
export type { ContainerDescription, InsideDescription } from '../package/inspect/describe-container.js';
export { type DeltaDescription, describeDelta } from '../package/inspect/describe-delta.js';
export {
  findTransform,
  openTransforms,
  type PatchedFileDescription,
  type PatchTargetDescription,
} from '../package/inspect/describe-patch.js';
export {
  describeTransform,
  type TransformDescription,
  type TransformTableSummary,
  transformRowChanges,
} from '../package/inspect/describe-transform.js';
export { type ListedStream, listStreams } from '../package/inspect/list-streams.js';
export type { CabinetStore } from '../package/install/cabinet-store.js';
export type { CabinetSummary } from '../package/install/cabinet-summary.js';
export type { DirectoryPaths } from '../package/install/directories.js';
export { InstallFile } from '../package/install/install-file.js';
export {
  type DerivedDatabase,
  InstallPackage,
  type InstallPackageOptions,
} from '../package/install/install-package.js';
export { type Layout, Layouts } from '../package/install/layout.js';
export type { OpenedSource, SourceFolder } from '../package/install/source-folder.js';
export type { ColumnChange } from '../package/node/diff-columns.js';
export type {
  ComparedFile,
  DiffOptions,
  FileChange,
  FileCounts,
} from '../package/node/diff-files.js';
export {
  type Cell,
  databaseOf,
  diffDatabases,
  type PackageDiff,
  type RowChange,
} from '../package/node/diff-packages.js';
export {
  type ApplyExtractOptions,
  applyExtract,
  type Overwrite,
  Overwrites,
} from '../package/node/extract.js';
export { FolderPackage, type FolderReader } from '../package/node/folder-package.js';
export type { ProductInput } from '../package/node/open-package-with.js';
export { openProduct } from '../package/node/open-product.js';
export type { OrderedProduct } from '../package/node/order-patches.js';
export {
  type ReadVersions,
  type ReadVersionsOptions,
  readVersions,
  type VersionEntry,
} from '../package/node/read-versions.js';
export type { WriteOptions, WriteProgress } from '../package/node/write-options.js';
export { encodeTableFile, writeTableFiles } from '../package/node/write-tables.js';
export type {
  Opened,
  OpenedArchive,
  OpenedContainer,
  OpenedFolder,
  OpenedInstallPackage,
  OpenedPackage,
  OpenedPatch,
  OpenPackageOptions,
  PackageLocation,
  PackageOnDisk,
} from '../package/opened-package.js';
export type { FilePart, PackageContent, PackageFile, PackageKind } from '../package/package-content.js';
export type { InnerPackage } from '../package/package-search.js';
export type { Additions } from '../package/patch/additions.js';
export type { PatchContent } from '../package/patch/apply-patches.js';
export type { PatchEvidence, PatchFate } from '../package/patch/describe-order.js';
export { type OpenedPatchedPackage, openPatchedPackage } from '../package/patch/open-patched-package.js';
export type { PatchIdentity, TransformPair } from '../package/patch/patch-identity.js';
export type { PatchKind } from '../package/patch/patch-kind.js';
export { PatchPackage, type PatchPackageOptions } from '../package/patch/patch-package.js';
export { planPatchSequence } from '../package/patch/patch-sequence.js';
export type { PatchedFile } from '../package/patch/patched-file.js';
export { PatchedPackage } from '../package/patch/patched-package.js';
export type { LeftOut, PatchOrder, PatchStep, SequencedPatch } from '../package/patch/sequenced-patch.js';
export {
  judgePackage,
  type PackageSignature,
  type SignaturesInWords,
  type SignedRole,
} from '../package/signature/package-signatures.js';
export type {} from './cab.js';
export type {} from './cfb.js';
export type {} from './delta.js';
// Types behind these signatures: see index.ts.
export type {} from './msi.js';
export type {} from './pe.js';
