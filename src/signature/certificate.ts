import { parseAsn1Time } from '../formats/asn1/asn1-time.js';
import { BerValue, contextTag, Tag } from '../formats/asn1/ber-value.js';
import { type Cryptography, type DigestName, digestOf, hex } from './cryptography.js';
import { formatName, type NamePart, parseName } from './distinguished-name.js';
import { digestOfSignature, type PublicKey, parsePublicKey, verifyWithKey } from './public-key.js';

/** Extensions that are read where they are asked for. */
export const Extension = {
  subjectAltName: '2.5.29.17',
  nameConstraints: '2.5.29.30',
  distributionPoints: '2.5.29.31',
  policies: '2.5.29.32',
  policyConstraints: '2.5.29.36',
  policyMappings: '2.5.29.33',
  inhibitAnyPolicy: '2.5.29.54',
} as const;

/** Key usages as bits of the first byte (RFC 5280 4.2.1.3). */
export const KeyUsage = { digitalSignature: 0x80, keyCertSign: 0x04, crlSign: 0x02 } as const;

/** A certificate (RFC 5280 4.1), as far as chains need it. Times are milliseconds since 1970-01-01 UTC. */
export interface Certificate {
  der: Uint8Array;
  /** Content of the INTEGER, signed. */
  serial: Uint8Array;
  /** Names as encoded, which is how they are compared. */
  issuerEncoding: Uint8Array;
  subjectEncoding: Uint8Array;
  issuer: readonly NamePart[];
  subject: readonly NamePart[];
  notBefore: number;
  notAfter: number;
  /** SubjectPublicKeyInfo as encoded, the parameters of its curve included. */
  keyEncoding: Uint8Array;
  publicKey: PublicKey;
  /** basicConstraints; null where there are none. */
  constraints: { isCa: boolean; pathLength: number | null } | null;
  /** First byte of keyUsage; null where it is absent, and all uses are allowed. */
  keyUsage: number | null;
  /** extKeyUsage; null where it is absent. */
  extendedUsages: readonly string[] | null;
  subjectKeyId: Uint8Array | null;
  authorityKeyId: Uint8Array | null;
  /** Values of extensions, octet strings, by object identifier. */
  extensions: ReadonlyMap<string, BerValue>;
  /** The first critical extension whose rules are not known here. */
  unknownCritical: string | null;
  /** TBSCertificate as encoded, which is what is signed. */
  signed: Uint8Array;
  signatureAlgorithm: string;
  signature: Uint8Array;
}

/** Extensions that may be critical: they are followed here, or only say where to find something. */
const knownExtensions = new Set([
  '2.5.29.14',
  '2.5.29.15',
  Extension.subjectAltName,
  '2.5.29.18',
  '2.5.29.19',
  Extension.distributionPoints,
  Extension.nameConstraints,
  Extension.policies, // none is asked for, but by policyConstraints
  Extension.policyMappings,
  Extension.policyConstraints,
  Extension.inhibitAnyPolicy,
  '2.5.29.35',
  '2.5.29.37',
  '2.5.29.1', // authorityKeyIdentifier before RFC 2459, in the certificates of 1997
  '2.5.29.10', // basicConstraints before RFC 2459
]);

/** Throws `ASN1_MALFORMED`. */
export function parseCertificate(der: Uint8Array, base = 0): Certificate {
  const whole = BerValue.parse(der, base).expect(Tag.sequence);
  const [tbs, algorithm, signature] = whole.list(3);
  if (!tbs || !algorithm || !signature) throw whole.malformed('not a certificate');
  const fields = tbs.expect(Tag.sequence).list(16);
  if (fields[0]?.tag === contextTag(0)) fields.shift();
  const [serial, innerAlgorithm, issuer, validity, subject, key, ...rest] = fields;
  if (!serial || !innerAlgorithm || !issuer || !validity || !subject || !key) {
    throw tbs.malformed('not a certificate');
  }
  const [notBefore, notAfter] = validity.expect(Tag.sequence).list(2);
  if (!notBefore || !notAfter) throw validity.malformed('not a validity');
  const algorithmOid = algorithm.expect(Tag.sequence).first().oid();
  if (innerAlgorithm.expect(Tag.sequence).first().oid() !== algorithmOid) {
    throw innerAlgorithm.malformed('two signature algorithms that differ');
  }
  const certificate: Certificate = {
    der: whole.encoding,
    serial: serial.expect(Tag.integer).content,
    issuerEncoding: issuer.encoding,
    subjectEncoding: subject.encoding,
    issuer: parseName(issuer),
    subject: parseName(subject),
    notBefore: parseAsn1Time(notBefore),
    notAfter: parseAsn1Time(notAfter),
    keyEncoding: key.encoding,
    publicKey: parsePublicKey(key),
    constraints: null,
    keyUsage: null,
    extendedUsages: null,
    subjectKeyId: null,
    authorityKeyId: null,
    extensions: new Map(),
    unknownCritical: null,
    signed: tbs.encoding,
    signatureAlgorithm: algorithmOid,
    signature: signature.bits(),
  };
  const extensions = rest.find(({ tag }) => tag === contextTag(3));
  if (extensions) readExtensions(extensions.first(), certificate);
  return certificate;
}

