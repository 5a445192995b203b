import { HotfixkitError } from '../core/errors.js';
import { BerValue, contextTag, Tag } from '../formats/asn1/ber-value.js';
import { type Certificate, parseCertificate } from './certificate.js';
import { sameBytes } from './cryptography.js';

const SIGNED_DATA = '1.2.840.113549.1.7.2';

/** Different certificates that a signature may bring; real ones bring a dozen at most. */
const MOST_CERTIFICATES = 100;
/** Entries in the set of certificates, with those that occur twice or cannot be read, and their bytes. */
const MOST_ENTRIES = 512;
const MOST_UNREADABLE = 32;
const MOST_CERTIFICATE_BYTES = 2 ** 20;
const MOST_ATTRIBUTES = 128;

/** The attributes of a SignerInfo: values by object identifier. */
export type Attributes = ReadonlyMap<string, readonly BerValue[]>;

/** A SignerInfo (PKCS #7 9.2, RFC 5652 5.3); countersignatures are the same structure. */
export interface SignerInfo {
  /** How the signer's certificate is found: by its issuer and serial number, or by its key identifier. */
  id: { issuer: Uint8Array; serial: Uint8Array } | { keyId: Uint8Array };
  digestAlgorithm: string;
  /** Signed attributes as they are signed: as encoded, with the tag of a SET; null where there are none. */
  signedBytes: Uint8Array | null;
  signedAttributes: Attributes;
  signatureAlgorithm: string;
  signature: Uint8Array;
  unsignedAttributes: Attributes;
  /** Offset in the file. */
  offset: number;
}

/** A SignedData (PKCS #7 9.1, RFC 5652 5.1) in its ContentInfo. */
export interface SignedData {
  contentType: string;
  /** What messageDigest covers: the content octets of the value under `[0]`. */
  contentOctets: Uint8Array;
  content: BerValue;
  certificates: readonly Certificate[];
  signers: readonly SignerInfo[];
  /** Bytes of the whole, from the start of its ContentInfo. */
  length: number;
  /** Whether encodings were met that DER does not allow. */
  isBer: boolean;
}

/** Reads a ContentInfo. Throws `ASN1_MALFORMED`, and `SIGNATURE_UNSUPPORTED` for other content than SignedData. */
export function parseSignedData(bytes: Uint8Array, base = 0): SignedData {
  return readContentInfo(BerValue.parse(bytes, base));
}

/** {@link parseSignedData} of a value that is read already, as in nested signatures and timestamps. */
export function readContentInfo(info: BerValue): SignedData {
  const [type, explicit] = info.expect(Tag.sequence).list(2);
  if (!type || !explicit) throw info.malformed('not a ContentInfo');
  const oid = type.oid();
  if (oid !== SIGNED_DATA) throw unsupported(type, 'the content is not SignedData', SIGNED_DATA, oid);
  const data = onlyChild(explicit.expect(contextTag(0))).expect(Tag.sequence);
  const fields = data.list(8);
  const [version, digestAlgorithms, contentInfo, ...rest] = fields;
  if (!version || !digestAlgorithms || !contentInfo) throw data.malformed('not SignedData');
  const number = version.smallInteger();
  if (number < 1 || number > 5)
    throw unsupported(version, 'SignedData of an unknown version', '1 to 5', number);
  digestAlgorithms.expect(Tag.set);
  const [contentType, wrapped] = contentInfo.expect(Tag.sequence).list(2);
  if (!contentType || !wrapped) throw contentInfo.malformed('a signature without its content');
  const { octets, content } = contentOf(onlyChild(wrapped.expect(contextTag(0))));

  const certificates: Certificate[] = [];
  let next = rest.shift();
  if (next?.tag === contextTag(0)) {
    readCertificates(next, certificates);
    next = rest.shift();
  }
  if (next?.tag === contextTag(1)) next = rest.shift(); // crls
  if (!next || rest.length > 0) throw data.malformed('SignedData without signerInfos at its end');
  const signers = next
    .expect(Tag.set)
    .list(16)
    .map((signer) => parseSignerInfo(signer));
  return {
    contentType: contentType.oid(),
    contentOctets: octets,
    content,
    certificates,
    signers,
    length: info.end - info.start,
    isBer: info.isBer,
  };
}

/** Version 1 has the content itself under `[0]`, version 3 an octet string around it. */
function contentOf(value: BerValue): { octets: Uint8Array; content: BerValue } {
  if ((value.tag & ~0x20) !== Tag.octetString)
    return { octets: value.expect(Tag.sequence).content, content: value };
  const octets = value.octets();
  return { octets, content: value.inside(octets) };
}

