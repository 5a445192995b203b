import { type Certificate, isSignedBy, KeyUsage } from './certificate.js';
import { type Cryptography, type DigestName, sameBytes } from './cryptography.js';
import { shortName } from './distinguished-name.js';
import { policyRefusal } from './issuance-policies.js';
import { nameRefusal } from './name-constraints.js';
import { digestOfSignature } from './public-key.js';
import type { TrustedCertificates } from './trust.js';
import { byGravity, type SignatureProblem, verdicts } from './verdict.js';

/** Usages of extKeyUsage (RFC 5280 4.2.1.12; Microsoft's lifetime signing). */
export const Usage = {
  codeSigning: '1.3.6.1.5.5.7.3.3',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  any: '2.5.29.37.0',
  lifetimeSigning: '1.3.6.1.4.1.311.10.3.13',
} as const;

/** Certificates in a chain; real ones have at most six. */
const LONGEST = 12;
/** Signatures that are checked, and steps that are taken, in search of one chain. Decoys would cost any time otherwise. */
const MOST_CHECKS = 100;
const MOST_STEPS = 4096;
/** Chains to an anchor that are compared. */
const MOST_CHAINS = 16;

interface ChainBudget {
  checks: number;
  steps: number;
}

/** What is spent at most on all chains of one file. */
export const chainBudget = (): ChainBudget => ({ checks: MOST_CHECKS, steps: MOST_STEPS });

/** What a chain is built from. */
export interface ChainTools {
  cryptography: Cryptography;
  trusted: TrustedCertificates;
  /** Signatures of certificates that may still be checked, and steps, for all chains of one file together. */
  budget?: ChainBudget;
}

/** What a chain must be good for. */
export interface ChainPurpose {
  usage: typeof Usage.codeSigning | typeof Usage.timeStamping;
  /** The moment that all certificates must be valid at, in milliseconds since 1970-01-01 UTC. */
  at: number;
}

export interface Chain {
  /** From the leaf to the last certificate found; the anchor is the last of a complete one. */
  path: readonly Certificate[];
  anchor: Certificate | null;
  /** The gravest first. */
  problems: readonly SignatureProblem[];
}

/** Why a path does not go on. `not-followed` is up to this program: it is too long, or takes too many checks. */
type End = 'anchor' | 'self-signed' | 'missing' | 'bad-signature' | 'unsupported' | 'not-followed';

interface Path {
  certificates: readonly Certificate[];
  anchor: Certificate | null;
  end: End;
}

/**
 * Builds the chain of a certificate from `others` and the trusted certificates. Issuers are found by name, and tried
 * all: the signature decides. Of several chains to an anchor, the first that nothing is wrong with is taken.
 */
export function buildChain(
  leaf: Certificate,
  others: readonly Certificate[],
  tools: ChainTools,
  purpose: ChainPurpose,
): Chain {
  const paths = new Search(others, tools).from(leaf);
  const complete = paths.filter(({ end }) => end === 'anchor');
  const chains = (complete.length > 0 ? complete : [bestPartial(paths)]).map((path) => ({
    path: path.certificates,
    anchor: path.anchor,
    problems: byGravity([...endProblem(path), ...problemsOf(path, purpose)]),
  }));
  const rank = ({ problems }: Chain): number =>
    problems[0] ? verdicts.indexOf(problems[0].code) : verdicts.length;
  return chains.reduce((best, chain) => (rank(chain) > rank(best) ? chain : best));
}

class Search {
  readonly #others: readonly Certificate[];
  readonly #tools: ChainTools;
  readonly #checked = new Map<Certificate, Map<Certificate, boolean | null>>();
  readonly #found: Path[] = [];
  readonly #issuers = new Map<Certificate, Certificate[]>();
  readonly #budget: ChainBudget;
  #complete = 0;

  constructor(others: readonly Certificate[], tools: ChainTools) {
    this.#others = others;
    this.#tools = tools;
    this.#budget = tools.budget ?? chainBudget();
  }

  from(leaf: Certificate): Path[] {
    this.#visit([leaf]);
    return this.#found;
  }

