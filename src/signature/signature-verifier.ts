import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import type { BerValue } from '../formats/asn1/ber-value.js';
import { startsLikeCabinet } from '../formats/cab/cf-header.js';
import { isCompoundFile } from '../formats/cfb/compound-file.js';
import { startsLikeExecutable } from '../formats/pe/portable-executable.js';
import { cabCarrier } from './cab-carrier.js';
import { catCarrier } from './cat-carrier.js';
import { type Certificate, certificateFacts } from './certificate.js';
import { buildChain, type Chain, type ChainTools, MOST_CHECKS, Usage } from './chain.js';
import { type DigestName, digestLengths, hex, sameBytes } from './cryptography.js';
import { shortName } from './distinguished-name.js';
import { INDIRECT_DATA, type IndirectData, parseIndirectData, parseProgramInfo } from './indirect-data.js';
import { msiCarrier } from './msi-carrier.js';
import { peCarrier } from './pe-carrier.js';
import { type CarrierKind, digestParts, type SignatureCarrier } from './signature-carrier.js';
import {
  findSigner,
  parseSignedData,
  readContentInfo,
  type SignedData,
  type SignerInfo,
} from './signed-data.js';
import { type CheckedTimestamp, checkTimestamps } from './timestamp.js';
import {
  byGravity,
  type FileSignature,
  type SignatureProblem,
  type SignatureVerdict,
  type SignatureWarning,
  type SignatureWarningCode,
  verdictOf,
} from './verdict.js';
import { Attribute, checkSigner } from './verify-signer.js';

/** The content of a catalogue: a certificate trust list. */
export const TRUST_LIST = '1.3.6.1.4.1.311.10.1';
/** Signatures of one file, nested ones included, and how deep they nest. */
const MOST_SIGNATURES = 16;
const DEEPEST = 4;
/** Signers write up to seven zeros behind a signature. */
const MOST_PADDING = 7;

/** What signatures are judged by. */
export interface VerifyOptions extends ChainTools {
  /** The day that is judged by where no timestamp says another: milliseconds since 1970-01-01 UTC. */
  at: number;
}

/** The verdict of a file and its signatures. */
export interface SignedFile {
  /** Null for files of kinds that carry no signature of their own. */
  kind: CarrierKind | null;
  /** That of the outer signature. */
  verdict: SignatureVerdict;
  /** What is wrong with the file where no signature was found. */
  problems: readonly SignatureProblem[];
  signatures: readonly FileSignature[];
}

/** A signature as it was found, read or not. */
interface Found {
  data: SignedData | null;
  problem: SignatureProblem | null;
}

/**
 * Judges the signatures of a file: executables, compound files (MSI, MSP, MSM, MST), cabinets and catalogues.
 *
 * Flaws of the signature are verdicts. Throws `PE_*`, `CFB_*` and `CAB_*` where the file itself cannot be read.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { BufferSource, cryptography, trustMicrosoft, verifySignatures } from 'hotfixkit/signature';
 *
 * const source = new BufferSource(readFileSync('SCCM2007-SP2-KB977203-ENU.msi'));
 * const options = { cryptography, trusted: trustMicrosoft(), at: Date.now() };
 * const { verdict, signatures } = verifySignatures(source, options);
 * console.log(verdict, signatures[0]?.signerName);
 */
export function verifySignatures(source: ByteSource, options: VerifyOptions): SignedFile {
  const carrier = openCarrier(source);
  if (!carrier) return { kind: null, verdict: 'no-signature', problems: [], signatures: [] };
  const { kind, blob, problems } = carrier;
  const unsigned: SignatureProblem = { code: 'no-signature', message: 'the file is not signed' };
  if (!blob) {
    const all = problems.length > 0 ? problems : [unsigned];
    return { kind, verdict: verdictOf(all), problems: all, signatures: [] };
  }
  const found = findSignatures(blob);
  if (found[0]!.data?.signers.length === 0) {
    return { kind, verdict: 'no-signature', problems: [unsigned], signatures: [] };
  }
  const signatures = new Verifier(carrier, { ...options, budget: { checks: MOST_CHECKS } }).verify(found);
  return { kind, verdict: signatures[0]!.verdict, problems: [], signatures };
}