function readCertificates(set: BerValue, certificates: Certificate[]): void {
  const tooMany = (what: string, most: number, found: number): HotfixkitError =>
    unsupported(set, `the signature brings too many ${what}`, `at most ${most}`, found);
  const { length } = set.content;
  if (length > MOST_CERTIFICATE_BYTES) {
    throw tooMany('bytes of certificates', MOST_CERTIFICATE_BYTES, length);
  }
  let entries = 0;
  let unreadable = 0;
  for (const value of set.children()) {
    if (++entries > MOST_ENTRIES) throw tooMany('certificates', MOST_ENTRIES, entries);
    if (value.tag !== Tag.sequence) continue; // attribute certificates and other formats
    const known = value.encoding;
    if (certificates.some(({ der }) => sameBytes(der, known))) continue;
    if (certificates.length >= MOST_CERTIFICATES) {
      throw tooMany('different certificates', MOST_CERTIFICATES, certificates.length + 1);
    }
    try {
      certificates.push(parseCertificate(known, value.offset));
    } catch (error) {
      // One that cannot be read is as good as one that is not there: no chain is built with it.
      if (!(error instanceof HotfixkitError)) throw error;
      if (++unreadable > MOST_UNREADABLE) {
        throw tooMany('certificates that cannot be read', MOST_UNREADABLE, unreadable);
      }
    }
  }
}

/** Throws `ASN1_MALFORMED`. */
export function parseSignerInfo(info: BerValue): SignerInfo {
  const fields = info.expect(Tag.sequence).list(7);
  const [version, id, digest, ...rest] = fields;
  if (!version || !id || !digest) throw info.malformed('not a SignerInfo');
  const number = version.smallInteger();
  if (number !== 1 && number !== 3) {
    throw unsupported(version, 'a SignerInfo of an unknown version', '1 or 3', number);
  }
  let next = rest.shift();
  let signedBytes: Uint8Array | null = null;
  let signedAttributes: Attributes = new Map();
  if (next?.tag === contextTag(0)) {
    signedAttributes = readAttributes(next);
    // Signed is what is there, not what it should be in DER; only the tag is another (RFC 5652 5.4).
    signedBytes = new Uint8Array(next.encoding);
    signedBytes[0] = Tag.set;
    next = rest.shift();
  }
  const signature = rest.shift();
  if (!next || !signature) throw info.malformed('a SignerInfo without signature');
  const unsigned = rest.shift();
  if (rest.length > 0) throw info.malformed('a SignerInfo with something behind its attributes');
  return {
    id: signerId(id),
    digestAlgorithm: digest.expect(Tag.sequence).first().oid(),
    signedBytes,
    signedAttributes,
    signatureAlgorithm: next.expect(Tag.sequence).first().oid(),
    signature: signature.octets(),
    unsignedAttributes: unsigned ? readAttributes(unsigned.expect(contextTag(1))) : new Map(),
    offset: info.offset,
  };
}

function signerId(id: BerValue): SignerInfo['id'] {
  if (id.tag === contextTag(0, false)) return { keyId: id.content };
  const [issuer, serial] = id.expect(Tag.sequence).list(2);
  if (!issuer || !serial) throw id.malformed('not an issuer and a serial number');
  return { issuer: issuer.encoding, serial: serial.expect(Tag.integer).content };
}

/** The certificate of a signer; null where it is not among those. */
export function findSigner(signer: SignerInfo, certificates: readonly Certificate[]): Certificate | null {
  const { id } = signer;
  const isIts = (certificate: Certificate): boolean =>
    'keyId' in id
      ? certificate.subjectKeyId !== null && sameBytes(certificate.subjectKeyId, id.keyId)
      : sameBytes(certificate.issuerEncoding, id.issuer) && sameBytes(certificate.serial, id.serial);
  return certificates.find(isIts) ?? null;
}

function readAttributes(set: BerValue): Attributes {
  const attributes = new Map<string, BerValue[]>();
  for (const attribute of set.list(MOST_ATTRIBUTES)) {
    const [type, values] = attribute.expect(Tag.sequence).list(2);
    if (!type || !values) throw attribute.malformed('not an attribute');
    const oid = type.oid();
    const all = attributes.get(oid) ?? [];
    all.push(...values.expect(Tag.set).list(MOST_ATTRIBUTES));
    if (all.length > MOST_ATTRIBUTES) throw attribute.malformed('too many values of an attribute');
    attributes.set(oid, all);
  }
  return attributes;
}

/** The only value inside another. */
function onlyChild(value: BerValue): BerValue {
  const [child, other] = value.list(2);
  if (!child || other) throw value.malformed('not exactly one value inside');
  return child;
}

function unsupported(
  value: BerValue,
  message: string,
  expected: string,
  found: string | number,
): HotfixkitError {
  const facts = { offset: value.offset, structure: 'SignedData', expected, found };
  return new HotfixkitError('SIGNATURE_UNSUPPORTED', message, facts);
}
