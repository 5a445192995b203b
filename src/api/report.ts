/**
 * Reports in HTML and Markdown, and JUnit results for release pipelines.
 *
 * @module
 */

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
  type ReportSource,
  type StagedFile,
  type Verdict,
  type VerdictStatus,
} from '../report/report.js';

// Types behind these signatures: see index.ts.
export type {} from './stage.js';
