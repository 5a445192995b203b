import type { Cryptography, DigestName } from './cryptography.js';
import type { CoveredPart } from './digest-file.js';
import type { Moniker } from './indirect-data.js';
import type { SignatureProblem, SignatureWarning } from './verdict.js';

/** Bytes of a signature that is read; the largest catalogues have 6 MB. */
export const LARGEST_SIGNATURE = 64 * 2 ** 20;

/** Kinds of files that carry signatures, catalogues included. */
export type CarrierKind = 'pe' | 'msi' | 'cab' | 'cat';

/** A file with the place of its signature, and what its digest covers. */
export interface SignatureCarrier {
  kind: CarrierKind;
  /** Whether the place of the signature cannot be read, and so nothing is covered. */
  isMalformed?: true;
  /** The PKCS #7 with what follows it in its place; null where the file is not signed. */
  blob: { bytes: Uint8Array; offset: number } | null;
  /** What the digest covers, in order. */
  covered: () => Iterable<CoveredPart>;
  /** What was found while the signature was looked for. */
  problems: readonly SignatureProblem[];
  warnings: readonly SignatureWarning[];
  /** Checks what is signed beside the digest: page hashes, the length of a cabinet. */
  checkMoniker?: (moniker: Moniker, cryptography: Cryptography) => MonikerCheck;
  /** What becomes known with a digest, as that of the metadata of a compound file. */
  checkDigest?: (name: DigestName, cryptography: Cryptography) => readonly SignatureWarning[];
}

export interface MonikerCheck {
  problems: readonly SignatureProblem[];
  warnings: readonly SignatureWarning[];
}

/** What a carrier looks like that is malformed before its signature is found. */
export function malformedCarrier(kind: CarrierKind, message: string): SignatureCarrier {
  const problems: SignatureProblem[] = [{ code: 'malformed', message }];
  return { kind, isMalformed: true, blob: null, covered: () => [], problems, warnings: [] };
}
