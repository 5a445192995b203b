import type { FileSignature, SignatureWarningCode } from './verdict.js';

/** What is demanded of a signature beyond being valid. */
export interface SignatureDemands {
  /** What the signer must be called: the whole CN or the whole O of its certificate, letter for letter. */
  signedBy?: string;
  /** Refuses warnings of broken digests and of data that no signature covers. */
  strict?: boolean;
}

/** Why a signature that may be valid is not what was demanded. */
export interface SignatureRefusal {
  code: 'other-signer' | 'not-strict';
  message: string;
}

/** Warnings that are refused where that is demanded. */
const refused: readonly SignatureWarningCode[] = [
  'weak-md5',
  'weak-sha1',
  'unauthenticated-data',
  'extra-certificate-entries',
  'msi-metadata-changed',
  'nested-invalid',
];

/** What is wrong with the signature that decides, by demands that are not about its validity. */
export function refusalsOf(
  signature: FileSignature,
  { signedBy, strict }: SignatureDemands,
): SignatureRefusal[] {
  const refusals: SignatureRefusal[] = [];
  const { signer } = signature;
  if (signedBy !== undefined && signer) {
    const names = [signer.commonName, signer.organization].filter((name) => name !== null);
    if (!names.includes(signedBy)) {
      const found = names.map((name) => JSON.stringify(name)).join(' of ');
      const message = `the signer is ${found || signer.subject} and not ${JSON.stringify(signedBy)}`;
      refusals.push({ code: 'other-signer', message });
    }
  }
  const warned = strict ? signature.warnings.filter(({ code }) => refused.includes(code)) : [];
  if (warned.length > 0) {
    const codes = warned.map(({ code }) => code).join(', ');
    refusals.push({ code: 'not-strict', message: `not accepted when strict: ${codes}` });
  }
  const { chain, anchor } = signature;
  // What roots say of themselves proves nothing anyway.
  const issued = (anchor ? chain.slice(0, -1) : chain).filter(({ subject, issuer }) => subject !== issuer);
  const forgeable = strict
    ? issued.find(({ signedBy: name }) => name === 'md5' || name === 'sha1')
    : undefined;
  if (forgeable) {
    const message = `not accepted when strict: the certificate ${JSON.stringify(forgeable.subject)} is signed by ${forgeable.signedBy}`;
    refusals.push({ code: 'not-strict', message });
  }
  const stamp = strict && signature.timestamps.find(({ status, weak }) => status === 'good' && weak !== null);
  if (stamp) {
    const message = `not accepted when strict: the timestamp of ${stamp.time} relies on ${stamp.weak}`;
    refusals.push({ code: 'not-strict', message });
  }
  return refusals;
}
