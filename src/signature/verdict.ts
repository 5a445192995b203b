import { HotfixkitError } from '../core/errors.js';
import type { CertificateFacts } from './certificate.js';
import type { DigestName } from './cryptography.js';

/** What a signature is judged to be, the gravest first. The first of its problems that applies is the verdict. */
export const verdicts = [
  'no-signature',
  'malformed',
  'unsupported',
  'signature-invalid',
  'digest-mismatch',
  'appended-data',
  'revoked',
  'chain-invalid',
  'wrong-usage',
  'incomplete-chain',
  'untrusted-root',
  'timestamp-invalid',
  'expired',
  'not-in-catalog',
  'valid',
] as const;

/** The verdict of a signature or a file; only `valid` says that it may be trusted. */
export type SignatureVerdict = (typeof verdicts)[number];

/** What is wrong with a signature; `code` is what the verdict would be if nothing graver was wrong. */
export interface SignatureProblem {
  code: SignatureVerdict;
  message: string;
}

/** What does not make a signature invalid and should be known. */
export type SignatureWarningCode =
  | 'no-timestamp'
  | 'timestamp-untrusted'
  | 'timestamp-without-digestinfo'
  | 'weak-md5'
  | 'weak-sha1'
  | 'unauthenticated-data'
  | 'extra-certificate-entries'
  | 'msi-metadata-changed'
  | 'page-hash-mismatch'
  | 'cab-length-mismatch'
  | 'ber'
  | 'nested-invalid';

/** A warning with a sentence for people. */
export interface SignatureWarning {
  code: SignatureWarningCode;
  message: string;
}

/** A timestamp of a signature. `good` ones prove when the signature existed. */
export interface Timestamp {
  kind: 'pkcs9' | 'rfc3161';
  /** ISO 8601, UTC; null where it could not be read. */
  time: string | null;
  status: 'good' | 'untrusted' | 'bad';
  signer: CertificateFacts | null;
  /** The broken digest that it relies on: in its signature, for what it is of, or in a certificate below its root. */
  weak: 'md5' | 'sha1' | null;
  problems: readonly SignatureProblem[];
}

/** Whether all certificates of a chain, some or none were looked up in revocation lists. */
export type Revocation = 'checked' | 'partly checked' | 'not checked';

/** One signature of a file. */
export interface FileSignature {
  /** 0 is the outer one; nested ones follow. */
  index: number;
  verdict: SignatureVerdict;
  /** All that is wrong, the gravest first; empty for a valid signature. */
  problems: readonly SignatureProblem[];
  warnings: readonly SignatureWarning[];
  /** Where the signature is: in the file, or in a catalogue that lists it. */
  via: 'embedded' | 'catalog';
  /** The name of the catalogue; null for a signature in the file. */
  catalog: string | null;
  /** Digest of the file: as signed, and as computed. Lower-case hexadecimal; null for the signature of a catalogue on itself, and where it is not known. */
  digest: { algorithm: DigestName; signed: string; computed: string | null } | null;
  signer: CertificateFacts | null;
  /** What the signer is called: CN, else O, else OU. */
  signerName: string | null;
  /** What the signer calls the file, and where to read more. Part of what is signed. */
  program: string | null;
  url: string | null;
  timestamps: readonly Timestamp[];
  /** From the signer's certificate to the last one found. */
  chain: readonly CertificateFacts[];
  /** The trusted certificate that the chain ends at. */
  anchor: CertificateFacts | null;
  /** Whether the certificates were looked up in revocation lists: only in those that were given. */
  revocation: Revocation;
  /** What could not be checked of it, and why, one sentence each; empty where no list was given. */
  notChecked: readonly string[];
}

/** Sorts problems, the gravest first. */
export function byGravity(problems: readonly SignatureProblem[]): SignatureProblem[] {
  const rank = ({ code }: SignatureProblem): number => verdicts.indexOf(code);
  return [...problems].sort((a, b) => rank(a) - rank(b));
}

/** The verdict that follows from what is wrong. */
export function verdictOf(problems: readonly SignatureProblem[]): SignatureVerdict {
  return byGravity(problems)[0]?.code ?? 'valid';
}

/** What is wrong with the bytes as a problem; other errors are thrown on: a disk that cannot be read is no bad signature. */
export function problemOf(error: unknown): SignatureProblem {
  if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
  const { offset, found } = error.facts;
  const where = offset === undefined ? '' : ` (offset ${offset})`;
  const what = found === undefined ? '' : `: ${found}`;
  const code = error.code === 'SIGNATURE_UNSUPPORTED' ? 'unsupported' : 'malformed';
  return { code, message: `${error.message}${what}${where}` };
}