  #visit(path: readonly Certificate[]): void {
    if (this.#complete >= MOST_CHAINS) return;
    const last = path[path.length - 1]!;
    const anchor = this.#tools.trusted.find(last);
    if (anchor) {
      this.#complete++;
      this.#end([...path.slice(0, -1), anchor], 'anchor', anchor);
      return;
    }
    if (sameBytes(last.subjectEncoding, last.issuerEncoding) && (this.#isSigned(last, last) ?? true)) {
      this.#end(path, 'self-signed');
      return;
    }
    if (path.length >= LONGEST || --this.#budget.steps < 0) {
      this.#end(path, 'not-followed');
      return;
    }
    let end: End = 'missing';
    let goesOn = false;
    for (const issuer of this.#issuersOf(last)) {
      if (path.includes(issuer)) continue;
      if (this.#budget.steps < 0) break;
      const isSigned = this.#isSigned(last, issuer);
      if (isSigned) {
        goesOn = true;
        this.#visit([...path, issuer]);
      } else if (isSigned === undefined) end = 'not-followed';
      else if (end === 'not-followed') continue;
      else if (isSigned === null) end = 'unsupported';
      else if (end === 'missing' && !isOther(last, issuer)) end = 'bad-signature';
    }
    if (!goesOn) this.#end(path, end);
  }

  #end(certificates: readonly Certificate[], end: End, anchor: Certificate | null = null): void {
    this.#found.push({ certificates, end, anchor });
  }

  /** Trusted ones first, then those whose key identifier fits. */
  #issuersOf(certificate: Certificate): Certificate[] {
    const known = this.#issuers.get(certificate) ?? this.#findIssuers(certificate);
    this.#issuers.set(certificate, known);
    return known;
  }

  #findIssuers(certificate: Certificate): Certificate[] {
    const isNamed = ({ subjectEncoding }: Certificate): boolean =>
      sameBytes(subjectEncoding, certificate.issuerEncoding);
    const named = [...this.#tools.trusted.certificates.filter(isNamed), ...this.#others.filter(isNamed)];
    return [
      ...named.filter((issuer) => !isOther(certificate, issuer)),
      ...named.filter((issuer) => isOther(certificate, issuer)),
    ];
  }

