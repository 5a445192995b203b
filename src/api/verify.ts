/**
 * Files compared with a published table, or with requirements of one's own.
 *
 * @module
 */

export { BufferSource, type ByteSource } from '../core/byte-source.js';
export {
  type ErrorCode,
  type ErrorFacts,
  type ErrorKind,
  HotfixkitError,
  type Warning,
} from '../core/errors.js';
export type { Difference, FileFacts } from '../hotfix/verify/compare-file.js';
export type { Download } from '../hotfix/verify/compare-hashes.js';
export type { Wanted } from '../hotfix/verify/content-files.js';
export type { NearMiss } from '../hotfix/verify/near-miss.js';
export {
  checkRequirements,
  parseRequirement,
  type RequiredFile,
  type Requirement,
  type RequirementResult,
  requirementFilter,
} from '../hotfix/verify/require.js';
export type { SectionEvidence, SectionFit } from '../hotfix/verify/section-fit.js';
export {
  type VerifiedFile,
  type VerifyOptions,
  type VerifyResult,
  type VerifyStatus,
  verifyFiles,
} from '../hotfix/verify/verify-files.js';

// Types behind these signatures: see index.ts.
export type {} from './article.js';
export type {} from './signature.js';