function readExtensions(list: BerValue, certificate: Certificate): void {
  const seen = new Map<string, BerValue>();
  certificate.extensions = seen;
  for (const extension of list.expect(Tag.sequence).list(128)) {
    const parts = extension.expect(Tag.sequence).list(3);
    const oid = parts[0]?.oid() ?? '';
    const flag = parts[1]?.tag === Tag.boolean ? parts[1] : null;
    const data = parts[flag ? 2 : 1];
    if (!data || seen.has(oid)) throw extension.malformed('not an extension, or the second of its kind');
    seen.set(oid, data);
    const isCritical = flag !== null && flag.content[0] !== 0;
    if (isCritical && !knownExtensions.has(oid)) certificate.unknownCritical ??= oid;
    readExtension(oid, data, certificate);
  }
}

function readExtension(oid: string, data: BerValue, certificate: Certificate): void {
  const value = (): BerValue => data.inside(data.octets());
  if (oid === '2.5.29.14') certificate.subjectKeyId = value().octets();
  else if (oid === '2.5.29.15') certificate.keyUsage = value().expect(Tag.bitString).content[1] ?? 0;
  else if (oid === '2.5.29.19') {
    const [ca, length] = value().expect(Tag.sequence).list(2);
    const isCa = ca?.tag === Tag.boolean && ca.content[0] !== 0;
    certificate.constraints = { isCa, pathLength: isCa && length ? length.smallInteger() : null };
  } else if (oid === '2.5.29.35') {
    const id = value()
      .expect(Tag.sequence)
      .list(3)
      .find(({ tag }) => tag === contextTag(0, false));
    certificate.authorityKeyId = id ? id.content : null;
  } else if (oid === '2.5.29.37') {
    certificate.extendedUsages = value()
      .expect(Tag.sequence)
      .list(64)
      .map((usage) => usage.oid());
  }
}

/** Whether `issuer` signed `certificate`; null where the algorithm is not supported. */
export function isSignedBy(
  cryptography: Cryptography,
  certificate: Certificate,
  issuer: Certificate,
): boolean | null {
  const name = digestOfSignature(certificate.signatureAlgorithm);
  if (name === null || issuer.publicKey.kind === 'unsupported') return null;
  const { signed, signature } = certificate;
  return verifyWithKey(cryptography, issuer.publicKey, name, signed, signature) === 'digest-info';
}

/** What results say of a certificate. Fingerprints are lower-case hexadecimal, times ISO 8601 in UTC. */
export interface CertificateFacts {
  subject: string;
  /** CN and O of the subject; of several, the most specific one. */
  commonName: string | null;
  organization: string | null;
  issuer: string;
  serial: string;
  sha1: string;
  sha256: string;
  notBefore: string;
  notAfter: string;
  /** The digest that its issuer signed it by; null where the algorithm is not known. */
  signedBy: DigestName | null;
}

export function certificateFacts(cryptography: Cryptography, certificate: Certificate): CertificateFacts {
  const part = (wanted: string): string | null =>
    certificate.subject.find(({ keyword }) => keyword === wanted)?.value ?? null;
  return {
    subject: formatName(certificate.subject),
    commonName: part('CN'),
    organization: part('O'),
    issuer: formatName(certificate.issuer),
    serial: hex(certificate.serial),
    sha1: hex(digestOf(cryptography, 'sha1', certificate.der)),
    sha256: hex(digestOf(cryptography, 'sha256', certificate.der)),
    notBefore: new Date(certificate.notBefore).toISOString(),
    notAfter: new Date(certificate.notAfter).toISOString(),
    signedBy: digestOfSignature(certificate.signatureAlgorithm),
  };
}
