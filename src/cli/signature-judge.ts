import { microsoftJudge } from '../package/node/microsoft-judge.js';
import { judgeBy } from '../package/signature/judge-file.js';
import type { SignatureJudge } from '../package/signature/judged-signature.js';
import type { SignatureOptionValues } from './definitions/shared-options.js';
import { verifyOptions } from './signature-options.js';

/** Whether any option about signatures was given. */
export function areSignaturesMentioned(values: SignatureOptionValues): boolean {
  const { trust, trustSystem, catalog, crl, signedBy, at } = values;
  return (
    trustSystem ||
    signedBy !== undefined ||
    at !== undefined ||
    [trust, catalog, crl].some(({ length }) => length > 0)
  );
}

/** Judges by the options about signatures. Without any, what is needed for it is loaded for the first signature. */
export function signatureJudge(values: SignatureOptionValues & { strict: boolean }): SignatureJudge {
  const { strict } = values;
  if (!areSignaturesMentioned(values) && !strict) return microsoftJudge();
  return judgeBy(verifyOptions(values, strict));
}

/** Whether signatures are demanded: of a signer that is named, a signature is. */
export function areSignaturesDemanded({
  signed,
  signedBy,
}: SignatureOptionValues & { signed: boolean }): boolean {
  return signed || signedBy !== undefined;
}
