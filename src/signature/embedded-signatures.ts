import type { DigestName } from './cryptography.js';
import { type FoundSignature, findSignatures } from './find-signatures.js';
import { INDIRECT_DATA, type IndirectData, parseIndirectData } from './indirect-data.js';
import { type JudgeOptions, judgeSignature } from './judge-signature.js';
import { NOT_SIGNED, withoutSignature } from './judgement.js';
import type { SignatureCarrier } from './signature-carrier.js';
import type { SignedData } from './signed-data.js';
import {
  type FileSignature,
  problemOf,
  type SignatureProblem,
  type SignatureVerdict,
  type SignatureWarning,
} from './verdict.js';

/** The content of a catalogue: a certificate trust list. */
export const TRUST_LIST = '1.3.6.1.4.1.311.10.1';

/** The signatures in a file, read before the digests of the file are known. */
export class EmbeddedSignatures {
  readonly #carrier: SignatureCarrier;
  readonly #read: readonly { data: SignedData | null; said: IndirectData | SignatureProblem | null }[];

  constructor(carrier: SignatureCarrier) {
    const { blob, kind } = carrier;
    const found = blob ? findSignatures(blob) : [];
    this.#carrier = carrier;
    // A list without a signer is not signed.
    this.#read =
      found[0]?.data?.signers.length === 0
        ? []
        : found.map((one) => ({ data: one.data, said: whatItSays(one, kind === 'cat') }));
  }

  /** The digests of the file that the signatures state. */
  get digestNames(): Set<DigestName> {
    return new Set(this.#read.flatMap(({ said }) => (said && 'digestName' in said ? [said.digestName] : [])));
  }

  /** The outer signature and nested ones. One that says why there is none, or why none was found, stands for an unsigned file. */
  judge(digests: ReadonlyMap<DigestName, Uint8Array>, options: JudgeOptions): FileSignature[] {
    if (this.#read.length === 0) {
      const { problems } = this.#carrier;
      return [withoutSignature(0, problems.length > 0 ? problems : [NOT_SIGNED])];
    }
    const signatures = this.#read.map(({ data, said }, index) => {
      if (said && 'code' in said) return withoutSignature(index, [said]);
      try {
        return judgeSignature({ index, data: data!, indirect: said }, this.#carrier, digests, options);
      } catch (error) {
        return withoutSignature(index, [problemOf(error)]);
      }
    });
    return withNested(signatures);
  }
}

/** What a signature says of the file; null for a catalogue, a problem where it says something else. */
function whatItSays(
  { data, problem }: FoundSignature,
  isCatalog: boolean,
): IndirectData | SignatureProblem | null {
  if (!data) return problem;
  if (data.contentType !== (isCatalog ? TRUST_LIST : INDIRECT_DATA)) {
    return { code: 'unsupported', message: `the signature is of another content: ${data.contentType}` };
  }
  if (data.signers.length !== 1) {
    const message = `the signature has ${data.signers.length} signers instead of one`;
    return { code: data.signers.length === 0 ? 'malformed' : 'unsupported', message };
  }
  if (isCatalog) return null;
  try {
    return parseIndirectData(data.content);
  } catch (error) {
    return problemOf(error);
  }
}

/** The outer signature says so where something is wrong with a nested one that no trust or time makes up for. */
function withNested(signatures: readonly FileSignature[]): FileSignature[] {
  const grave: readonly SignatureVerdict[] = [
    'malformed',
    'unsupported',
    'signature-invalid',
    'digest-mismatch',
    'revoked',
    'chain-invalid',
    'wrong-usage',
    'timestamp-invalid',
  ];
  const bad = signatures.slice(1).filter(({ verdict }) => grave.includes(verdict));
  const [outer, ...nested] = signatures;
  if (bad.length === 0) return [...signatures];
  const said = bad.map(({ index, verdict }) => `${index} is ${verdict}`).join(', ');
  const warning: SignatureWarning = { code: 'nested-invalid', message: `of the nested signatures, ${said}` };
  return [{ ...outer!, warnings: [...outer!.warnings, warning] }, ...nested];
}
