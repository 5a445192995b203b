import { type DigestName, digestLengths } from './cryptography.js';
import type {
  FileSignature,
  SignatureProblem,
  SignatureVerdict,
  SignatureWarning,
  SignatureWarningCode,
} from './verdict.js';

/** One signature while it is judged. */
export class Judgement {
  readonly problems: SignatureProblem[] = [];
  readonly warnings = new Map<SignatureWarningCode, SignatureWarning>();
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }

  problem(code: SignatureVerdict, message: string): void {
    this.problems.push({ code, message });
  }

  /** The first warning of a code is kept. */
  warn(code: SignatureWarningCode, message: string): void {
    if (!this.warnings.has(code)) this.warnings.set(code, { code, message });
  }

  /** Warns of the weakest digest. */
  warnWeak(names: readonly (DigestName | null)[]): void {
    const weakest = names
      .filter((name) => name !== null)
      .sort((a, b) => digestLengths[a] - digestLengths[b])
      .at(0);
    const message = (name: string): string => `${name} is broken: another file can have the same digest`;
    if (weakest === 'md5') this.warn('weak-md5', message('MD5'));
    if (weakest === 'sha1') this.warn('weak-sha1', message('SHA-1'));
  }
}

/** What is said where there is no signature, or none that can be read. */
export function withoutSignature(index: number, problems: readonly SignatureProblem[]): FileSignature {
  return {
    index,
    verdict: problems[0]!.code,
    problems,
    warnings: [],
    via: 'embedded',
    catalog: null,
    digest: null,
    signer: null,
    signerName: null,
    program: null,
    url: null,
    timestamps: [],
    chain: [],
    anchor: null,
    revocation: 'not checked',
    notChecked: [],
  };
}
