import type { ArchiveFile } from '../../archive/archive.js';
import { BufferSource, type ByteSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { withoutSignature } from '../../signature/judgement.js';
import { type VerifyOptions, verifySignatures } from '../../signature/signature-verifier.js';
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
    const signatures = [withoutSignature(0, [{ code: 'malformed', message: reason }])];
    return { kind: null, verdict: 'malformed', accepted: false, reason, signatures };
  }
}

/**
 * Judges by given trust, time, catalogues, revocation lists and demands, for what takes a judge: `prepare`, `verifyPackage`.
 *
 * @example
 * import { manifestFromCatalogue, openPackage, verifyPackage } from 'hotfixkit';
 * import { cryptography, judgeBy, trustMicrosoft } from 'hotfixkit/signature';
 *
 * const judge = judgeBy({ cryptography, trusted: trustMicrosoft(), at: Date.now() });
 * const pkg = openPackage('SCCM2007-SP2-KB977203-ENU.msi');
 * const { ok } = await verifyPackage(pkg, manifestFromCatalogue('977203'), { judge });
 * console.log(ok ? 'signed and as published' : 'not so');
 * pkg.close();
 */
export function judgeBy(options: VerifyOptions): SignatureJudge {
  return (source) => {
    const { kind, verdict, accepted, refusals, problems, signatures } = verifySignatures(source, options);
    const [first] = [...problems, ...refusals];
    return { kind, verdict, accepted, reason: accepted ? null : (first?.message ?? verdict), signatures };
  };
}
