/**
 * Reports in HTML and Markdown, evidence in the formats of pipelines and change boards, and bills of materials.
 *
 * @module
 */

export type { Place, PlaceRole, PlaceStatus } from '../hotfix/scan/judge-place.js';
export type { ScannedHotfix, ScannedPlace, ScannedRoot, ScanResult } from '../hotfix/scan/scan-trees.js';
export type { NextStep } from '../hotfix/stage/next-steps.js';
export type { StageAction } from '../hotfix/stage/plan-stage.js';
export {
  type ComparedReport,
  comparable,
  compareReports,
  type PreviousReport,
  type PreviousRow,
} from '../report/compare-reports.js';
export type {
  Evidence,
  EvidenceColumn,
  EvidenceRow,
  EvidenceTable,
  HashedFile,
  Provenance,
  Tone,
} from '../report/evidence.js';
export { type ListedFiles, listEvidence, listedHashes, listSuites } from '../report/evidence-of-list.js';
export { scanEvidence, scannedHashes } from '../report/evidence-of-scan.js';
export {
  type JudgedFiles,
  signatureEvidence,
  signatureSuites,
  signedHashes,
} from '../report/evidence-of-signatures.js';
export { verificationEvidence, verifiedHashes } from '../report/evidence-of-verification.js';
export { renderCsv } from '../report/render-csv.js';
export { cyclonedxDocument } from '../report/render-cyclonedx.js';
export { renderEvidenceHtml } from '../report/render-evidence-html.js';
export { renderEvidenceMarkdown } from '../report/render-evidence-markdown.js';
export { renderGithub } from '../report/render-github.js';
export { type JunitCase, type JunitSuite, junitSuite, renderJunit } from '../report/render-junit.js';
export type { JudgedPath } from '../report/render-paths.js';
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
export { renderSha256 } from '../report/render-sha256.js';
export { spdxDocument } from '../report/render-spdx.js';
export { renderVerifyMarkdown } from '../report/render-verification.js';
export {
  buildReport,
  type Report,
  type ReportInput,
  type ReportProvenance,
} from '../report/report.js';
export type { ReportSource, StagedFile, Verdict, VerdictStatus } from '../report/report-parts.js';
export type { Sbom, SbomSource } from '../report/sbom.js';

// Types behind these signatures: see index.ts.
export type {} from './verify.js';
