import type { BerValue } from '../formats/asn1/ber-value.js';
import { type Certificate, certificateFacts } from './certificate.js';
import { buildChain, type Chain, type ChainTools, issuedBy, Usage } from './chain.js';
import { type DigestName, hex, sameBytes } from './cryptography.js';
import { shortName } from './distinguished-name.js';
import { type IndirectData, parseProgramInfo, type SubjectKind } from './indirect-data.js';
import { Judgement } from './judgement.js';
import { checkRevocation, type RevocationCheck } from './revocation.js';
import type { RevocationList } from './revocation-list.js';
import type { SignatureCarrier } from './signature-carrier.js';
import { findSigner, type SignedData, type SignerInfo } from './signed-data.js';
import { type CheckedTimestamp, checkTimestamps } from './timestamp.js';
import { byGravity, type FileSignature, problemOf, verdictOf } from './verdict.js';
import { Attribute, checkSigner } from './verify-signer.js';

/** Signers write up to seven zeros behind a signature. */
const MOST_PADDING = 7;

/** What one signature is judged by. */
export interface JudgeOptions extends ChainTools {
  /** The day that is judged by where no timestamp says another: milliseconds since 1970-01-01 UTC. */
  at: number;
  /** Lists that certificates are looked up in. Without any, revocation is not checked. */
  revocation?: readonly RevocationList[];
}

/** A signature that could be read, with what it is of. */
export interface ReadSignature {
  index: number;
  data: SignedData;
  /** What it says of the file; null for a catalogue. */
  indirect: IndirectData | null;
}

/** Judges one signature of a file whose digests are known. */
export function judgeSignature(
  { index, data, indirect }: ReadSignature,
  carrier: SignatureCarrier,
  digests: ReadonlyMap<DigestName, Uint8Array>,
  options: JudgeOptions,
): FileSignature {
  const judgement = new Judgement(index);
  const signer = data.signers[0]!;
  const certificate = findSigner(signer, data.certificates);
  const content = { octets: data.contentOctets, contentType: data.contentType };
  const check = checkSigner(options.cryptography, signer, certificate, content, false);
  judgement.problems.push(...check.problems, ...carrier.problems);
  if (data.isBer) judgement.warn('ber', 'the signature is encoded in BER and not in DER');
  if (index === 0) warnOuter(judgement, carrier, data);
  warnUnsigned(judgement, signer);
  const digest = indirect ? checkDigest(judgement, indirect, carrier, digests, options) : null;
  const program = programInfo(signer);
  const names = [...(indirect ? [indirect.digestName] : []), check.digestName];
  if (!certificate) {
    judgement.problem('incomplete-chain', 'the certificate of the signer is not in the signature');
    judgement.warnWeak(names);
    return resultOf(judgement, { digest, program }, options);
  }
  const timestamps = checkTimestamps(signer, data.certificates, options);
  tellTimestamps(judgement, timestamps);
  const stamped = stampedTime(certificate, timestamps);
  const at = stamped ?? options.at;
  const chain = buildChain(certificate, data.certificates, options, { usage: Usage.codeSigning, at });
  judgement.problems.push(...chain.problems);
  const lists = options.revocation ?? [];
  const revocation = checkRevocation(chain, stamped, { ...options, lists });
  judgement.problems.push(...revocation.problems);
  judgement.warnWeak(names);
  if (issuedBy(chain).includes('md5')) {
    judgement.warn('weak-md5', 'a certificate of the chain is signed by MD5, and could be forged');
  }
  return resultOf(judgement, { digest, program, certificate, timestamps, chain, revocation }, options);
}

function warnOuter(judgement: Judgement, carrier: SignatureCarrier, { length }: SignedData): void {
  for (const { code, message } of carrier.warnings) judgement.warn(code, message);
  const rest = carrier.blob!.bytes.subarray(length);
  if (rest.length > MOST_PADDING || rest.some((byte) => byte !== 0)) {
    const message = `${rest.length} bytes behind the signature, in its place, are not covered`;
    judgement.warn('unauthenticated-data', message);
  }
}

