import type { StageAction } from '../hotfix/stage/plan-stage.js';
import type { SignaturesInWords } from '../package/signature/package-signatures.js';

/** The package that a report is about. */
export interface ReportSource {
  /** File name or path, as it was given. */
  file: string;
  /** Bytes; null for a folder. */
  size: number | null;
  /** Lower-case hexadecimal; null for a folder. */
  sha256: string | null;
  /** `msi`, `exe`, `folder`, … */
  kind: string;
  /** ProductName and ProductCode of the package, null where it has none. */
  product: string | null;
  productCode: string | null;
  /** Whether the package carries a digital signature; null: not known. What it is judged to be is in `signatures`. */
  signature: boolean | null;
}

/** A file in its place. */
export interface StagedFile {
  /** With `/`. */
  path: string;
  size: number;
  sha256: string;
  action: StageAction;
}

/** What a report concludes. */
export type VerdictStatus =
  /** Verified and in place. */
  | 'ready'
  /** Verified; nothing was to be staged. */
  | 'verified'
  /** In place although verification failed or did not take place. */
  | 'forced'
  /** Verified and not in place: other files are in the way. */
  | 'blocked'
  /** Verification failed, nothing is in place. */
  | 'failed'
  /** Nothing was verified, nothing is in place. */
  | 'unverified';

/** The judgement at the head of a report. */
export interface Verdict {
  status: VerdictStatus;
  /** A few words. */
  headline: string;
  /** Whole sentences, the most important first. */
  reasons: string[];
  /** How the signatures stand, which the status does not depend on; null where there was nothing to judge. */
  signatures: SignaturesInWords | null;
}
