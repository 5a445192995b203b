import type { ArchiveFile } from '../../archive/archive.js';
import { BufferSource, type ByteSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import type { FileSignature, SignatureProblem } from '../../signature/verdict.js';
import type { OpenedSource } from '../install/source-folder.js';
import type { JudgedSignature, SignatureJudge } from './judged-signature.js';

/** A file that may lie uncompressed. */
interface MaybeInPlace extends Pick<ArchiveFile, 'bytes'> {
  openInPlace(): OpenedSource | null;
}

/** Judges the signature of a file of a package: in place, or decoded into memory. Throws what decoding throws. */
export function judgeFile(file: MaybeInPlace, judge: SignatureJudge): JudgedSignature {
  const source = file.openInPlace();
  if (!source) return judgeSource(new BufferSource(file.bytes()), judge);
  try {
    return judgeSource(source, judge);
  } finally {
    source.close();
  }
}

/** The same for bytes; a file that is too damaged to find its signature is `malformed`. */
export function judgeSource(source: ByteSource, judge: SignatureJudge): JudgedSignature {
  try {
    return judge(source);
  } catch (error) {
    if (!(error instanceof HotfixkitError) || error.kind !== 'input') throw error;
    const reason = `the file cannot be read: ${error.message}`;
    const signatures = [withoutSignature([{ code: 'malformed', message: reason }])];
    return { kind: null, verdict: 'malformed', accepted: false, reason, signatures };
  }
}

/** What is said of a file in which no signature was found. */
export function withoutSignature(problems: readonly SignatureProblem[]): FileSignature {
  return {
    index: 0,
    verdict: problems[0]?.code ?? 'no-signature',
    problems,
    warnings: [],
    digest: null,
    signer: null,
    signerName: null,
    program: null,
    url: null,
    timestamps: [],
    chain: [],
    anchor: null,
    revocation: 'not checked',
  };
}
