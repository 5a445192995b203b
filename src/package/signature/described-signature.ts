import type { ByteSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { readCfHeader, startsLikeCabinet } from '../../formats/cab/cf-header.js';
import { DataDirectories } from '../../formats/pe/optional-header.js';
import { readPortableExecutable, startsLikeExecutable } from '../../formats/pe/portable-executable.js';
import { shortName } from '../../signature/distinguished-name.js';
import { openCarrier } from '../../signature/open-carrier.js';
import { findSigner, parseSignedData } from '../../signature/signed-data.js';
import type { FileSignature } from '../../signature/verdict.js';
import { judgeSource } from './judge-file.js';
import { type SignatureJudge, signatureLine, verdictWords } from './judged-signature.js';

/** Length of the reserve of a cabinet that has room for the place of a signature. */
const CABINET_RESERVE = 20;

/** How the signature of a described file stands. */
export interface DescribedSignature {
  /** In one line. */
  summary: string;
  /** The outer signature first; null where the file was too large to be read for it. */
  signatures: readonly FileSignature[] | null;
  /** The signer that a signature names which was not checked; null for any other. */
  unverifiedSigner: string | null;
}

/**
 * The signature of a file: judged where the file has at most `most` bytes, else only looked at. A file without one is not
 * read for it. Null for kinds that carry none.
 *
 * @param isSigned whether there is a signature, where that is known already
 */
export function describeSignature(
  source: ByteSource,
  judge: SignatureJudge,
  most: number,
  isSigned: boolean | null = mayBeSigned(source),
): DescribedSignature | null {
  if (isSigned === null) return null;
  if (!isSigned) return { summary: verdictWords('no-signature'), signatures: [], unverifiedSigner: null };
  if (source.size <= most) {
    const judged = judgeSource(source, judge);
    if (judged.kind === null && judged.verdict === 'no-signature') return null;
    return { summary: signatureLine(judged), signatures: judged.signatures, unverifiedSigner: null };
  }
  const signer = signerNamed(source);
  const by = signer === null ? 'by an unknown signer' : `by ${signer} as it says`;
  const summary = `present, ${by}; not checked, because the file is large`;
  return { summary, signatures: null, unverifiedSigner: signer };
}

/** Whether a file has what may be a signature, by its headers alone; null for kinds that carry none, and for damaged ones. */
function mayBeSigned(source: ByteSource): boolean | null {
  const head = source.read(0, Math.min(8, source.size));
  try {
    if (startsLikeCabinet(head)) return readCfHeader(source, 1252).reserve.length >= CABINET_RESERVE;
    if (startsLikeExecutable(head)) {
      const pe = readPortableExecutable(source);
      if (!pe || pe.kind === 'NE') return null;
      const entry = pe.dataDirectories[DataDirectories.certificate];
      return entry !== undefined && entry.address > 0 && entry.size > 0;
    }
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return null;
    throw error;
  }
  // A catalogue is a signature.
  return head[0] === 0x30 ? true : null;
}

/** The signer that the outer signature names; null where it cannot be read. Nothing is verified. */
function signerNamed(source: ByteSource): string | null {
  try {
    const blob = openCarrier(source)?.blob;
    if (!blob) return null;
    const { signers, certificates } = parseSignedData(blob.bytes, blob.offset);
    const certificate = signers[0] ? findSigner(signers[0], certificates) : null;
    return certificate && shortName(certificate.subject);
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return null;
    throw error;
  }
}
