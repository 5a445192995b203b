import { trustMicrosoft } from '../../signature/bundled-trust.js';
import { cryptography } from '../../signature/local-cryptography.js';
import { judgeBy } from '../signature/judge-file.js';
import type { SignatureJudge } from '../signature/judged-signature.js';

/** Judges by the roots of Microsoft and the present time. They are read when a signature is judged for the first time. */
export function microsoftJudge(): SignatureJudge {
  let judge: SignatureJudge | null = null;
  return (source) => {
    judge ??= judgeBy({ cryptography, trusted: trustMicrosoft(), at: Date.now() });
    return judge(source);
  };
}
