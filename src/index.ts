import { readFileSync } from 'node:fs';

export { parseAdminProperties, writeAdminProperties } from './admin/admin-properties-stream.js';
export {
  type AdministrativeResult,
  applyAdministrativeInstallation,
} from './admin/administrative-installation.js';
export { type AdministrativePlan, planAdministrativeInstallation } from './admin/administrative-plan.js';
export {
  runAdministrativeSequence,
  type SequenceOptions,
  type SequenceResult,
} from './admin/administrative-sequence.js';
export { AdministrativeSession, type AdministrativeSessionOptions } from './admin/administrative-session.js';
export {
  type Condition,
  type ConditionContext,
  type ConditionExpression,
  type ConditionValue,
  evaluateCondition,
  InstallState,
  parseCondition,
} from './admin/condition.js';
export { exitCodeOf, explainExitCode } from './admin/exit-codes.js';
export { type FormatContext, type FormattedText, formatRecord, formatText } from './admin/formatted-text.js';
export {
  type InstallationEvent,
  type InstallationLog,
  joinInstallationLogs,
} from './admin/installation-log.js';
export type { MsiexecCommand } from './admin/msiexec-command.js';
export { parseMsiexecArguments, parseMsiexecCommandLine } from './admin/msiexec-command-line.js';
export { type NativeMsiexecOptions, runNativeMsiexec } from './admin/native-msiexec.js';
export { applyImagePatch, type ImagePatchPlan, planImagePatch } from './admin/patch-image.js';
export {
  isPublicProperty,
  type PropertyLayers,
  type PropertySource,
  PropertyTable,
} from './admin/property-table.js';
export { type MsiexecResult, type RunMsiexecOptions, runMsiexec } from './admin/run-msiexec.js';
export {
  ComponentConditions,
  DisableMedia,
  ElevationBits,
  LaunchConditions,
  MissingSequences,
  SavedProperties,
  type SequenceChoices,
} from './admin/sequence-choices.js';
export { BufferSource, type ByteSource, SliceSource } from './bytes/byte-source.js';
export {
  compareFileVersions,
  type FileVersion,
  fileVersionSatisfies,
  formatFileVersion,
  parseFileVersion,
} from './bytes/file-version.js';
export { printable, printableJson, printableLines } from './bytes/visible-text.js';
export { Cabinet } from './cab/cabinet.js';
export { CabinetSet } from './cab/cabinet-set.js';
export { findCabinets } from './cab/search.js';
export type { SetFile, SetFolder } from './cab/set-folder.js';
export { CompoundFile, isCompoundFile } from './cfb/compound-file.js';
export { type StorageContent, writeCompoundFile } from './cfb/compound-file-writer.js';
export { Storage, StreamEntry } from './cfb/storage.js';
export { composeStorage, storageContent } from './cfb/storage-content.js';
export type { Container, ContainerKind, ContainerMember } from './container/container.js';
export { type ContainerLimits, defaultLimits } from './container/limits.js';
export { type PackageName, parsePackageName } from './container/package-name.js';
export { applyDelta } from './delta/apply-delta.js';
export { type Delta, isDelta, readDelta } from './delta/read-delta.js';
export {
  type DiagnosedLog,
  type Diagnosis,
  diagnoseLogs,
  type Finding,
  type Occurrence,
} from './diagnose/diagnose-logs.js';
export {
  addFacts,
  describeError,
  type ErrorCode,
  ErrorCodes,
  type ErrorFacts,
  type ErrorKind,
  HotfixkitError,
  type Warning,
} from './errors.js';
export { applyExtract, type Overwrite, Overwrites } from './extract/extract.js';
export {
  type Conflict,
  Conflicts,
  type ExtractOptions,
  type ExtractPlan,
  planExtract,
} from './extract/extract-plan.js';
export { FileSource } from './fs/file-source.js';
export { isOutOfMemory } from './fs/out-of-memory.js';
export { OutputFolder } from './fs/output-folder.js';
export {
  beginOutput,
  type FlushMode,
  FlushModes,
  type OutputOptions,
  OutputTransaction,
} from './fs/output-transaction.js';
export { readFileWhole } from './fs/read-file-whole.js';
export {
  type RecoveredRun,
  type RecoverOptions,
  type Recovery,
  recoverFolder,
  recoverTree,
} from './fs/recover-folder.js';
export { defaultRunLimits, type RunLimits } from './fs/run-limits.js';
export { attachRunMonitor, beat, currentInput, RunMonitor, waitsForOthers } from './fs/run-monitor.js';
export { type SafePath, safePath } from './fs/safe-path.js';
export { writeFileWhole } from './fs/write-file-whole.js';
export type { ContainerDescription, InsideDescription } from './inspect/describe-container.js';
export { type DeltaDescription, describeDelta } from './inspect/describe-delta.js';
export {
  type DescribeOptions,
  describePackage,
  type PackageDescription,
} from './inspect/describe-package.js';
export {
  findTransform,
  openTransforms,
  type PatchedFileDescription,
  type PatchTargetDescription,
} from './inspect/describe-patch.js';
export {
  describeTransform,
  type TransformDescription,
  transformRowChanges,
} from './inspect/describe-transform.js';
export {
  databaseOf,
  diffDatabases,
  diffPackages,
  type PackageDiff,
  type RowChange,
} from './inspect/diff-packages.js';
export { type ListedFile, type ListOptions, listPackage } from './inspect/list-package.js';
export { type ListedStream, listStreams } from './inspect/list-streams.js';
export { readVersions, type VersionEntry } from './inspect/read-versions.js';
export { encodeTableFile, writeTableFiles } from './inspect/write-tables.js';
export { decodeArticle } from './manifest/article/decode-article.js';
export { type ImportOptions, importArticle } from './manifest/article/import-article.js';
export {
  type CatalogueEntry,
  catalogueEntry,
  listCatalogue,
  manifestFromCatalogue,
} from './manifest/catalogue.js';
export { type Manifest, type ManifestFile, type ManifestSection, manifestName } from './manifest/manifest.js';
export { manifestJsonSchema, parseManifest } from './manifest/manifest-schema.js';
export {
  explainVersion,
  type ProductLine,
  productLines,
  type VersionExplanation,
  type VersionOrigin,
} from './manifest/product-line.js';
export { readArticleFile } from './manifest/read-article-file.js';
export { readManifestFile } from './manifest/read-manifest-file.js';
export {
  readManifestFolder,
  readManifestOrArticle,
  readManifestPath,
} from './manifest/read-manifest-path.js';

