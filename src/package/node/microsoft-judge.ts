import { trustMicrosoft } from '../../signature/bundled-trust.js';
import { cryptography } from '../../signature/local-cryptography.js';
import { type VerifyOptions, verifySignatures } from '../../signature/signature-verifier.js';
import { withoutSignature } from '../signature/judge-file.js';
import type { JudgedSignature, SignatureJudge } from '../signature/judged-signature.js';

/** Judges by the roots of Microsoft and the present time. They are read when a signature is judged for the first time. */
export function microsoftJudge(): SignatureJudge {
  let judge: SignatureJudge | null = null;
  return (source) => {
    judge ??= judgeBy({ cryptography, trusted: trustMicrosoft(), at: Date.now() });
    return judge(source);
  };
}

/** Judges by given trust and time; only what is valid is accepted. */
export function judgeBy(options: VerifyOptions): SignatureJudge {
  return (source): JudgedSignature => {
    const { kind, verdict, problems, signatures } = verifySignatures(source, options);
    const all = signatures.length > 0 ? signatures : [withoutSignature(problems)];
    const accepted = verdict === 'valid';
    const reason = accepted ? null : (all[0]!.problems[0]?.message ?? verdict);
    return { kind, verdict, accepted, reason, signatures: all };
  };
}