/** The file as a carrier of signatures; null for kinds that carry none. */
export function openCarrier(source: ByteSource): SignatureCarrier | null {
  const head = source.read(0, Math.min(8, source.size));
  if (isCompoundFile(head)) return msiCarrier(source);
  if (startsLikeCabinet(head)) return cabCarrier(source);
  if (startsLikeExecutable(head)) return peCarrier(source);
  return catCarrier(source);
}

/** The outer signature, then nested ones, outer before inner. */
function findSignatures({ bytes, offset }: { bytes: Uint8Array; offset: number }): Found[] {
  const found: Found[] = [];
  const add = (read: () => SignedData, depth: number): void => {
    if (found.length >= MOST_SIGNATURES) return;
    const one = readSignature(read);
    found.push(one);
    const nested = one.data?.signers[0]?.unsignedAttributes.get(Attribute.nestedSignature) ?? [];
    if (nested.length > 0 && depth >= DEEPEST) {
      found.push({ data: null, problem: { code: 'malformed', message: 'signatures are nested too deeply' } });
    } else for (const value of nested) add(() => readContentInfo(value), depth + 1);
  };
  add(() => parseSignedData(bytes, offset), 1);
  return found;
}

function readSignature(read: () => SignedData): Found {
  try {
    return { data: read(), problem: null };
  } catch (error) {
    return { data: null, problem: problemOf(error) };
  }
}

/** An error of ours as a problem; others are thrown on. */
function problemOf(error: unknown): SignatureProblem {
  if (!(error instanceof HotfixkitError)) throw error;
  const { offset, found } = error.facts;
  const where = offset === undefined ? '' : ` (offset ${offset})`;
  const what = found === undefined ? '' : `: ${found}`;
  const code = error.code === 'SIGNATURE_UNSUPPORTED' ? 'unsupported' : 'malformed';
  return { code, message: `${error.message}${what}${where}` };
}

/** One signature while it is judged. */
class Judgement {
  readonly problems: SignatureProblem[] = [];
  readonly warnings = new Map<SignatureWarningCode, SignatureWarning>();
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }

  problem(code: SignatureVerdict, message: string): void {
    this.problems.push({ code, message });
  }

  warn(code: SignatureWarningCode, message: string): void {
    if (!this.warnings.has(code)) this.warnings.set(code, { code, message });
  }
}

class Verifier {
  readonly #carrier: SignatureCarrier;
  readonly #options: VerifyOptions;
  #digests = new Map<DigestName, Uint8Array>();

  constructor(carrier: SignatureCarrier, options: VerifyOptions) {
    this.#carrier = carrier;
    this.#options = options;
  }

