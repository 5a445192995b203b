import { describeError } from '../core/errors.js';
import { plural } from '../core/plural.js';
import { manifestName } from '../hotfix/manifest/manifest.js';
import type { RequirementResult } from '../hotfix/verify/require.js';
import type { VerifiedFile, VerifyResult } from '../hotfix/verify/verify-files.js';
import { signaturesInWords } from '../package/signature/judged-signature.js';
import {
  type Evidence,
  type EvidenceColumn,
  type EvidenceRow,
  type EvidenceTable,
  type HashedFile,
  toneOf,
} from './evidence.js';
import { type JudgedPath, pathReason, pathsSentence, verdictOfPaths } from './render-paths.js';
import { remark, verdictWord } from './render-verification.js';
import { tableReason } from './report.js';

const columns: readonly EvidenceColumn[] = [
  { name: 'status', title: 'Status', kind: 'status' },
  { name: 'file', title: 'File', kind: 'code' },
  { name: 'platform', title: 'Platform' },
  { name: 'version_expected', title: 'Version expected' },
  { name: 'version_found', title: 'Version found' },
  { name: 'size_expected', title: 'Size expected', kind: 'number' },
  { name: 'size_found', title: 'Size found', kind: 'number' },
  { name: 'path', title: 'Path', kind: 'code', isBelow: true },
  { name: 'sha256', title: 'SHA-256', kind: 'hash', isBelow: true },
  { name: 'signature', title: 'Signature', isBelow: true },
  { name: 'remark', title: 'Remark', isBelow: true },
];

/** What was compared: it is said wherever a verdict is. */
export const COMPARED =
  'Compared: name, platform, version and size of each file with the published table, and its signature where that was asked for. Date and time are not judged. The SHA-256 is that of the file that was found; it is shown, not compared.';

/** The verification of paths, each by itself, as a document. */
export function verificationEvidence(paths: readonly JudgedPath[]): Evidence {
  const { ok, warnings } = verdictOfPaths(paths);
  return {
    kind: 'Verification',
    title: titleOf(paths),
    verdict: {
      tone: toneOf(ok, warnings),
      headline: verdictWord({ ok, warnings }),
      reasons: reasonsOf(paths),
    },
    tables: paths.flatMap((one) => tablesOf(one, paths.length > 1)),
    warnings: warnings.filter((one, i) => warnings.findIndex((other) => other.message === one.message) === i),
  };
}

function titleOf(paths: readonly JudgedPath[]): string {
  const articles = new Set(
    paths.flatMap(({ result }) =>
      result ? [paths.length === 1 ? articleOf(result) : manifestName(result.manifest)] : [],
    ),
  );
  const what = articles.size > 0 ? [...articles].join(', ') : 'Requirements';
  const [only] = paths;
  return `${what}: ${paths.length === 1 ? only!.path : plural(paths.length, 'path')}`;
}

function articleOf({ manifest, section }: VerifyResult): string {
  return `${manifestName(manifest)}, ${manifest.product ?? section}`;
}

function reasonsOf(paths: readonly JudgedPath[]): string[] {
  const [only] = paths;
  if (paths.length !== 1 || !only) {
    return [
      `${pathsSentence(paths)}.`,
      ...paths.filter(({ ok }) => !ok).map((one) => `${one.path}: ${pathReason(one)}.`),
    ];
  }
  if (only.error) return [describeError(only.error)];
  const { result, requirements } = only;
  const met = requirements.filter(({ status }) => status === 'match').length;
  return [
    ...(result
      ? [`${result.counts.match} of ${plural(result.files.length, 'file')} match ${articleOf(result)}.`]
      : []),
    ...(requirements.length > 0 ? [`${met} of ${plural(requirements.length, 'requirement')} met.`] : []),
    ...(only.ok ? [] : [`Do not deploy these files: ${pathReason(only)}.`]),
  ];
}

function tablesOf({ path, result, requirements, error }: JudgedPath, areSeveral: boolean): EvidenceTable[] {
  if (error) {
    const row: EvidenceRow = {
      tone: 'bad',
      cells: columns.map(({ name }) => unread(name, path, describeError(error))),
    };
    return [{ title: path, notes: [], columns, rows: [row] }];
  }
  const titled = (title: string): string => (areSeveral ? `${path}: ${title}` : title);
  return [
    ...(result
      ? [
          {
            title: titled('files, as published and as found'),
            notes: notesOf(result),
            columns,
            rows: result.files.map(rowOf),
          },
        ]
      : []),
    ...(requirements.length > 0
      ? [{ title: titled('requirements'), notes: [], columns, rows: requirements.flatMap(requirementRows) }]
      : []),
  ];
}