export { type ApplyTransformOptions, applyTransform } from './msi/apply-transform.js';
export { BinaryCell, type Row, type Value } from './msi/binary-cell.js';
export type { Column } from './msi/column.js';
export { Database, type DatabaseKind } from './msi/database.js';
export { DatabaseEditor } from './msi/database-editor.js';
export { type CellContent, EditableTable } from './msi/editable-table.js';
export {
  cellText,
  type TableFormat,
  TableFormats,
  tableToCsv,
  tableToIdt,
  tableToJson,
} from './msi/export-table.js';
export { SummaryInformation } from './msi/summary-information.js';
export { Table } from './msi/table.js';
export { Transform } from './msi/transform.js';
export {
  type TransformTableChange,
  transformChanges,
  transformTableChange,
} from './msi/transform-changes.js';
export {
  TransformError,
  type TransformSide,
  type TransformSummary,
  TransformValidation,
} from './msi/transform-summary.js';
export {
  checkTransform,
  readTransformTarget,
  type TransformMismatch,
  type TransformTarget,
} from './msi/transform-validation.js';
export { type ViewOptions, view } from './msi/view.js';
export { parseWhere, type Where } from './msi/where.js';
export { CabinetPackage } from './package/cabinet-package.js';
export { type ContentFacts, readContentFacts } from './package/content-facts.js';
export { FolderPackage } from './package/folder-package.js';
export { type InstallFile, InstallPackage } from './package/install-package.js';
export { type Layout, Layouts } from './package/layout.js';
export { type OpenedPackage, type OpenPackageOptions, openPackage } from './package/open-package.js';
export { openPatchedPackage } from './package/open-patched-package.js';
export { openProduct } from './package/open-product.js';
export type { FilePart, PackageContent, PackageFile, PackageKind } from './package/package-content.js';
export type { PatchIdentity, TransformPair } from './package/patch-identity.js';
export { PatchPackage } from './package/patch-package.js';
export {
  type LeftOut,
  type PatchOrder,
  type PatchStep,
  planPatchSequence,
  type SequencedPatch,
} from './package/patch-sequence.js';
export { type PatchedFile, PatchedPackage } from './package/patched-package.js';
export type { WriteOptions, WriteProgress } from './package/write-files.js';
export { type FileFacts as ExecutableFacts, readFileFacts } from './pe/file-facts.js';
export { type PortableExecutable, readPortableExecutable } from './pe/portable-executable.js';
export { readVersionInfo, type VersionInfo } from './pe/version-info.js';
export { formatClientProperties, parseClientProperties } from './stage/client-properties.js';
export {
  readTaskSequenceEdit,
  refuseSameTaskSequence,
  type TaskSequenceEdit,
  writeTaskSequence,
} from './stage/edit-task-sequence.js';
export type { NextStep } from './stage/next-steps.js';
export { planStage, type StageCopy, type StagePlan, utilityName } from './stage/plan-stage.js';
export { type PrepareOptions, type PrepareResult, prepare } from './stage/prepare.js';
export { renderReportHtml } from './stage/report/render-html.js';
export { renderReportMarkdown } from './stage/report/render-markdown.js';
export { buildReport, type Report } from './stage/report/report.js';
export {
  type LineOptions,
  type StagePackageOptions,
  type StagePackageResult,
  stagePackage,
} from './stage/stage-package.js';
export { recordFolder } from './stage/stage-record.js';
export { planTaskSequence } from './stage/task-sequence/plan-task-sequence.js';
export { TaskSequence } from './stage/task-sequence/task-sequence.js';
export { planUndo, undoStage } from './stage/undo-stage.js';
export type { FileFacts } from './verify/compare-file.js';
export { type ContentFile, readContentFiles } from './verify/content-files.js';
export { junitSuite, renderJunit } from './verify/render-junit.js';
export { renderVerifyMarkdown } from './verify/render-markdown.js';
export {
  checkRequirements,
  parseRequirement,
  type Requirement,
  type RequirementResult,
  renderRequirementsMarkdown,
  requirementFilter,
  requirementSuite,
} from './verify/require.js';
export type { Place, PlaceRole, PlaceStatus } from './verify/scan/judge-place.js';
export {
  placeName,
  placeReasons,
  renderScanMarkdown,
  scanSuites,
  tellingPlaces,
} from './verify/scan/render-scan.js';
export { type ScannedHotfix, type ScanResult, scanTrees } from './verify/scan/scan-trees.js';
export {
  type VerifiedFile,
  type VerifyOptions,
  type VerifyResult,
  verifyFiles,
} from './verify/verify-files.js';

/** Version of this package. */
export const version: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
