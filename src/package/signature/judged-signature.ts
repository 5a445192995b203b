import type { ByteSource } from '../../core/byte-source.js';
import { shortened } from '../../core/errors.js';
import type { CarrierKind } from '../../signature/signature-carrier.js';
import type { FileSignature, SignatureVerdict, SignatureWarningCode } from '../../signature/verdict.js';

/** What the signature of a file is judged to be, by the rules of a run. */
export interface JudgedSignature {
  /** Null for files of kinds that carry no signature of their own. */
  kind: CarrierKind | null;
  /** That of the outer signature. */
  verdict: SignatureVerdict;
  /** Whether the rules of the run accept it: `valid`, by the signer that was asked for. */
  accepted: boolean;
  /** Why not, in one sentence; null where it is accepted. */
  reason: string | null;
  /** The outer signature first. An unsigned file has one with the verdict `no-signature`. */
  signatures: readonly FileSignature[];
}

/** Judges the signature of a file. Throws `PE_*`, `CFB_*` and `CAB_*` where the file cannot be read. */
export type SignatureJudge = (source: ByteSource) => JudgedSignature;

/**
 * Verdicts that say that a file is not as it was signed, that its signature is damaged, or that its signer was revoked. The
 * others say that it is not known, or no longer, who signed.
 */
const harmful: ReadonlySet<SignatureVerdict> = new Set([
  'malformed',
  'signature-invalid',
  'digest-mismatch',
  'appended-data',
  'revoked',
]);

/** Whether a file must not be used: it is not as it was signed, or its signer was revoked. */
export function mustNotBeUsed({ signatures, verdict }: JudgedSignature): boolean {
  return harmful.has(verdict) || (signatures[0]?.problems.some(({ code }) => harmful.has(code)) ?? false);
}

/** `digest-mismatch` in words that end `the file is …`. */
const words: Readonly<Record<SignatureVerdict, string>> = {
  'no-signature': 'not signed',
  malformed: 'not valid: the signature, or the file that it lies in, is damaged',
  unsupported: 'not valid: a signature of this kind cannot be checked',
  'signature-invalid': 'not valid: the signature was changed, or is not of this file',
  'digest-mismatch': 'not valid: the file was changed after it was signed',
  'appended-data': 'not valid: the file has data that is not signed',
  revoked: 'not valid: a certificate was revoked',
  'chain-invalid': 'not valid: the chain of certificates is broken',
  'wrong-usage': 'not valid: the certificate is not for signing programs',
  'incomplete-chain': 'not trusted: a certificate is missing',
  'untrusted-root': 'not trusted: the root certificate is not known',
  'timestamp-invalid': 'not valid: the timestamp is damaged',
  expired: 'expired',
  'not-in-catalog': 'not in the catalogue',
  valid: 'valid',
};

/** A verdict in a few words: `not signed`, `not valid: the file was changed after it was signed`. */
export function verdictWords(verdict: SignatureVerdict): string {
  return words[verdict];
}

/** The time of the earliest timestamp that proves when the file was signed; null without one. */
export function signedAt({ signatures }: JudgedSignature): string | null {
  const times = (signatures[0]?.timestamps ?? []).flatMap(({ status, time }) =>
    status === 'good' && time !== null ? [time] : [],
  );
  return times.sort()[0] ?? null;
}

/**
 * The signature in one line: `valid: Microsoft Corporation, timestamped 2010-02-09T06:00:17Z (SHA-1, Microsoft Root
 * Certificate Authority)`, `not signed`. Who signed is said of any signature that could be read.
 */
export function signatureLine(judged: JudgedSignature): string {
  const { verdict, accepted, reason, signatures } = judged;
  const [outer] = signatures;
  if (verdict === 'no-signature' || !outer) return verdictWords(verdict);
  const time = signedAt(judged);
  const none = outer.timestamps.length === 0 ? 'no timestamp' : 'no timestamp that counts';
  const when = time === null ? none : `timestamped ${time.replace(/\.0+Z$/, 'Z')}`;
  const who = outer.signerName ? `${shortened(outer.signerName)}, ${when}` : 'signer not known';
  const facts = [
    ...(outer.digest ? [outer.digest.algorithm.toUpperCase().replace('SHA', 'SHA-')] : []),
    ...(outer.anchor ? [commonName(outer.anchor.subject)] : []),
  ];
  const by = facts.length > 0 ? ` (${facts.join(', ')})` : '';
  const doubt = doubtIn(signatures);
  const rest = [...(doubt === null ? [] : [doubt]), ...(accepted || reason === null ? [] : [reason])];
  if (verdict === 'valid') return [`valid: ${who}${by}`, ...rest].join('; ');
  return `${verdict}: ${who}${by}; ${verdictWords(verdict)}`;
}

/** What a valid signature does not vouch for, as words that follow `valid`. */
const doubts: Readonly<Partial<Record<SignatureWarningCode, string>>> = {
  'msi-metadata-changed': 'with other names, sizes or times of streams than were signed',
  'unauthenticated-data': 'with data that no signature covers',
  'extra-certificate-entries': 'with further entries in the certificate table',
  'nested-invalid': 'with a nested signature that does not hold',
};

/** What the outer signature does not vouch for though it is valid, in words; null where it is all covered. */
export function doubtIn([outer]: readonly FileSignature[]): string | null {
  if (outer?.verdict !== 'valid') return null;
  return outer.warnings.flatMap(({ code }) => doubts[code] ?? [])[0] ?? null;
}

/** Verdict and signer in as few words as a table has room for: `valid: Microsoft Corporation`. */
export function shortSignature({ kind, verdict, signatures }: JudgedSignature): string {
  return verdict === 'no-signature' && kind === null ? '' : signaturesInWords(signatures);
}

/** The verdict of the outer signature and who signed, of a file that is known by its signatures alone. */
export function signaturesInWords([outer]: readonly FileSignature[]): string {
  if (!outer) return '';
  const { verdict, signerName } = outer;
  if (verdict === 'no-signature') return verdictWords(verdict);
  return signerName === null ? verdict : `${verdict}: ${shortened(signerName)}`;
}

/** How many signatures have which verdict, with the signer where it is one: `11 valid: Microsoft Corporation, 2 not signed`. */
export function countSignatures(all: readonly (readonly FileSignature[])[]): string {
  const groups = new Map<SignatureVerdict, (readonly FileSignature[])[]>();
  for (const signatures of all) {
    const verdict = signatures[0]?.verdict ?? 'no-signature';
    groups.set(verdict, [...(groups.get(verdict) ?? []), signatures]);
  }
  return [...groups]
    .map(([verdict, group]) => {
      const words = new Set(group.map(signaturesInWords));
      const [first] = words;
      return `${group.length} ${words.size === 1 ? first : verdict}`;
    })
    .join(', ');
}

/** How far revocation was looked at, as words that end a line of signatures; empty where all of it was. */
export function revocationWords(all: readonly (readonly FileSignature[])[]): string {
  const states = new Set(
    all.flatMap(([outer]) => (outer && outer.verdict !== 'no-signature' ? [outer.revocation] : [])),
  );
  if (states.size === 0 || (states.size === 1 && states.has('checked'))) return '';
  const isPartly = states.size > 1 || !states.has('not checked');
  return isPartly ? '; revocation was partly checked' : '; revocation was not checked';
}

/** The CN of a name as one line, which is its most specific part; else all of it. */
function commonName(subject: string): string {
  if (!subject.startsWith('CN=')) return subject;
  const end = subject.search(/, [A-Za-z.\d]+=/);
  return subject.slice(3, end < 0 ? undefined : end);
}
