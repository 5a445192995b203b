import type { Certificate } from './certificate.js';
import { type Cryptography, type DigestName, digestOf, digestOfOid, hex, sameBytes } from './cryptography.js';
import { isSignatureAlgorithm, verifyWithKey } from './public-key.js';
import type { SignerInfo } from './signed-data.js';
import { problemOf, type SignatureProblem } from './verdict.js';

/** Object identifiers of attributes (PKCS #9, Microsoft). */
export const Attribute = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  counterSignature: '1.2.840.113549.1.9.6',
  programInfo: '1.3.6.1.4.1.311.2.1.12',
  nestedSignature: '1.3.6.1.4.1.311.2.4.1',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timestampToken: '1.3.6.1.4.1.311.3.3.1',
} as const;

/** What a signer signs. */
export interface SignedContent {
  octets: Uint8Array;
  /** The type that the signed attributes must state; null where they may state any, as in countersignatures. */
  contentType: string | null;
}

/** What became of checking a signer. */
export interface SignerCheck {
  /** The digest of digestAlgorithm; null where it is not supported. */
  digestName: DigestName | null;
  /** Empty where the signature holds. */
  problems: readonly SignatureProblem[];
  /** Whether the signature is around the bare digest, without DigestInfo. */
  isBare: boolean;
}

/**
 * Checks the signed attributes against the content, and the signature over the attributes as they are encoded. Without
 * the certificate, the signature itself is not checked.
 */
export function checkSigner(
  cryptography: Cryptography,
  signer: SignerInfo,
  certificate: Certificate | null,
  content: SignedContent,
  allowBare: boolean,
): SignerCheck {
  const problems: SignatureProblem[] = [];
  const invalid = (message: string): void => void problems.push({ code: 'signature-invalid', message });
  const digestName = digestOfOid(signer.digestAlgorithm);
  if (digestName === null || !isSignatureAlgorithm(signer.signatureAlgorithm)) {
    const oid = digestName === null ? signer.digestAlgorithm : signer.signatureAlgorithm;
    const message = `the algorithm ${oid} is not supported`;
    return { digestName, problems: [{ code: 'unsupported', message }], isBare: false };
  }
  if (signer.signedBytes === null) {
    const message = 'the signature has no signed attributes';
    return { digestName, problems: [{ code: 'unsupported', message }], isBare: false };
  }
  try {
    problems.push(...attributeProblems(cryptography, signer, digestName, content));
  } catch (error) {
    problems.push(problemOf(error));
  }
  if (!certificate) return { digestName, problems, isBare: false };
  if (certificate.publicKey.kind === 'unsupported') {
    const message = `the key of the signer is of a kind that is not supported (${certificate.publicKey.oid})`;
    return { digestName, problems: [{ code: 'unsupported', message }, ...problems], isBare: false };
  }
  const { signedBytes, signature } = signer;
  const fit = verifyWithKey(cryptography, certificate.publicKey, digestName, signedBytes, signature);
  if (fit === null || (fit === 'bare' && !allowBare)) {
    invalid('the signature does not fit the signed attributes and the key of the signer');
  }
  return { digestName, problems, isBare: fit === 'bare' };
}

/** What the signed attributes state beside what is signed. Throws `ASN1_MALFORMED`. */
function attributeProblems(
  cryptography: Cryptography,
  { signedAttributes }: SignerInfo,
  digestName: DigestName,
  content: SignedContent,
): SignatureProblem[] {
  const problems: SignatureProblem[] = [];
  const invalid = (message: string): void => void problems.push({ code: 'signature-invalid', message });
  const types = signedAttributes.get(Attribute.contentType) ?? [];
  if (content.contentType !== null && (types.length !== 1 || types[0]!.oid() !== content.contentType)) {
    invalid('the signed attributes state another type of content');
  }
  const digests = signedAttributes.get(Attribute.messageDigest) ?? [];
  const computed = digestOf(cryptography, digestName, content.octets);
  if (digests.length !== 1) invalid('the signed attributes do not have exactly one digest');
  else if (!sameBytes(digests[0]!.octets(), computed)) {
    invalid(
      `what is signed was changed: its digest is ${hex(computed)}, signed is ${hex(digests[0]!.octets().subarray(0, 64))}`,
    );
  }
  return problems;
}
