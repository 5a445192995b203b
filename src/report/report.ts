import { describeError, type Warning } from '../core/errors.js';
import { groupDigits, plural } from '../core/plural.js';
import { isWeakening } from '../core/weakening-warnings.js';
import type { HotfixFacts } from '../hotfix/manifest/hotfix-facts.js';
import type { Manifest } from '../hotfix/manifest/manifest.js';
import type { NextStep } from '../hotfix/stage/next-steps.js';
import type { StageAction } from '../hotfix/stage/plan-stage.js';
import type { VerifiedFile, VerifyResult } from '../hotfix/verify/verify-files.js';
import { type PackageSignature, signaturesOfHotfix } from '../package/signature/package-signatures.js';
import { adviceOf } from './advice.js';
import { type ComparedReport, compareReports, type PreviousReport } from './compare-reports.js';
import type { ReportSource, StagedFile, Verdict } from './report-parts.js';

/** What a report is made from. */
export interface ReportInput {
  tool: { name: string; version: string };
  /** ISO 8601, UTC. */
  created: string;
  input: ReportSource;
  manifest: Manifest;
  /** Those of the download, the package and the staged files. */
  signatures?: readonly PackageSignature[];
  /** Null if nothing was verified. */
  verification: VerifyResult | null;
  /** Empty if nothing was staged. */
  staged: readonly StagedFile[];
  /** The administrative image, if one was made. */
  image?: { path: string; files: number; bytes: number } | null;
  /** What is in the output folder of this run and of earlier ones, with `/`; SHA-256 in lower-case hexadecimal. */
  written?: readonly { path: string; sha256: string }[];
  next: readonly NextStep[];
  warnings: readonly Warning[];
  /** Nothing was written: the report says what would be written. */
  isPlan?: boolean;
  /** Who made it, and by which command; null or absent: not known. */
  provenance?: ReportProvenance | null;
  /** An earlier report to compare with. */
  previous?: PreviousReport | null;
}

/** Who made a report, and how. */
export interface ReportProvenance {
  /** The command line, without passwords. */
  command: string;
  host: string;
  user: string;
}

/** The content of `report.json`; the readable forms are rendered from it. */
export interface Report {
  verdict: Verdict;
  created: string;
  tool: { name: string; version: string };
  hotfix: { kb: string | null; title: string; product: string | null; facts: HotfixFacts | null };
  input: ReportSource;
  verification: VerifyResult | null;
  signatures: PackageSignature[];
  image: { path: string; files: number; bytes: number } | null;
  staged: StagedFile[];
  written: { path: string; sha256: string }[];
  next: NextStep[];
  /** What to do where not all is well, in whole sentences. */
  advice: string[];
  warnings: Warning[];
  provenance: ReportProvenance | null;
  /** What is different from an earlier report; null where there is none. */
  previous: ComparedReport | null;
}

/** Builds a report and its verdict. The warnings are those given and those of verifying, each once. */
export function buildReport(data: ReportInput): Report {
  const { manifest, verification } = data;
  const report = {
    verdict: { ...reachVerdict(data), signatures: signaturesOfHotfix(data.signatures ?? []) },
    created: data.created,
    tool: { ...data.tool },
    hotfix: {
      kb: manifest.kb,
      title: manifest.title,
      product: verification?.manifest.product ?? null,
      facts: manifest.facts ?? null,
    },
    input: { ...data.input },
    verification,
    signatures: [...(data.signatures ?? [])],
    image: data.image ?? null,
    staged: [...data.staged],
    written: [...(data.written ?? [])],
    // A report whose verdict is "stop" has no next steps.
    next:
      data.staged.some(({ action }) => action === 'conflict') || data.staged.length === 0
        ? []
        : [...data.next],
    warnings: eachOnce([...data.warnings, ...(verification?.warnings ?? [])]),
    provenance: data.provenance ? { ...data.provenance } : null,
  };
  return {
    ...report,
    advice: adviceOf(report),
    previous: data.previous ? compareReports(data.previous, report) : null,
  };
}

/** The warnings that weaken a verdict that is good otherwise. */
export function weakeningWarnings({
  verification,
  warnings,
}: Pick<ReportInput, 'verification' | 'warnings'>): Warning[] {
  if (!verification?.ok) return [];
  return eachOnce([...warnings, ...verification.warnings].filter(isWeakening));
}

function reachVerdict(input: ReportInput): Omit<Verdict, 'signatures'> {
  const verdict = verdictOf(input);
  const weak = weakeningWarnings(input).length;
  if (weak === 0 || (verdict.status !== 'ready' && verdict.status !== 'verified')) return verdict;
  return {
    ...verdict,
    headline: `${verdict.headline}, with ${weak === 1 ? 'a warning' : 'warnings'}`,
    reasons: [
      ...verdict.reasons,
      `${plural(weak, 'warning')} ${weak === 1 ? 'weakens' : 'weaken'} this verdict; see Warnings.`,
    ],
  };
}