  /** Null where the algorithm is not supported, undefined where too many signatures were checked before. */
  #isSigned(certificate: Certificate, issuer: Certificate): boolean | null | undefined {
    const known = this.#checked.get(certificate) ?? new Map<Certificate, boolean | null>();
    this.#checked.set(certificate, known);
    const before = known.get(issuer);
    if (before !== undefined) return before;
    if (this.#budget.checks <= 0) return undefined;
    this.#budget.checks--;
    const result = isSignedBy(this.#tools.cryptography, certificate, issuer);
    known.set(issuer, result);
    return result;
  }
}

/** Whether key identifiers say that another certificate of that name is meant. */
function isOther(certificate: Certificate, issuer: Certificate): boolean {
  const { authorityKeyId } = certificate;
  const { subjectKeyId } = issuer;
  return authorityKeyId !== null && subjectKeyId !== null && !sameBytes(authorityKeyId, subjectKeyId);
}

/** Of paths that reach no anchor, the one that says most: to a root that is not trusted, else the longest. */
function bestPartial(paths: readonly Path[]): Path {
  const order: readonly End[] = ['bad-signature', 'unsupported', 'missing', 'not-followed', 'self-signed'];
  const rank = ({ end, certificates }: Path): number => order.indexOf(end) * 100 + certificates.length;
  return paths.reduce((best, path) => (rank(path) > rank(best) ? path : best));
}

function endProblem({ certificates, end }: Path): SignatureProblem[] {
  const last = certificates[certificates.length - 1]!;
  const name = JSON.stringify(shortName(last.subject));
  const issuer = JSON.stringify(shortName(last.issuer));
  if (end === 'self-signed') {
    const message = `the root ${name} is not among the trusted certificates; if you trust it, give it as one`;
    return [{ code: 'untrusted-root', message }];
  }
  if (end === 'missing') {
    const message = `the certificate of ${issuer}, which issued ${name}, is missing; give it as a trusted one if you trust it`;
    return [{ code: 'incomplete-chain', message }];
  }
  if (end === 'not-followed') {
    const why =
      certificates.length >= LONGEST
        ? `chains are followed for at most ${LONGEST} certificates`
        : `at most ${MOST_CHECKS} signatures of certificates and ${MOST_STEPS} steps are checked`;
    const message = `the chain was not followed from ${name} to its issuer ${issuer}: ${why}`;
    return [{ code: 'incomplete-chain', message }];
  }
  if (end === 'bad-signature') {
    return [{ code: 'chain-invalid', message: `the certificate ${name} was not signed by ${issuer}` }];
  }
  if (end === 'unsupported') {
    const message = `the certificate ${name} is signed by an algorithm that is not supported (${last.signatureAlgorithm})`;
    return [{ code: 'chain-invalid', message }];
  }
  return [];
}

/** What is wrong with the certificates of a path for a purpose. */
function problemsOf({ certificates, end }: Path, { usage, at }: ChainPurpose): SignatureProblem[] {
  const problems: SignatureProblem[] = [];
  const isTop = (index: number): boolean =>
    index === certificates.length - 1 && (end === 'anchor' || end === 'self-signed');
  let below = 0;
  for (const [index, certificate] of certificates.entries()) {
    const name = JSON.stringify(shortName(certificate.subject));
    const add = (code: SignatureProblem['code'], message: string): void => {
      problems.push({ code, message: `the certificate ${name} ${message}` });
    };
    if (index > 0 && !isTop(index)) checkIssuer(certificate, below, add);
    // The root of 1997 states nothing; a signer that is trusted by itself may not issue others.
    else if (index > 0 && certificate.constraints?.isCa === false) add('chain-invalid', NOT_AN_AUTHORITY);
    if (index > 0 && !sameBytes(certificate.subjectEncoding, certificate.issuerEncoding)) below++;
    if (!isTop(index) || index === 0) {
      checkUsage(certificate, index === 0, usage, add);
      const { unknownCritical } = certificate;
      if (unknownCritical)
        add('chain-invalid', `has a critical extension that is not known: ${unknownCritical}`);
      const isSelfIssued = sameBytes(certificate.subjectEncoding, certificate.issuerEncoding);
      for (const authority of index > 0 && isSelfIssued ? [] : certificates.slice(index + 1)) {
        const refusal = nameRefusal(authority, certificate);
        const by = JSON.stringify(shortName(authority.subject));
        if (refusal)
          add('chain-invalid', `may not be issued below ${by}, by its name constraints: ${refusal}`);
      }
    }
    if (at < certificate.notBefore || at > certificate.notAfter) {
      const [from, to] = [certificate.notBefore, certificate.notAfter].map((time) =>
        new Date(time).toISOString().slice(0, 10),
      );
      add('expired', `is valid from ${from} to ${to}, and is judged by ${new Date(at).toISOString()}`);
    }
  }
  const refusal = policyRefusal(end === 'anchor' ? certificates.slice(0, -1) : certificates);
  if (refusal) problems.push({ code: 'chain-invalid', message: `the chain lacks policies: ${refusal}` });
  return problems;
}

const NOT_AN_AUTHORITY = 'issued another one and is not a certification authority';

type Add = (code: SignatureProblem['code'], message: string) => void;

function checkIssuer({ constraints, keyUsage }: Certificate, below: number, add: Add): void {
  if (!constraints?.isCa) add('chain-invalid', NOT_AN_AUTHORITY);
  else if (constraints.pathLength !== null && below > constraints.pathLength) {
    add('chain-invalid', `allows ${constraints.pathLength} authorities below it, and has ${below}`);
  }
  if (keyUsage !== null && (keyUsage & KeyUsage.keyCertSign) === 0) {
    add('chain-invalid', 'issued another one, which its key usage does not allow');
  }
}

function checkUsage(
  { extendedUsages, keyUsage }: Certificate,
  isLeaf: boolean,
  usage: ChainPurpose['usage'],
  add: Add,
): void {
  const forWhat = usage === Usage.codeSigning ? 'signing code' : 'timestamps';
  const needsIt = isLeaf && usage === Usage.timeStamping;
  const allows = extendedUsages?.some((one) => one === usage || (one === Usage.any && !needsIt));
  if (!(allows ?? !needsIt)) add('wrong-usage', `is not for ${forWhat}`);
  if (isLeaf && keyUsage !== null && (keyUsage & KeyUsage.digitalSignature) === 0) {
    add('wrong-usage', 'is not for digital signatures, as its key usage states');
  }
}

/** The digests that certificates are signed by, but for roots: what they say of themselves proves nothing anyway. */
export function issuedBy({ path, anchor }: Chain): (DigestName | null)[] {
  const issued = path.filter((one) => one !== anchor && !sameBytes(one.subjectEncoding, one.issuerEncoding));
  return issued.map(({ signatureAlgorithm }) => digestOfSignature(signatureAlgorithm));
}
