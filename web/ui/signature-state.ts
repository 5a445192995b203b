import type { PackageSignature } from '../../src/package/signature/package-signatures.js';

/** How the check of the signatures stands. */
export type SignatureState =
  | { kind: 'waiting' }
  | { kind: 'asked'; size: number }
  | { kind: 'failed'; message: string }
  | { kind: 'known'; signatures: readonly PackageSignature[] };
