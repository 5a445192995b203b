import type { VerifyResult } from '../hotfix/verify/verify-files.js';
import type { ReportSource, StagedFile, Verdict } from './report-parts.js';

/** What a later report is compared with, of a report of this or an earlier version. */
export interface PreviousReport {
  /** ISO 8601, UTC. */
  created: string;
  headline: string;
  package: { file: string; sha256: string | null };
  /** The rows of the table; empty where nothing was verified. */
  rows: readonly PreviousRow[];
  staged: readonly { path: string; sha256: string }[];
}

/** A row of a verification. */
export interface PreviousRow {
  /** File name and platform, which tell rows apart. */
  name: string;
  status: string;
  version: string | null;
  size: number | null;
  sha256: string | null;
}

/** An earlier report, and what is different now. */
export interface ComparedReport {
  created: string;
  headline: string;
  /** Whole sentences; empty where nothing is different. */
  changes: string[];
}

interface Compared {
  verdict: Verdict;
  input: ReportSource;
  verification: VerifyResult | null;
  staged: readonly StagedFile[];
}

/** What a report says that can be compared with a later one. */
export function comparable({ created, ...report }: Compared & { created: string }): PreviousReport {
  const { verdict, input, staged } = report;
  return {
    created,
    headline: verdict.headline,
    package: { file: input.file, sha256: input.sha256 },
    rows: rowsOf(report),
    staged,
  };
}

function rowsOf({ verification }: Compared): PreviousRow[] {
  return (verification?.files ?? []).map(({ name, platform, status, actual }) => ({
    name: platform === null ? name : `${name} (${platform})`,
    status,
    version: actual?.version ?? null,
    size: actual?.size ?? null,
    sha256: actual?.sha256 ?? null,
  }));
}

/** Compares a report with an earlier one. */
export function compareReports(before: PreviousReport, report: Compared): ComparedReport {
  const { verdict, input, staged } = report;
  const { created, headline } = before;
  const isSame = before.package.sha256 === input.sha256;
  return {
    created,
    headline,
    changes: [
      ...(headline === verdict.headline
        ? []
        : [`The verdict was "${headline}" and is "${verdict.headline}".`]),
      ...(isSame
        ? []
        : [
            `The package is another file: ${before.package.file} had the SHA-256 ${before.package.sha256 ?? 'none'}.`,
          ]),
      ...rowChanges(before.rows, rowsOf(report)),
      ...stagedChanges(before.staged, staged),
    ],
  };
}

function rowChanges(before: readonly PreviousRow[], now: readonly PreviousRow[]): string[] {
  // Before or now nothing was verified: the verdict says so.
  if (before.length === 0 || now.length === 0) return [];
  const was = grouped(before);
  const is = grouped(now);
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const [a, b] = [was.get(name) ?? [], is.get(name) ?? []];
    return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => rowChange(name, a[i], b[i])).flat();
  });
}

function grouped(rows: readonly PreviousRow[]): Map<string, PreviousRow[]> {
  const groups = new Map<string, PreviousRow[]>();
  for (const row of rows) groups.set(row.name, [...(groups.get(row.name) ?? []), row]);
  return groups;
}

function rowChange(name: string, a: PreviousRow | undefined, b: PreviousRow | undefined): string[] {
  if (!a) return [`${name} is in the table now.`];
  if (!b) return [`${name} is no longer in the table.`];
  if (a.status !== b.status) return [`${name} was ${a.status} and is ${b.status}.`];
  if (a.version !== b.version)
    return [`${name} had version ${a.version ?? 'none'} and has ${b.version ?? 'none'}.`];
  if (a.size !== b.size) return [`${name} had ${a.size ?? 'no'} bytes and has ${b.size ?? 'none'}.`];
  // An earlier version wrote no digests.
  return a.sha256 !== null && b.sha256 !== null && a.sha256 !== b.sha256
    ? [`${name} has other content.`]
    : [];
}

function stagedChanges(before: PreviousReport['staged'], now: PreviousReport['staged']): string[] {
  const was = new Map(before.map(({ path, sha256 }) => [path, sha256]));
  const is = new Map(now.map(({ path, sha256 }) => [path, sha256]));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((path) => {
    const [a, b] = [was.get(path), is.get(path)];
    if (a === b) return [];
    if (a === undefined) return [`${path} is staged now.`];
    return b === undefined
      ? [`${path} was staged and is not any more.`]
      : [`${path} is staged with other content.`];
  });
}