  verify(found: readonly Found[]): FileSignature[] {
    const read = found.map(({ data, problem }) => ({ data, problem, indirect: this.#indirectOf(data) }));
    const names = new Set(
      read.flatMap(({ indirect }) => (indirect && 'digestName' in indirect ? [indirect.digestName] : [])),
    );
    if (names.size > 0) {
      this.#digests = digestParts(this.#options.cryptography, names, this.#carrier.covered());
    }
    const signatures = read.map(({ data, problem, indirect }, index) => {
      if (!data) return unreadable(index, problem!);
      if (indirect && 'code' in indirect) return unreadable(index, indirect);
      return this.#judge(index, data, indirect);
    });
    return withNested(signatures);
  }

  /** What a signature says of the file; null for a catalogue, a problem where it says something else. */
  #indirectOf(data: SignedData | null): IndirectData | SignatureProblem | null {
    if (!data) return null;
    const expected = this.#carrier.kind === 'cat' ? TRUST_LIST : INDIRECT_DATA;
    if (data.contentType !== expected) {
      return { code: 'unsupported', message: `the signature is of another content: ${data.contentType}` };
    }
    if (data.signers.length !== 1) {
      const message = `the signature has ${data.signers.length} signers instead of one`;
      return { code: data.signers.length === 0 ? 'malformed' : 'unsupported', message };
    }
    if (this.#carrier.kind === 'cat') return null;
    try {
      return parseIndirectData(data.content);
    } catch (error) {
      return problemOf(error);
    }
  }

  #judge(index: number, data: SignedData, indirect: IndirectData | null): FileSignature {
    const judgement = new Judgement(index);
    const { cryptography } = this.#options;
    const signer = data.signers[0]!;
    const certificate = findSigner(signer, data.certificates);
    const content = { octets: data.contentOctets, contentType: data.contentType };
    const check = checkSigner(cryptography, signer, certificate, content, false);
    judgement.problems.push(...check.problems, ...this.#carrier.problems);
    if (data.isBer) judgement.warn('ber', 'the signature is encoded in BER and not in DER');
    if (index === 0) this.#warnOuter(judgement, data);
    this.#warnUnsigned(judgement, signer);
    const digest = indirect ? this.#checkDigest(judgement, indirect) : null;
    const program = this.#programInfo(judgement, signer);
    const weakest = indirect ? [indirect.digestName] : [];
    if (!certificate) {
      judgement.problem('incomplete-chain', 'the certificate of the signer is not in the signature');
      warnWeak(judgement, [...weakest, check.digestName]);
      return this.#result(judgement, { digest, program });
    }
    const timestamps = checkTimestamps(signer, data.certificates, this.#options);
    const chain = this.#chain(judgement, certificate, data.certificates, timestamps);
    judgement.problems.push(...chain.problems);
    warnWeak(judgement, [...weakest, check.digestName]);
    return this.#result(judgement, { digest, program, certificate, timestamps, chain });
  }

  #warnOuter(judgement: Judgement, { length }: SignedData): void {
    for (const { code, message } of this.#carrier.warnings) judgement.warn(code, message);
    const rest = this.#carrier.blob!.bytes.subarray(length);
    if (rest.length > MOST_PADDING || rest.some((byte) => byte !== 0)) {
      const message = `${rest.length} bytes behind the signature, in its place, are not covered`;
      judgement.warn('unauthenticated-data', message);
    }
  }

  #warnUnsigned(judgement: Judgement, { unsignedAttributes }: SignerInfo): void {
    const known: readonly string[] = [
      Attribute.counterSignature,
      Attribute.timestampToken,
      Attribute.nestedSignature,
    ];
    const unknown = [...unsignedAttributes.keys()].filter((oid) => !known.includes(oid));
    if (unknown.length > 0) {
      const message = `the signature has attributes that it does not cover: ${unknown.slice(0, 8).join(', ')}`;
      judgement.warn('unauthenticated-data', message);
    }
  }

  #checkDigest(judgement: Judgement, indirect: IndirectData): FileSignature['digest'] {
    const { digestName, digest, moniker } = indirect;
    const computed = this.#digests.get(digestName)!;
    const result = { algorithm: digestName, signed: hex(digest), computed: hex(computed) };
    if (!sameBytes(computed, digest)) {
      const message = `the file was changed after it was signed: its ${digestName} digest is ${result.computed}, signed is ${result.signed}`;
      judgement.problem('digest-mismatch', message);
    }
    const { cryptography } = this.#options;
    for (const { code, message } of this.#carrier.checkDigest?.(digestName, cryptography) ?? []) {
      judgement.warn(code, message);
    }
    if (moniker) this.#checkMoniker(judgement, moniker);
    return result;
  }

  #checkMoniker(judgement: Judgement, moniker: NonNullable<IndirectData['moniker']>): void {
    try {
      const checked = this.#carrier.checkMoniker?.(moniker, this.#options.cryptography);
      judgement.problems.push(...(checked?.problems ?? []));
      for (const { code, message } of checked?.warnings ?? []) judgement.warn(code, message);
    } catch (error) {
      judgement.problems.push(problemOf(error));
    }
  }

  #programInfo(judgement: Judgement, signer: SignerInfo): { program: string | null; url: string | null } {
    const value: BerValue | undefined = signer.signedAttributes.get(Attribute.programInfo)?.[0];
    if (!value) return { program: null, url: null };
    try {
      return parseProgramInfo(value);
    } catch (error) {
      judgement.problems.push(problemOf(error));
      return { program: null, url: null };
    }
  }

