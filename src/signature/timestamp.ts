import { HotfixkitError } from '../core/errors.js';
import { parseAsn1Time } from '../formats/asn1/asn1-time.js';
import { type BerValue, Tag } from '../formats/asn1/ber-value.js';
import { type Certificate, certificateFacts } from './certificate.js';
import { buildChain, type ChainTools, issuedBy, Usage } from './chain.js';
import { type DigestName, digestOf, digestOfOid, sameBytes } from './cryptography.js';
import { checkStampRevocation } from './revocation.js';
import type { RevocationList } from './revocation-list.js';
import { findSigner, parseSignerInfo, readContentInfo, type SignerInfo } from './signed-data.js';
import type { SignatureProblem, Timestamp } from './verdict.js';
import { Attribute, checkSigner, type SignerCheck } from './verify-signer.js';

const TST_INFO = '1.2.840.113549.1.9.16.1.4';
/** Timestamps of one signature; real ones have two. */
const MOST_TIMESTAMPS = 8;

/** What timestamps are judged by. */
export interface StampTools extends ChainTools {
  /** The day that revocation lists must not be too old for. */
  at: number;
  revocation?: readonly RevocationList[];
}

/** A timestamp with what the verdict needs of it. */
export interface CheckedTimestamp {
  timestamp: Timestamp;
  /** Milliseconds since 1970-01-01 UTC; null where it could not be read. */
  time: number | null;
  isBare: boolean;
  /** What could not be checked of the revocation of its certificates. */
  notChecked: readonly string[];
}

/**
 * Checks the timestamps of a signature: countersignatures (PKCS #9 6.6) and tokens (RFC 3161). Certificates come from the
 * signature and, for tokens, from the token too.
 */
export function checkTimestamps(
  signer: SignerInfo,
  certificates: readonly Certificate[],
  tools: StampTools,
): CheckedTimestamp[] {
  const values = [
    ...(signer.unsignedAttributes.get(Attribute.counterSignature) ?? []).map(
      (value) => ({ kind: 'pkcs9', value }) as const,
    ),
    ...(signer.unsignedAttributes.get(Attribute.timestampToken) ?? []).map(
      (value) => ({ kind: 'rfc3161', value }) as const,
    ),
  ];
  const checked = values.slice(0, MOST_TIMESTAMPS).map(({ kind, value }) => {
    try {
      return kind === 'pkcs9'
        ? checkCounterSignature(value, signer.signature, certificates, tools)
        : checkToken(value, signer.signature, certificates, tools);
    } catch (error) {
      if (!(error instanceof HotfixkitError)) throw error;
      return unread(kind, 'timestamp-invalid', `the timestamp cannot be read: ${error.message}`);
    }
  });
  const next = values[MOST_TIMESTAMPS];
  if (!next) return checked;
  const message = `the signature has ${values.length} timestamps; at most ${MOST_TIMESTAMPS} are looked at`;
  return [...checked, unread(next.kind, 'unsupported', message)];
}

function unread(kind: Timestamp['kind'], code: SignatureProblem['code'], message: string): CheckedTimestamp {
  const timestamp: Timestamp = {
    kind,
    time: null,
    status: 'bad',
    signer: null,
    weak: null,
    problems: [{ code, message }],
  };
  return { timestamp, time: null, isBare: false, notChecked: [] };
}

function checkCounterSignature(
  value: BerValue,
  signature: Uint8Array,
  certificates: readonly Certificate[],
  tools: StampTools,
): CheckedTimestamp {
  const signer = parseSignerInfo(value);
  const certificate = findSigner(signer, certificates);
  // Servers of 2007 to 2020 signed the bare digest; Windows accepts that in countersignatures.
  const content = { octets: signature, contentType: null };
  const check = checkSigner(tools.cryptography, signer, certificate, content, true);
  const times = signer.signedAttributes.get(Attribute.signingTime) ?? [];
  if (times.length !== 1) throw value.malformed('a countersignature without exactly one time');
  return judge('pkcs9', parseAsn1Time(times[0]!), certificate, certificates, check, tools);
}

