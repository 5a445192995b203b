import { type ByteSource, readInto } from '../core/byte-source.js';
import type { Cryptography, Digest, DigestName } from './cryptography.js';
import type { Moniker } from './indirect-data.js';
import type { SignatureProblem, SignatureWarning } from './verdict.js';

/** Bytes of a signature that is read; the largest catalogues have 6 MB. */
export const LARGEST_SIGNATURE = 64 * 2 ** 20;
/** Bytes read at a time. */
const STEP = 256 * 1024;

/** Kinds of files that carry signatures, catalogues included. */
export type CarrierKind = 'pe' | 'msi' | 'cab' | 'cat';

/** A file with the place of its signature, and what its digest covers. */
export interface SignatureCarrier {
  kind: CarrierKind;
  /** The PKCS #7 with what follows it in its place; null where the file is not signed. */
  blob: { bytes: Uint8Array; offset: number } | null;
  /** What the digest covers, in order. */
  covered: () => Iterable<Uint8Array | ByteSource>;
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
  return { kind, blob: null, covered: () => [], problems, warnings: [] };
}

/** Several digests of the same parts, each part read once. */
export function digestParts(
  cryptography: Cryptography,
  names: Iterable<DigestName>,
  parts: Iterable<Uint8Array | ByteSource>,
): Map<DigestName, Uint8Array> {
  const digests = new Map<DigestName, Digest>();
  for (const name of names) digests.set(name, cryptography.createDigest(name));
  const update = (bytes: Uint8Array): void => {
    for (const digest of digests.values()) digest.update(bytes);
  };
  let buffer: Uint8Array | null = null;
  for (const part of parts) {
    if (part instanceof Uint8Array) {
      update(part);
      continue;
    }
    for (let at = 0; at < part.size; at += STEP) {
      buffer ??= new Uint8Array(STEP);
      const piece = buffer.subarray(0, Math.min(STEP, part.size - at));
      readInto(part, at, piece);
      update(piece);
    }
  }
  return new Map([...digests].map(([name, digest]) => [name, digest.digest()]));
}