function verdictOf({
  verification,
  staged,
  signatures = [],
  isPlan = false,
}: ReportInput): Omit<Verdict, 'signatures'> {
  const conflicts = staged.filter(({ action }) => action === 'conflict');
  const inPlace = staged.length > 0 && conflicts.length === 0;
  const found = verification
    ? findings(verification)
    : ['The files were not compared with the published table.'];
  if (conflicts.length > 0) {
    return {
      status: verification?.ok ? 'blocked' : 'failed',
      headline: isPlan
        ? 'Staging is blocked: other files are in the way'
        : 'Not staged: other files are in the way',
      reasons: [
        `${plural(conflicts.length, 'file')} of the same name and other content would have been overwritten.`,
        ...found,
      ],
    };
  }
  const where = inPlace ? [stagedSentence(staged, isPlan)] : [];
  if (!verification) {
    return inPlace
      ? { status: 'forced', headline: 'Staged without verification', reasons: [...found, ...where] }
      : { status: 'unverified', headline: 'Not verified', reasons: found };
  }
  const harmful = signatures.filter((one) => one.harmful);
  if (verification.ok && inPlace && harmful.length > 0) {
    return {
      status: 'forced',
      headline: `${isPlan ? 'Would be staged' : 'Staged'} although a signature says that it must not be used`,
      reasons: [
        ...harmful.map(({ role, verdict }) => `The signature of the ${role} is ${verdict}.`),
        ...found,
        ...where,
      ],
    };
  }
  if (verification.ok) {
    return inPlace
      ? {
          status: 'ready',
          headline: isPlan ? 'Verified, can be staged' : 'Verified and staged',
          reasons: [...found, ...where],
        }
      : { status: 'verified', headline: 'Verified', reasons: found };
  }
  return inPlace
    ? {
        status: 'forced',
        headline: isPlan
          ? 'Verification failed, would be staged anyway'
          : 'Staged although verification failed',
        reasons: [...found, ...where],
      }
    : {
        status: 'failed',
        headline: isPlan
          ? 'Verification failed, nothing would be staged'
          : 'Verification failed, nothing was staged',
        reasons: found,
      };
}

/** `5 files staged.`, `5 files staged; all were in place already.` */
function stagedSentence(staged: ReportInput['staged'], isPlan: boolean): string {
  const same = staged.filter(({ action }) => action === 'unchanged').length;
  const verb = isPlan ? 'would be staged' : 'staged';
  if (same === staged.length) return `${plural(same, 'file')} ${verb}; all were in place already.`;
  return `${plural(staged.length, 'file')} ${verb}${same > 0 ? `; ${same} in place already` : ''}.`;
}

function findings(verification: VerifyResult): string[] {
  const { counts, files, manifest } = verification;
  const table = `the table published for ${manifest.product ?? manifest.title}`;
  if (counts.match === files.length && files.length > 0) {
    return [`${files.length === 1 ? 'The file matches' : `All ${files.length} files match`} ${table}.`];
  }
  const parts = [
    counts.mismatch > 0 ? `${counts.mismatch} ${counts.mismatch === 1 ? 'differs' : 'differ'}` : '',
    counts.missing > 0 ? `${counts.missing} ${counts.missing === 1 ? 'is' : 'are'} missing` : '',
    counts.ambiguous > 0 ? `${counts.ambiguous} ambiguous` : '',
  ].filter((part) => part !== '');
  return [`${counts.match} of ${files.length} files match ${table}; ${parts.join(', ')}.`];
}

/** What is wrong with a row of the table, in words; null for a match. */
export function describeProblem(file: VerifiedFile): string | null {
  const name = file.platform === null ? file.name : `${file.name} (${file.platform})`;
  switch (file.status) {
    case 'match':
      return null;
    case 'missing':
      return file.renamed === undefined
        ? `${name} is missing`
        : `${name} is missing; ${file.renamed} has its size: the name may differ by locale`;
    case 'ambiguous':
      return `${name}: several files with this name disagree: ${[file.path, ...(file.rivals ?? [])].join(', ')}${because(file)}`;
    case 'mismatch': {
      const differences = file.differences.map(({ field, expected, actual, order, reason }) => {
        // The explanation says it in more words.
        const way = order === undefined || order === file.explanation?.kind ? '' : `, ${order}`;
        const shown = (value: string | number | null) =>
          typeof value === 'number' ? `${groupDigits(value)} bytes` : (value ?? 'none');
        const said = reason === undefined ? '' : `: ${reason}`;
        return `${field} is ${shown(actual)} instead of ${shown(expected)}${way}${said}`;
      });
      return `${name}: ${differences.join('; ')}${because(file)}`;
    }
  }
}

/** Which table was used and why, in one sentence. */
export function tableReason({ fit, section }: VerifyResult): string {
  const sure = { asked: 'as asked', only: 'the only one' }[fit.certainty as string] ?? fit.certainty;
  return `Table: ${section} (${sure}: ${fit.reason}).`;
}

function because({ explanation }: VerifiedFile): string {
  return explanation ? ` (${explanation.text})` : '';
}

/** What was done with a staged file, for readers. */
export const actionWords: Readonly<Record<StageAction, string>> = {
  create: 'created',
  unchanged: 'already in place',
  replace: 'replaced',
  conflict: 'in the way',
};

function eachOnce(warnings: readonly Warning[]): Warning[] {
  const seen = new Set<string>();
  return warnings.filter((warning) => {
    const key = describeError(warning);
    return !seen.has(key) && seen.add(key);
  });
}