function unread(name: string, path: string, reason: string): string | null {
  return { status: 'not read', file: path, path, remark: reason }[name] ?? null;
}

function notesOf(result: VerifyResult): string[] {
  return [`${tableReason(result)} ${COMPARED}${unlistedText(result.unlisted)}`];
}

/** The most files that a sentence names. */
const NAMED = 10;

/** A sentence about the files that the table does not name, after a blank; empty where there are none. */
export function unlistedText(unlisted: readonly string[]): string {
  if (unlisted.length === 0) return '';
  const named = unlisted.slice(0, NAMED).join(', ');
  const more = unlisted.length > NAMED ? ` and ${unlisted.length - NAMED} more` : '';
  return ` Not in the table: ${plural(unlisted.length, 'further file')} (${named}${more}).`;
}

function rowOf(file: VerifiedFile): EvidenceRow {
  const { status, name, platform, expected, actual, path, signatures } = file;
  return {
    tone: status === 'match' ? 'good' : status === 'ambiguous' ? 'warn' : 'bad',
    cells: [
      status,
      name,
      platform,
      expected.version,
      actual?.version ?? null,
      expected.size,
      actual?.size ?? null,
      path,
      actual?.sha256 ?? null,
      signatures ? signaturesInWords(signatures) : null,
      remark(file) || null,
    ],
  };
}

function requirementRows({ text, status, files }: RequirementResult): EvidenceRow[] {
  if (files.length === 0) {
    return [
      { tone: 'bad', cells: [status, text, null, null, null, null, null, null, null, null, 'not found'] },
    ];
  }
  return files.map(({ path, version, ok, signatures, sha256 }) => ({
    tone: ok ? 'good' : 'bad',
    cells: [
      ok ? 'match' : 'mismatch',
      text,
      null,
      null,
      version,
      null,
      null,
      path,
      sha256 ?? null,
      signatures ? signaturesInWords(signatures) : null,
      ok ? null : 'not as required',
    ],
  }));
}

const verdicts = { good: [], warn: ['OK WITH WARNINGS'], bad: ['NOT OK'] } as const;

/** What the digests do not say: a verdict that is not good, files without digest, and warnings. Of several paths, each line names its own. */
export function verifiedComments(paths: readonly JudgedPath[]): string[] {
  return paths.flatMap(({ path: given, ok, result, requirements, warnings, error }) => {
    const texts = [
      ...verdicts[toneOf(ok, warnings)],
      ...(error ? [`error: ${error.message}`] : []),
      ...(result?.files ?? []).flatMap((file) =>
        file.path !== null && (file.actual?.sha256 || file.status === 'match')
          ? []
          : [`${file.status}: ${file.path ?? file.name}: ${remark(file)}`],
      ),
      ...requirements.flatMap(({ text, files }) => (files.length === 0 ? [`missing: ${text}`] : [])),
      ...warnings.map(({ message }) => `warning: ${message}`),
    ];
    return paths.length > 1 ? texts.map((text) => `${given}: ${text}`) : texts;
  });
}

/** The digests of the files that were found. Of several paths, each file is named with its own. */
export function verifiedHashes(paths: readonly JudgedPath[]): HashedFile[] {
  return paths.flatMap(({ path: given, result, requirements }) => {
    const below = (path: string): string =>
      paths.length > 1 ? `${given.replaceAll('\\', '/')}/${path}` : path;
    return [
      ...(result?.files ?? []).flatMap((file) => {
        const { path, actual, status } = file;
        if (path === null || !actual?.sha256) return [];
        const why = status === 'match' ? {} : { remark: `${status}: ${path}: ${remark(file)}` };
        return [{ path: below(path), sha256: actual.sha256, ...why }];
      }),
      ...requirements.flatMap(({ text, files }) =>
        files.flatMap(({ path, sha256, ok }) => {
          const why = ok ? {} : { remark: `mismatch: ${path}: not as required: ${text}` };
          return sha256 ? [{ path: below(path), sha256, ...why }] : [];
        }),
      ),
    ];
  });
}