function checkToken(
  value: BerValue,
  signature: Uint8Array,
  certificates: readonly Certificate[],
  tools: StampTools,
): CheckedTimestamp {
  const token = readContentInfo(value);
  const [signer] = token.signers;
  if (!signer || token.signers.length > 1) throw value.malformed('a timestamp without exactly one signer');
  const all = [...token.certificates, ...certificates];
  const certificate = findSigner(signer, all);
  const content = { octets: token.contentOctets, contentType: TST_INFO };
  const check = checkSigner(tools.cryptography, signer, certificate, content, false);
  const { time, isImprint, digestName } = readTstInfo(token.content, signature, tools);
  const problems = [...check.problems];
  if (!isImprint || token.contentType !== TST_INFO) {
    problems.push({ code: 'timestamp-invalid', message: 'the timestamp is of another signature' });
  }
  if (certificate && !namesCertificate(signer, certificate, tools)) {
    const message =
      'the timestamp was made with another certificate, as its attribute signingCertificate states';
    problems.push({ code: 'timestamp-invalid', message });
  }
  return judge('rfc3161', time, certificate, all, { ...check, problems }, tools, digestName);
}

/** Whether the attributes that name the certificate of the signer (RFC 5035 3 and 4) name this one, if they are there. */
function namesCertificate(
  { signedAttributes }: SignerInfo,
  { der }: Certificate,
  { cryptography }: StampTools,
): boolean {
  const { signingCertificate, signingCertificateV2 } = Attribute;
  return ([signingCertificate, signingCertificateV2] as const).every((id) =>
    (signedAttributes.get(id) ?? []).every((value) => {
      // The first certificate is that of the signer; its identifier begins with the algorithm where that is not the usual one.
      const parts = value
        .expect(Tag.sequence)
        .first()
        .expect(Tag.sequence)
        .first()
        .expect(Tag.sequence)
        .list(3);
      const algorithm = parts[0]?.tag === Tag.sequence ? parts.shift() : undefined;
      const usual = id === signingCertificate ? 'sha1' : 'sha256';
      const name = algorithm ? digestOfOid(algorithm.first().oid()) : usual;
      const stated = parts[0];
      if (!stated) throw value.malformed('no digest of a certificate');
      return name !== null && sameBytes(digestOf(cryptography, name, der), stated.octets());
    }),
  );
}

/** TSTInfo (RFC 3161 2.4.2). */
function readTstInfo(
  info: BerValue,
  signature: Uint8Array,
  { cryptography }: StampTools,
): { time: number; isImprint: boolean; digestName: DigestName | null } {
  const [, , imprint, , time] = info.expect(Tag.sequence).list(16);
  if (!imprint || !time) throw info.malformed('not a TSTInfo');
  const [algorithm, digest] = imprint.expect(Tag.sequence).list(2);
  if (!algorithm || !digest) throw imprint.malformed('not a MessageImprint');
  const name = digestOfOid(algorithm.expect(Tag.sequence).first().oid());
  const isImprint = name !== null && sameBytes(digestOf(cryptography, name, signature), digest.octets());
  return { time: parseAsn1Time(time.expect(Tag.generalizedTime)), isImprint, digestName: name };
}

function judge(
  kind: Timestamp['kind'],
  time: number,
  certificate: Certificate | null,
  certificates: readonly Certificate[],
  check: SignerCheck,
  tools: StampTools,
  imprint: DigestName | null = null,
): CheckedTimestamp {
  const problems = [...check.problems];
  const digests = [check.digestName, imprint];
  let notChecked: readonly string[] = [];
  let status: Timestamp['status'] = problems.length > 0 ? 'bad' : 'good';
  if (!certificate) {
    problems.push({
      code: 'incomplete-chain',
      message: "the certificate of the timestamp's signer is missing",
    });
    if (status === 'good') status = 'untrusted';
  } else {
    const chain = buildChain(certificate, certificates, tools, { usage: Usage.timeStamping, at: time });
    digests.push(...issuedBy(chain));
    const revocation = checkStampRevocation(chain, time, { ...tools, lists: tools.revocation ?? [] });
    const found = [...chain.problems, ...revocation.problems];
    problems.push(...found);
    notChecked = revocation.notChecked;
    if (status === 'good' && found.length > 0) {
      const isUntrusted = ({ code }: SignatureProblem): boolean =>
        code === 'incomplete-chain' || code === 'untrusted-root';
      status = found.every(isUntrusted) ? 'untrusted' : 'bad';
    }
  }
  const weak = digests.includes('md5') ? 'md5' : digests.includes('sha1') ? 'sha1' : null;
  const timestamp: Timestamp = {
    kind,
    time: new Date(time).toISOString(),
    status,
    signer: certificate ? certificateFacts(tools.cryptography, certificate) : null,
    weak,
    problems,
  };
  return { timestamp, time, isBare: check.isBare, notChecked };
}
