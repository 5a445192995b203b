/**
 * What most programs need: open a package, list, extract and read its files, verify them against a published table, apply
 * patches, stage and prepare. What these take and return, and the formats below them, have entries of their own.
 *
 * @module
 */

export { BlobSource } from '../core/blob-source.js';
export { BufferSource, type ByteSource, SliceSource } from '../core/byte-source.js';
export {
  describeError,
  type ErrorCode,
  ErrorCodes,
  type ErrorFacts,
  type ErrorKind,
  HotfixkitError,
  type Warning,
} from '../core/errors.js';
export {
  compareFileVersions,
  type FileVersion,
  formatFileVersion,
  parseFileVersion,
} from '../core/file-version.js';
export { fileVersionSatisfies } from '../core/file-version-range.js';
export { version } from '../core/version.js';
export { importArticle } from '../hotfix/article/import-article.js';
export { describePackage, type PackageDescription } from '../hotfix/describe/describe-package.js';
export { type Diagnosis, diagnoseLogs } from '../hotfix/diagnose/diagnose-logs.js';
export { listCatalogue, manifestFromCatalogue } from '../hotfix/manifest/catalogue.js';
export type { Manifest } from '../hotfix/manifest/manifest.js';
export { parseManifest } from '../hotfix/manifest/manifest-schema.js';
export { readManifestOrArticle } from '../hotfix/manifest/node/read-manifest-path.js';
export { type ScanResult, scanTrees } from '../hotfix/scan/scan-trees.js';
export {
  type StagePackageOptions,
  type StagePackageResult,
  stagePackage,
} from '../hotfix/stage/stage-package.js';
export { stagePackages } from '../hotfix/stage/stage-packages.js';
export { planUndo, undoStage } from '../hotfix/stage/undo-stage.js';
export type { VerifiedFile, VerifyResult } from '../hotfix/verify/verify-files.js';
export { type VerifyPackageOptions, verifyPackage } from '../hotfix/verify/verify-package.js';
export { type MsiexecResult, type RunMsiexecOptions, runMsiexec } from '../installer/run-msiexec.js';
export { FileSource } from '../node/file-source.js';
export { recoverFolder } from '../node/recover-folder.js';
export type { ExtractPlan } from '../package/extract/extract-plan.js';
export {
  type ListedFile,
  type ListedPatch,
  type ListOptions,
  listPackage,
} from '../package/inspect/list-package.js';
export { diffPackages, type PackageDiff } from '../package/node/diff-packages.js';
export { type ExtractPackageOptions, extractPackage } from '../package/node/extract-package.js';
export { openPackageWith } from '../package/node/open-package-with.js';
export { type OrderedPatch, type OrderedPatches, orderPatches } from '../package/node/order-patches.js';
export { patchProduct } from '../package/node/patch-product.js';
export { openPackage } from '../package/open-package.js';
export type { OpenedPackage, OpenPackageOptions, PackageInput } from '../package/opened-package.js';
export type { PackageContent, PackageFile, PackageKind } from '../package/package-content.js';
export { readPackageFile } from '../package/read-package-file.js';
export type { PrepareResult } from '../prepare/apply-prepare.js';
export { type PrepareOptions, prepare } from '../prepare/prepare.js';

// Declarations of those who use this package may have to name a type behind these signatures. The compiler finds the entry
// that exports it only where that is part of the program.
export type {} from './article.js';
export type {} from './cab.js';
export type {} from './cfb.js';
export type {} from './delta.js';
export type {} from './hotfix.js';
export type {} from './msi.js';
export type {} from './msiexec.js';
export type {} from './package.js';
export type {} from './pe.js';
export type {} from './report.js';
export type {} from './signature.js';
export type {} from './stage.js';
export type {} from './verify.js';
