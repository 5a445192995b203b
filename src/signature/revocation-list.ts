import { HotfixkitError } from '../core/errors.js';
import { parseAsn1Time } from '../formats/asn1/asn1-time.js';
import { BerValue, contextTag, Tag } from '../formats/asn1/ber-value.js';
import { hex } from './cryptography.js';
import { parseName, shortName } from './distinguished-name.js';
import { pemBlocks } from './pem.js';

const ENUMERATED = 0x0a;
/** Lists in one file. */
const LABEL = 'X509 CRL';

/** A certificate list (RFC 5280 5.1): which certificates of an issuer were revoked. Times are milliseconds since 1970-01-01 UTC. */
export interface RevocationList {
  issuerEncoding: Uint8Array;
  issuerName: string;
  thisUpdate: number;
  /** When the list was to be replaced; null where it does not say. */
  nextUpdate: number | null;
  /** By the serial number in hexadecimal digits, without bytes that only repeat its sign. */
  revoked: ReadonlyMap<string, RevokedCertificate>;
  /** Why the absence of a certificate from the list proves nothing; null where it does. */
  partial: string | null;
  /** The only certificates that it is about: those of authorities or those of others; null for both. */
  kind: 'authorities' | 'users' | null;
  /** Names of the distribution point whose certificates it is about, encoded; null for all certificates. */
  point: readonly Uint8Array[] | null;
  /** TBSCertList as encoded, which is what is signed. */
  signed: Uint8Array;
  signatureAlgorithm: string;
  signature: Uint8Array;
}

/** An entry of a list. */
export interface RevokedCertificate {
  date: number;
  /** The word of RFC 5280 5.3.1; null where the list gives no reason. */
  reason: string | null;
}

const reasons: readonly string[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  '',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
];

/**
 * The revocation lists in a file: PEM, or one in DER. Throws `SIGNATURE_BAD_CRL` where there is none, or where one cannot be
 * read.
 */
export function readRevocationLists(bytes: Uint8Array): RevocationList[] {
  const found = bytes[0] === Tag.sequence ? [bytes] : pemBlocks(bytes, LABEL, 'SIGNATURE_BAD_CRL');
  if (found.length === 0) {
    throw new HotfixkitError('SIGNATURE_BAD_CRL', 'the file has no revocation list, neither PEM nor DER');
  }
  return found.map((der, index) => {
    try {
      return parseRevocationList(der);
    } catch (cause) {
      if (!(cause instanceof HotfixkitError)) throw cause;
      const message = `revocation list ${index + 1} of the file cannot be read`;
      throw new HotfixkitError('SIGNATURE_BAD_CRL', message, {}, { cause });
    }
  });
}

/** Throws `ASN1_MALFORMED`. */
function parseRevocationList(der: Uint8Array): RevocationList {
  const whole = BerValue.parse(der).expect(Tag.sequence);
  const [list, algorithm, signature] = whole.list(3);
  if (!list || !algorithm || !signature) throw whole.malformed('not a certificate list');
  const fields = list.expect(Tag.sequence).list(8);
  if (fields[0]?.tag === Tag.integer) fields.shift(); // version
  const [innerAlgorithm, issuer, thisUpdate, ...rest] = fields;
  if (!innerAlgorithm || !issuer || !thisUpdate) throw list.malformed('not a certificate list');
  const algorithmOid = algorithm.expect(Tag.sequence).first().oid();
  if (innerAlgorithm.expect(Tag.sequence).first().oid() !== algorithmOid) {
    throw innerAlgorithm.malformed('two signature algorithms that differ');
  }
  const isTime = ({ tag }: BerValue): boolean => tag === Tag.utcTime || tag === Tag.generalizedTime;
  const nextUpdate = rest[0] && isTime(rest[0]) ? parseAsn1Time(rest.shift()!) : null;
  const entries = rest[0]?.tag === Tag.sequence ? rest.shift()! : null;
  const extensions = rest[0]?.tag === contextTag(0) ? rest.shift()! : null;
  if (rest.length > 0) throw list.malformed('a certificate list with something behind its end');
  const revoked = new Map<string, RevokedCertificate>();
  const { kind, point, ...scope } = scopeOf(extensions?.first() ?? null);
  let { partial } = scope;
  for (const entry of entries?.children() ?? []) {
    const [serial, date, entryExtensions] = entry.expect(Tag.sequence).list(3);
    if (!serial || !date) throw entry.malformed('not an entry of a certificate list');
    const { reason, isOther } = readEntry(entryExtensions);
    // From here on the entries are about certificates of another issuer.
    if (isOther) {
      partial ??= 'it lists certificates of several issuers';
      break;
    }
    if (reason !== 'removeFromCRL') {
      revoked.set(serialKey(serial.expect(Tag.integer).content), { date: parseAsn1Time(date), reason });
    }
  }
  return {
    issuerEncoding: issuer.encoding,
    issuerName: shortName(parseName(issuer)),
    thisUpdate: parseAsn1Time(thisUpdate),
    nextUpdate,
    revoked,
    partial,
    kind,
    point,
    signed: list.encoding,
    signatureAlgorithm: algorithmOid,
    signature: signature.bits(),
  };
}

