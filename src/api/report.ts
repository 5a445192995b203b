/**
 * Reports in HTML and Markdown, and JUnit results for release pipelines.
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
export { type JunitCase, type JunitSuite, junitSuite, renderJunit } from '../report/render-junit.js';
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
export {
  buildReport,
  type Report,
  type ReportInput,
  type ReportProvenance,
} from '../report/report.js';
export type { ReportSource, StagedFile, Verdict, VerdictStatus } from '../report/report-parts.js';

// Types behind these signatures: see index.ts.
export type {} from './verify.js';
