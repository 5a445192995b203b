export type { Container, ContainerKind, ContainerMember } from '../archive/container.js';
export { type ContainerLimits, defaultLimits } from '../archive/limits.js';
export { BufferSource, type ByteSource, SliceSource } from '../core/byte-source.js';
export {
  addFacts,
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
  fileVersionSatisfies,
  formatFileVersion,
  parseFileVersion,
} from '../core/file-version.js';
export { type SafePath, safePath } from '../core/safe-path.js';
export { version } from '../core/version.js';
export { printable, printableJson, printableLines } from '../core/visible-text.js';
export { Cabinet } from '../formats/cab/cabinet.js';
export type { CabinetFile, CabinetFolder } from '../formats/cab/cabinet-folder.js';
export { CabinetSet } from '../formats/cab/cabinet-set.js';
export { findCabinets } from '../formats/cab/search.js';
export { CompoundFile, isCompoundFile } from '../formats/cfb/compound-file.js';
export { type StorageContent, writeCompoundFile } from '../formats/cfb/compound-file-writer.js';
export { Storage, StreamEntry } from '../formats/cfb/storage.js';
export { composeStorage, storageContent } from '../formats/cfb/storage-content.js';
export { applyDelta } from '../formats/pa19/apply-delta.js';
export { type Delta, isDelta, readDelta } from '../formats/pa19/read-delta.js';
export { type FileFacts as ExecutableFacts, readFileFacts } from '../formats/pe/file-facts.js';
export { type PortableExecutable, readPortableExecutable } from '../formats/pe/portable-executable.js';
export { readVersionInfo, type VersionInfo } from '../formats/pe/version-info.js';
export { decodeArticle } from '../hotfix/article/decode-article.js';
export { type ImportOptions, importArticle } from '../hotfix/article/import-article.js';
export {
  type DescribeOptions,
  describePackage,
  type PackageDescription,
} from '../hotfix/describe/describe-package.js';
export {
  type DiagnosedLog,
  type Diagnosis,
  diagnoseLogs,
  type Finding,
  type Occurrence,
} from '../hotfix/diagnose/diagnose-logs.js';
export {
  type CatalogueEntry,
  catalogueEntry,
  listCatalogue,
  manifestFromCatalogue,
} from '../hotfix/manifest/catalogue.js';
export {
  type Manifest,
  type ManifestFile,
  type ManifestSection,
  manifestName,
} from '../hotfix/manifest/manifest.js';
export { manifestJsonSchema, parseManifest } from '../hotfix/manifest/manifest-schema.js';
export { readArticleFile } from '../hotfix/manifest/node/read-article-file.js';
export { readManifestFile } from '../hotfix/manifest/node/read-manifest-file.js';
export {
  readManifestFolder,
  readManifestOrArticle,
  readManifestPath,
} from '../hotfix/manifest/node/read-manifest-path.js';
export { explainVersion, productLines, type VersionExplanation } from '../hotfix/manifest/product-line.js';
export type { ProductLine, VersionOrigin } from '../hotfix/manifest/version-origin.js';
export { type PackageName, parsePackageName } from '../hotfix/naming/package-name.js';
export type { Place, PlaceRole, PlaceStatus } from '../hotfix/scan/judge-place.js';
export { type ScannedHotfix, type ScanResult, scanTrees } from '../hotfix/scan/scan-trees.js';
export { formatClientProperties, parseClientProperties } from '../hotfix/stage/client-properties.js';
export {
  readTaskSequenceEdit,
  refuseSameTaskSequence,
  type TaskSequenceEdit,
  writeTaskSequence,
} from '../hotfix/stage/edit-task-sequence.js';
export type { NextStep } from '../hotfix/stage/next-steps.js';
export { planStage, type StageCopy, type StagePlan, utilityName } from '../hotfix/stage/plan-stage.js';
export {
  type LineOptions,
  type StagePackageOptions,
  type StagePackageResult,
  stagePackage,
} from '../hotfix/stage/stage-package.js';
export { recordFolder } from '../hotfix/stage/stage-record.js';
export { planTaskSequence } from '../hotfix/stage/task-sequence/plan-task-sequence.js';
export { TaskSequence } from '../hotfix/stage/task-sequence/task-sequence.js';
export { planUndo, undoStage } from '../hotfix/stage/undo-stage.js';
export type { FileFacts } from '../hotfix/verify/compare-file.js';
export { type ContentFile, readContentFiles } from '../hotfix/verify/content-files.js';
export {
  checkRequirements,
  parseRequirement,
  type Requirement,
  type RequirementResult,
  requirementFilter,
} from '../hotfix/verify/require.js';
export {
  type VerifiedFile,
  type VerifyOptions,
  type VerifyResult,
  verifyFiles,
} from '../hotfix/verify/verify-files.js';
export type { MsiexecCommand } from '../installer/command-line/msiexec-command.js';
export {
  parseMsiexecArguments,
  parseMsiexecCommandLine,
} from '../installer/command-line/msiexec-command-line.js';
export {
  ComponentConditions,
  DisableMedia,
  ElevationBits,
  LaunchConditions,
  MissingSequences,
  SavedProperties,
  type SequenceChoices,
} from '../installer/command-line/sequence-choices.js';
export { parseAdminProperties, writeAdminProperties } from '../installer/image/admin-properties-stream.js';
export {
  type AdministrativeResult,
  applyAdministrativeInstallation,
} from '../installer/image/administrative-installation.js';
export {
  type AdministrativePlan,
  planAdministrativeInstallation,
} from '../installer/image/administrative-plan.js';
export { applyImagePatch, type ImagePatchPlan, planImagePatch } from '../installer/image/patch-image.js';
export {
  type Condition,
  type ConditionContext,
  type ConditionExpression,
  type ConditionValue,
  evaluateCondition,
  InstallState,
  parseCondition,
} from '../installer/language/condition.js';
export {
  type FormatContext,
  type FormattedText,
  formatRecord,
  formatText,
} from '../installer/language/formatted-text.js';
export {
  isPublicProperty,
  type PropertyLayers,
  type PropertySource,
  PropertyTable,
} from '../installer/language/property-table.js';
export { exitCodeOf, explainExitCode } from '../installer/log/exit-codes.js';
export {
  type InstallationEvent,
  type InstallationLog,
  joinInstallationLogs,
} from '../installer/log/installation-log.js';
export { type NativeMsiexecOptions, runNativeMsiexec } from '../installer/native/native-msiexec.js';
export { type MsiexecResult, type RunMsiexecOptions, runMsiexec } from '../installer/run-msiexec.js';
export {
  runAdministrativeSequence,
  type SequenceOptions,
  type SequenceResult,
} from '../installer/session/administrative-sequence.js';
export {
  AdministrativeSession,
  type AdministrativeSessionOptions,
} from '../installer/session/administrative-session.js';
export { type ApplyTransformOptions, applyTransform } from '../msi/apply-transform.js';
export { BinaryCell, type Row, type Value } from '../msi/binary-cell.js';
export type { Column } from '../msi/column.js';
export { Database, type DatabaseKind } from '../msi/database.js';
export { DatabaseEditor } from '../msi/database-editor.js';
export { type CellContent, EditableTable } from '../msi/editable-table.js';
export {
  cellText,
  type TableFormat,
  TableFormats,
  tableToCsv,
  tableToIdt,
  tableToJson,
} from '../msi/export-table.js';
export { SummaryInformation } from '../msi/summary-information.js';
export { Table } from '../msi/table.js';
export { Transform } from '../msi/transform.js';
export {
  type TransformTableChange,
  transformChanges,
  transformTableChange,
} from '../msi/transform-changes.js';
export {
  TransformError,
  type TransformSide,
  type TransformSummary,
  TransformValidation,
} from '../msi/transform-summary.js';
export {
  checkTransform,
  readTransformTarget,
  type TransformMismatch,
  type TransformTarget,
} from '../msi/transform-validation.js';
export { type ViewOptions, view } from '../msi/view.js';
export { parseWhere, type Where } from '../msi/where.js';
export { FileSource } from '../node/file-source.js';
export { isOutOfMemory } from '../node/out-of-memory.js';
export { OutputFolder } from '../node/output-folder.js';
export {
  beginOutput,
  type FlushMode,
  FlushModes,
  type OutputOptions,
  OutputTransaction,
} from '../node/output-transaction.js';
export { readFileWhole } from '../node/read-file-whole.js';
export {
  type RecoveredRun,
  type RecoverOptions,
  type Recovery,
  recoverFolder,
  recoverTree,
} from '../node/recover-folder.js';
export { defaultRunLimits, type RunLimits } from '../node/run-limits.js';
export { attachRunMonitor, beat, currentInput, RunMonitor, waitsForOthers } from '../node/run-monitor.js';
export { writeFileAtomic } from '../node/write-file-atomic.js';
export { CabinetPackage } from '../package/cabinet-package.js';
export { type ContentFacts, readContentFacts } from '../package/content-facts.js';
export {
  type Conflict,
  Conflicts,
  type ExtractOptions,
  type ExtractPlan,
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
  transformRowChanges,
} from '../package/inspect/describe-transform.js';
export { type ListedFile, type ListOptions, listPackage } from '../package/inspect/list-package.js';
export { type ListedStream, listStreams } from '../package/inspect/list-streams.js';
export { InstallFile } from '../package/install/install-file.js';
export { InstallPackage } from '../package/install/install-package.js';
export { type Layout, Layouts } from '../package/install/layout.js';
export {
  databaseOf,
  diffDatabases,
  diffPackages,
  type PackageDiff,
  type RowChange,
} from '../package/node/diff-packages.js';
export { applyExtract, type Overwrite, Overwrites } from '../package/node/extract.js';
export { FolderPackage } from '../package/node/folder-package.js';
export { openProduct } from '../package/node/open-product.js';
export { readVersions, type VersionEntry } from '../package/node/read-versions.js';
export type { WriteOptions, WriteProgress } from '../package/node/write-options.js';
export { encodeTableFile, writeTableFiles } from '../package/node/write-tables.js';
export { type OpenedPackage, type OpenPackageOptions, openPackage } from '../package/open-package.js';
export { isPatch, type Package } from '../package/package.js';
export type {
  FilePart,
  PackageContent,
  PackageFile,
  PackageFileFacts,
  PackageKind,
} from '../package/package-content.js';
export { openPatchedPackage } from '../package/patch/open-patched-package.js';
export type { PatchIdentity, TransformPair } from '../package/patch/patch-identity.js';
export { PatchPackage } from '../package/patch/patch-package.js';
export {
  type LeftOut,
  type PatchOrder,
  type PatchStep,
  planPatchSequence,
  type SequencedPatch,
} from '../package/patch/patch-sequence.js';
export { PatchedFile, PatchedPackage, type Product } from '../package/patch/patched-package.js';
export { type PrepareOptions, type PrepareResult, prepare } from '../prepare/prepare.js';
export { junitSuite, renderJunit } from '../report/render-junit.js';
export { renderReportHtml } from '../report/render-report-html.js';
export { renderReportMarkdown } from '../report/render-report-markdown.js';
export { renderRequirementsMarkdown, requirementSuite } from '../report/render-requirements.js';
export {
  placeName,
  placeReasons,
  renderScanMarkdown,
  scanSuites,
  tellingPlaces,
} from '../report/render-scan.js';
export { renderVerifyMarkdown } from '../report/render-verification.js';
export { buildReport, type Report } from '../report/report.js';