/** What a list is about, as its extensions state (RFC 5280 5.2). */
function scopeOf(extensions: BerValue | null): Pick<RevocationList, 'partial' | 'kind' | 'point'> {
  const scope: Pick<RevocationList, 'partial' | 'kind' | 'point'> = {
    partial: null,
    kind: null,
    point: null,
  };
  for (const { oid, isCritical, value } of extensions ? extensionsOf(extensions) : []) {
    if (oid === '2.5.29.27') scope.partial ??= 'it only has what changed since another list';
    else if (oid === '2.5.29.28') {
      for (const part of value().expect(Tag.sequence).list(8)) {
        const isSet = part.isConstructed || part.content.some((byte) => byte !== 0);
        const field = part.tag & 0x1f;
        if (field === 0) scope.point = pointNames(part);
        else if (!isSet) continue;
        else if (field === 1) scope.kind = 'users';
        else if (field === 2) scope.kind = 'authorities';
        // onlySomeReasons, indirectCRL and onlyContainsAttributeCerts
        else scope.partial ??= 'it only has some of what was revoked';
      }
    } else if (isCritical && oid !== '2.5.29.35') {
      scope.partial ??= `it has an extension that is not known: ${oid}`;
    }
  }
  return scope;
}

/** The names in a DistributionPointName (RFC 5280 4.2.1.13) under its tag. */
export function pointNames(wrapped: BerValue): Uint8Array[] {
  const name = wrapped.first();
  return name.tag === contextTag(0) ? name.list(64).map(({ encoding }) => encoding) : [name.encoding];
}

function readEntry(extensions: BerValue | undefined): { reason: string | null; isOther: boolean } {
  let reason: string | null = null;
  let isOther = false;
  for (const { oid, value } of extensions ? extensionsOf(extensions) : []) {
    if (oid === '2.5.29.21') reason = reasons[value().expect(ENUMERATED).content[0] ?? 0] || null;
    if (oid === '2.5.29.29') isOther = true;
  }
  return { reason, isOther };
}

function* extensionsOf(
  list: BerValue,
): Generator<{ oid: string; isCritical: boolean; value: () => BerValue }, void, void> {
  for (const extension of list.expect(Tag.sequence).children()) {
    const parts = extension.expect(Tag.sequence).list(3);
    const flag = parts[1]?.tag === Tag.boolean ? parts[1] : null;
    const data = parts[flag ? 2 : 1];
    if (!parts[0] || !data) throw extension.malformed('not an extension');
    const isCritical = flag !== null && flag.content[0] !== 0;
    yield { oid: parts[0].oid(), isCritical, value: () => data.inside(data.octets()) };
  }
}

/** A serial number without the bytes that only repeat its sign, so that no other encoding of it is missed. */
export function serialKey(content: Uint8Array): string {
  let start = 0;
  while (
    start + 1 < content.length &&
    (content[start] === 0 || content[start] === 0xff) &&
    content[start]! >> 7 === content[start + 1]! >> 7
  ) {
    start++;
  }
  return hex(content.subarray(start));
}