function warnUnsigned(judgement: Judgement, { unsignedAttributes }: SignerInfo): void {
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

const kindNames: Readonly<Record<SubjectKind, string>> = {
  pe: 'an executable',
  msi: 'a package',
  cab: 'a cabinet',
  other: 'another kind of file',
};

function checkDigest(
  judgement: Judgement,
  { kind, digestName, digest, moniker }: IndirectData,
  carrier: SignatureCarrier,
  digests: ReadonlyMap<DigestName, Uint8Array>,
  { cryptography }: JudgeOptions,
): FileSignature['digest'] {
  const computed = digests.get(digestName)!;
  const result = { algorithm: digestName, signed: hex(digest), computed: hex(computed) };
  if (!sameBytes(computed, digest)) {
    const message = `the file was changed after it was signed: its ${digestName} digest is ${result.computed}, signed is ${result.signed}`;
    judgement.problem('digest-mismatch', message);
  }
  // Other kinds are hashed in another way: a file can be made that has the digest of one of another kind.
  if (kind !== null && kind !== carrier.kind) {
    judgement.problem(
      'signature-invalid',
      `the signature is that of ${kindNames[kind]}, which this file is not`,
    );
  }
  for (const { code, message } of carrier.checkDigest?.(digestName, cryptography) ?? []) {
    judgement.warn(code, message);
  }
  if (!moniker) return result;
  try {
    const checked = carrier.checkMoniker?.(moniker, cryptography);
    judgement.problems.push(...(checked?.problems ?? []));
    for (const { code, message } of checked?.warnings ?? []) judgement.warn(code, message);
  } catch (error) {
    judgement.problems.push(problemOf(error));
  }
  return result;
}

/** What the signer calls the file. It is for display: where it cannot be read, it is not shown. */
function programInfo(signer: SignerInfo): { program: string | null; url: string | null } {
  const value: BerValue | undefined = signer.signedAttributes.get(Attribute.programInfo)?.[0];
  try {
    if (value) return parseProgramInfo(value);
  } catch (error) {
    problemOf(error); // errors that are not ours go on
  }
  return { program: null, url: null };
}

function tellTimestamps(judgement: Judgement, timestamps: readonly CheckedTimestamp[]): void {
  if (timestamps.length === 0) {
    judgement.warn('no-timestamp', 'no timestamp proves when the file was signed');
  }
  for (const { timestamp, isBare } of timestamps) {
    const said = timestamp.problems.map(({ message }) => message).join('; ');
    if (timestamp.status === 'bad') {
      const message = `the timestamp of ${timestamp.time ?? 'unknown time'}: ${said}`;
      judgement.problem('timestamp-invalid', message);
    } else if (timestamp.status === 'untrusted') {
      judgement.warn('timestamp-untrusted', `the timestamp of ${timestamp.time} proves nothing: ${said}`);
    }
    if (isBare) {
      const message = 'a timestamp is a signature of the bare digest, as servers made them from 2007 to 2020';
      judgement.warn('timestamp-without-digestinfo', message);
    }
  }
}

/** The earliest good timestamp; null where the day that was given counts, as for certificates with lifetime signing. */
function stampedTime(certificate: Certificate, timestamps: readonly CheckedTimestamp[]): number | null {
  if (certificate.extendedUsages?.includes(Usage.lifetimeSigning)) return null;
  const good = timestamps.flatMap(({ timestamp, time }) =>
    timestamp.status === 'good' && time !== null ? [time] : [],
  );
  return good.length > 0 ? Math.min(...good) : null;
}

function resultOf(
  { index, problems, warnings }: Judgement,
  parts: {
    digest: FileSignature['digest'];
    program: { program: string | null; url: string | null };
    certificate?: Certificate;
    timestamps?: readonly CheckedTimestamp[];
    chain?: Chain;
    revocation?: RevocationCheck;
  },
  { cryptography }: JudgeOptions,
): FileSignature {
  const { certificate, chain, revocation, timestamps = [] } = parts;
  const facts = (one: Certificate) => certificateFacts(cryptography, one);
  const gaps = [
    ...(revocation?.notChecked ?? []),
    ...timestamps.flatMap(({ notChecked }) => notChecked.map((gap) => `of a timestamp, ${gap}`)),
  ];
  const status = revocation?.revocation ?? 'not checked';
  return {
    index,
    verdict: verdictOf(problems),
    problems: byGravity(problems),
    warnings: [...warnings.values()],
    via: 'embedded',
    catalog: null,
    digest: parts.digest,
    signer: certificate ? facts(certificate) : null,
    signerName: certificate ? shortName(certificate.subject) : null,
    ...parts.program,
    timestamps: timestamps.map(({ timestamp }) => timestamp),
    chain: (chain?.path ?? []).map(facts),
    anchor: chain?.anchor ? facts(chain.anchor) : null,
    revocation: status === 'checked' && gaps.length > 0 ? 'partly checked' : status,
    notChecked: gaps,
  };
}
