import { describeError, type HotfixkitError } from '../core/errors.js';
import { plural } from '../core/plural.js';
import type { SignedFile } from '../signature/signature-verifier.js';
import type { Evidence, EvidenceColumn, HashedFile } from './evidence.js';
import type { JunitSuite } from './render-junit.js';

type Judged = Pick<SignedFile, 'verdict' | 'accepted' | 'refusals' | 'signatures'>;

/** What judging signatures gave. */
export interface JudgedFiles {
  files: readonly (Judged & { path: string; sha256?: string })[];
  errors: readonly { path: string; error: HotfixkitError }[];
  /** What was not looked at and what could not be checked, in sentences. */
  notes: readonly string[];
}

const columns: readonly EvidenceColumn[] = [
  { name: 'verdict', title: 'Verdict', kind: 'status' },
  { name: 'path', title: 'File', kind: 'code' },
  { name: 'signer', title: 'Signer' },
  { name: 'timestamp', title: 'Timestamp', kind: 'time' },
  { name: 'digest', title: 'Digest' },
  { name: 'root', title: 'Root', isBelow: true },
  { name: 'signer_sha1', title: 'Certificate (SHA-1)', kind: 'hash', isBelow: true },
  { name: 'catalog', title: 'Catalogue', isBelow: true },
  { name: 'sha256', title: 'SHA-256', kind: 'hash', isBelow: true },
  { name: 'remark', title: 'Remark', isBelow: true },
];

/** Judged signatures as a document. */
export function signatureEvidence({ files, errors, notes }: JudgedFiles): Evidence {
  const good = files.filter(({ accepted }) => accepted).length;
  const ok = good === files.length && files.length > 0 && errors.length === 0;
  const [only] = files;
  return {
    kind: 'Signatures',
    title:
      files.length === 1 && errors.length === 0
        ? only!.path
        : `Signatures of ${plural(files.length + errors.length, 'file')}`,
    verdict: {
      tone: ok ? 'good' : 'bad',
      headline: ok ? 'OK' : 'NOT OK',
      reasons: [`${good} of ${plural(files.length + errors.length, 'file')} validly signed.`, ...notes],
    },
    tables: [
      {
        title: 'Files',
        notes: [
          'Checked: the signed digest of each file, the chain of certificates up to a trusted root, and the timestamp.',
        ],
        columns,
        rows: [
          ...files.map((file) => {
            const [outer] = file.signatures;
            return {
              tone: file.accepted ? ('good' as const) : ('bad' as const),
              cells: [
                file.verdict,
                file.path,
                outer?.signerName ?? null,
                outer?.timestamps.find(({ status }) => status === 'good')?.time ?? null,
                outer?.digest?.algorithm ?? null,
                outer?.anchor?.subject ?? null,
                outer?.signer?.sha1 ?? null,
                outer?.catalog ?? null,
                file.sha256 ?? null,
                reasonsOf(file).join('; ') || null,
              ],
            };
          }),
          ...errors.map(({ path, error }) => ({
            tone: 'bad' as const,
            cells: ['not read', path, null, null, null, null, null, null, null, describeError(error)],
          })),
        ],
      },
    ],
    warnings: [],
  };
}

function reasonsOf({ signatures: [outer], refusals }: Judged): string[] {
  return [...(outer?.problems ?? []), ...refusals, ...(outer?.warnings ?? [])].map(({ message }) => message);
}

/** A case for each file, which fails where its signature is not accepted. */
export function signatureSuites({ files, errors }: JudgedFiles): JunitSuite[] {
  return [
    {
      name: 'signatures',
      cases: [
        ...files.map((file) => {
          const common = { group: 'signatures', name: file.path, file: file.path };
          if (file.accepted) {
            return {
              ...common,
              outcome: 'passed' as const,
              output: `signed by: ${file.signatures[0]?.signerName ?? ''}`,
            };
          }
          const reasons = reasonsOf(file);
          const message = reasons[0] ?? file.verdict;
          return {
            ...common,
            outcome: 'failed' as const,
            kind: file.verdict,
            message,
            detail: reasons.join('\n'),
          };
        }),
        ...errors.map(({ path, error }) => {
          const message = describeError(error);
          return {
            group: 'signatures',
            name: path,
            file: path,
            outcome: 'failed' as const,
            kind: error.code,
            message,
            detail: message,
          };
        }),
      ],
    },
  ];
}

/** The digests of the files that were judged. */
export function signedHashes({ files }: JudgedFiles): HashedFile[] {
  return files.flatMap(({ path, sha256 }) =>
    sha256 === undefined ? [] : [{ path: path.replaceAll('\\', '/'), sha256 }],
  );
}
