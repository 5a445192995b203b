/**
 * Authenticode: who signed a file, when, and whether it is unchanged. No network, no Windows.
 *
 * @module
 */

export { BufferSource, type ByteSource } from '../core/byte-source.js';
export {
  type ErrorCode,
  type ErrorFacts,
  type ErrorKind,
  HotfixkitError,
  type Warning,
} from '../core/errors.js';
export { judgeBy } from '../package/signature/judge-file.js';
export type { JudgedSignature, SignatureJudge } from '../package/signature/judged-signature.js';
export { trustMicrosoft } from '../signature/bundled-trust.js';
export { Catalog, type MemberVerdict } from '../signature/catalog.js';
export type { Certificate, CertificateFacts } from '../signature/certificate.js';
export type { ChainTools } from '../signature/chain.js';
export type { Cryptography, CurveName, Digest, DigestName } from '../signature/cryptography.js';
export type { NamePart } from '../signature/distinguished-name.js';
export type { JudgeOptions } from '../signature/judge-signature.js';
export { cryptography } from '../signature/local-cryptography.js';
export { type BundledRoot, microsoftRoots } from '../signature/microsoft-roots.js';
export type { PublicKey } from '../signature/public-key.js';
export type { SignatureDemands, SignatureRefusal } from '../signature/refusals.js';
export {
  type RevocationList,
  type RevokedCertificate,
  readRevocationLists,
} from '../signature/revocation-list.js';
export type { RsaKey } from '../signature/rsa.js';
export type { CarrierKind } from '../signature/signature-carrier.js';
export {
  type CatalogMember,
  type SignedFile,
  type VerifyOptions,
  verifySignatures,
} from '../signature/signature-verifier.js';
export { readCertificates, TrustedCertificates } from '../signature/trust.js';
export type {
  FileSignature,
  Revocation,
  SignatureProblem,
  SignatureVerdict,
  SignatureWarning,
  SignatureWarningCode,
  Timestamp,
} from '../signature/verdict.js';