  /** The chain of the signer, judged by the earliest good timestamp, else by the day that was given. */
  #chain(
    judgement: Judgement,
    certificate: Certificate,
    others: readonly Certificate[],
    timestamps: readonly CheckedTimestamp[],
  ): Chain {
    if (timestamps.length === 0)
      judgement.warn('no-timestamp', 'no timestamp proves when the file was signed');
    for (const { timestamp, isBare } of timestamps) {
      const said = timestamp.problems.map(({ message }) => message).join('; ');
      if (timestamp.status === 'bad') {
        judgement.problem(
          'timestamp-invalid',
          `the timestamp of ${timestamp.time ?? 'unknown time'}: ${said}`,
        );
      } else if (timestamp.status === 'untrusted') {
        judgement.warn('timestamp-untrusted', `the timestamp of ${timestamp.time} proves nothing: ${said}`);
      }
      if (isBare) {
        const message =
          'a timestamp is a signature of the bare digest, as servers made them from 2007 to 2020';
        judgement.warn('timestamp-without-digestinfo', message);
      }
    }
    const good = timestamps.flatMap(({ timestamp, time }) =>
      timestamp.status === 'good' && time !== null ? [time] : [],
    );
    const isLifetime = certificate.extendedUsages?.includes(Usage.lifetimeSigning) ?? false;
    const at = good.length > 0 && !isLifetime ? Math.min(...good) : this.#options.at;
    return buildChain(certificate, others, this.#options, { usage: Usage.codeSigning, at });
  }

  #result(
    { index, problems, warnings }: Judgement,
    parts: {
      digest: FileSignature['digest'];
      program: { program: string | null; url: string | null };
      certificate?: Certificate;
      timestamps?: readonly CheckedTimestamp[];
      chain?: Chain;
    },
  ): FileSignature {
    const { certificate, chain } = parts;
    const facts = (one: Certificate) => certificateFacts(this.#options.cryptography, one);
    return {
      index,
      verdict: verdictOf(problems),
      problems: byGravity(problems),
      warnings: [...warnings.values()],
      digest: parts.digest,
      signer: certificate ? facts(certificate) : null,
      signerName: certificate ? shortName(certificate.subject) : null,
      ...parts.program,
      timestamps: (parts.timestamps ?? []).map(({ timestamp }) => timestamp),
      chain: (chain?.path ?? []).map(facts),
      anchor: chain?.anchor ? facts(chain.anchor) : null,
      revocation: 'not checked',
    };
  }
}

function unreadable(index: number, problem: SignatureProblem): FileSignature {
  return {
    index,
    verdict: problem.code,
    problems: [problem],
    warnings: [],
    digest: null,
    signer: null,
    signerName: null,
    program: null,
    url: null,
    timestamps: [],
    chain: [],
    anchor: null,
    revocation: 'not checked',
  };
}

/** Warns of the weakest digest. */
function warnWeak(judgement: Judgement, names: readonly (DigestName | null)[]): void {
  const weakest = names
    .filter((name) => name !== null)
    .sort((a, b) => digestLengths[a] - digestLengths[b])
    .at(0);
  if (weakest === 'md5') judgement.warn('weak-md5', 'MD5 is broken: another file can have the same digest');
  if (weakest === 'sha1')
    judgement.warn('weak-sha1', 'SHA-1 is broken: another file can have the same digest');
}

/** The outer signature says so where a nested one was changed. */
function withNested(signatures: readonly FileSignature[]): FileSignature[] {
  const grave: readonly SignatureVerdict[] = [
    'malformed',
    'unsupported',
    'signature-invalid',
    'digest-mismatch',
    'revoked',
  ];
  const bad = signatures.slice(1).filter(({ verdict }) => grave.includes(verdict));
  const [outer, ...nested] = signatures;
  if (bad.length === 0) return [...signatures];
  const said = bad.map(({ index, verdict }) => `${index} is ${verdict}`).join(', ');
  const warning: SignatureWarning = { code: 'nested-invalid', message: `of the nested signatures, ${said}` };
  return [{ ...outer!, warnings: [...outer!.warnings, warning] }, ...nested];
}
