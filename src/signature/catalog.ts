import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { latin1 } from '../formats/asn1/asn1-text.js';
import { type BerValue, Tag } from '../formats/asn1/ber-value.js';
import { type DigestName, digestLengths, hex } from './cryptography.js';
import { INDIRECT_DATA, parseIndirectData } from './indirect-data.js';
import { digestParts } from './signature-carrier.js';
import {
  openCarrier,
  type SignedFile,
  TRUST_LIST,
  type VerifyOptions,
  verifySignatures,
} from './signature-verifier.js';
import { parseSignedData } from './signed-data.js';
import type { SignatureVerdict } from './verdict.js';

/** The digests that the members of a catalogue are listed by: name of the digest, a colon, hexadecimal digits. */
type Members = ReadonlySet<string>;

/** What a catalogue says of a file that is listed in it. */
export interface MemberVerdict {
  /** That of the catalogue; `not-in-catalog` where the file is not in it. */
  verdict: SignatureVerdict;
  /** The digest that the file is listed by; null where it is not. */
  digest: { algorithm: DigestName; value: string } | null;
}

/** A security catalogue: the signature covers a list of digests of files. */
export class Catalog {
  /** The verdict of the catalogue itself. */
  readonly signature: SignedFile;
  readonly #members: Members;
  readonly #options: VerifyOptions;

  private constructor(signature: SignedFile, members: Members, options: VerifyOptions) {
    this.signature = signature;
    this.#members = members;
    this.#options = options;
  }

  /** Reads and judges a catalogue. Throws `ASN1_MALFORMED` and `SIGNATURE_UNSUPPORTED` where it is none. */
  static open(source: ByteSource, options: VerifyOptions): Catalog {
    const carrier = openCarrier(source);
    if (carrier?.kind !== 'cat' || !carrier.blob) {
      throw new HotfixkitError('SIGNATURE_UNSUPPORTED', 'the file is not a security catalogue');
    }
    const { contentType, content } = parseSignedData(carrier.blob.bytes);
    if (contentType !== TRUST_LIST) {
      const facts = { expected: TRUST_LIST, found: contentType };
      throw new HotfixkitError('SIGNATURE_UNSUPPORTED', 'the file is not a security catalogue', facts);
    }
    return new Catalog(verifySignatures(source, options), readMembers(content), options);
  }

  /** Digests in the list; a file may be listed by several. */
  get size(): number {
    return this.#members.size;
  }

  /**
   * Whether a file is in the catalogue, by its digest and never by its name: that of Authenticode for executables and
   * cabinets, that of all bytes for everything else. Throws as `verifySignatures` does.
   */
  verdictOf(source: ByteSource): MemberVerdict {
    const names = new Set([...this.#members].map((key) => key.slice(0, key.indexOf(':')) as DigestName));
    const carrier = openCarrier(source);
    const isCovered = carrier?.kind === 'pe' || carrier?.kind === 'cab';
    const parts = isCovered ? carrier.covered() : [new SliceSource(source, 0)];
    for (const [algorithm, digest] of digestParts(this.#options.cryptography, names, parts)) {
      const value = hex(digest);
      if (this.#members.has(`${algorithm}:${value}`)) {
        return { verdict: this.signature.verdict, digest: { algorithm, value } };
      }
    }
    return { verdict: 'not-in-catalog', digest: null };
  }
}

/** The members of a CertificateTrustList: everything before the dates and the algorithm is skipped. */
function readMembers(list: BerValue): Set<string> {
  const fields = list.expect(Tag.sequence).list(16);
  const isTime = ({ tag }: BerValue): boolean => tag === Tag.utcTime || tag === Tag.generalizedTime;
  let at = fields.findIndex(isTime);
  if (at < 0) throw list.malformed('not a list of trusted subjects');
  while (fields[at] && isTime(fields[at]!)) at++;
  const members = new Set<string>();
  const subjects = fields[at + 1];
  if (subjects?.tag !== Tag.sequence) return members; // a list without members
  for (const subject of subjects.children()) {
    const [tag, attributes] = subject.expect(Tag.sequence).list(2);
    if (!tag) throw subject.malformed('a member without its tag');
    members.add((attributes && attributeDigest(attributes)) ?? tagDigest(tag));
  }
  return members;
}

/** The digest in the SpcIndirectData attribute; null without one. */
function attributeDigest(attributes: BerValue): string | null {
  for (const attribute of attributes.expect(Tag.set).children()) {
    const [type, values] = attribute.expect(Tag.sequence).list(2);
    if (!type || !values || type.oid() !== INDIRECT_DATA) continue;
    const { digestName, digest } = parseIndirectData(values.first());
    return `${digestName}:${hex(digest)}`;
  }
  return null;
}

/** The tag as a digest: raw bytes, or hexadecimal digits in UTF-16 (version 1). */
function tagDigest(tag: BerValue): string {
  const octets = tag.octets();
  const raw = (Object.keys(digestLengths) as DigestName[]).find(
    (name) => digestLengths[name] === octets.length,
  );
  if (raw) return `${raw}:${hex(octets)}`;
  const text = latin1(octets.filter((_, i) => i % 2 === 0)).replaceAll('\0', '');
  return `sha1:${text.toLowerCase()}`;
}
