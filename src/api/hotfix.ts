/**
 * What is known of hotfixes: the catalogue, manifests on disk, scans, diagnoses.
 *
 * @module
 */

export type { DescribeOptions } from '../hotfix/describe/describe-package.js';
export type { DiagnosedLog, DiagnoseOptions, Finding, Occurrence } from '../hotfix/diagnose/diagnose-logs.js';
export type { LogEncoding } from '../hotfix/diagnose/log-encoding.js';
export type { LogFormat } from '../hotfix/diagnose/log-entry.js';
export type { RemedyStep } from '../hotfix/diagnose/remedy.js';
export type { Certainty } from '../hotfix/diagnose/symptom-matcher.js';
export { type CatalogueEntry, catalogueEntry } from '../hotfix/manifest/catalogue.js';
export { encodeManifest } from '../hotfix/manifest/encode-manifest.js';
export { manifestJsonSchema } from '../hotfix/manifest/manifest-schema.js';
export { readArticleFile } from '../hotfix/manifest/node/read-article-file.js';
export { readManifestFile } from '../hotfix/manifest/node/read-manifest-file.js';
export { readManifestFolder, readManifestPath } from '../hotfix/manifest/node/read-manifest-path.js';
export { type PartialEntry, partialEntries, partialEntry } from '../hotfix/manifest/partial-entries.js';
export { explainVersion, productLines, type VersionExplanation } from '../hotfix/manifest/product-line.js';
export type { ProductLine, VersionOrigin } from '../hotfix/manifest/version-origin.js';
export type { Place, PlaceRole, PlaceStatus } from '../hotfix/scan/judge-place.js';
export type {
  ScannedHotfix,
  ScannedPlace,
  ScannedRoot,
  ScanOptions,
  ScanProgress,
  ScanResult,
} from '../hotfix/scan/scan-trees.js';
export { type ContentFile, readContentFiles } from '../hotfix/verify/content-files.js';
export { defaultRunLimits, type RunLimits } from '../node/run-limits.js';
export type {} from './article.js';
// Types behind these signatures: see index.ts.
export type {} from './package.js';
export type {} from './verify.js';
