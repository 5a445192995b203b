import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { latin1 } from '../formats/asn1/asn1-text.js';
import { type BerValue, Tag } from '../formats/asn1/ber-value.js';
import { chainBudget } from './chain.js';
import { type DigestName, digestLengths, hex, sameBytes } from './cryptography.js';
import { digestFile, type FileDigests } from './digest-file.js';
import { EmbeddedSignatures, TRUST_LIST } from './embedded-signatures.js';
import { parseFileDigest } from './indirect-data.js';
import type { JudgeOptions } from './judge-signature.js';
import { openCarrier } from './open-carrier.js';
import type { SignatureCarrier } from './signature-carrier.js';
import { parseSignedData } from './signed-data.js';
import type { FileSignature, SignatureVerdict } from './verdict.js';

/** The object identifier of SpcIndirectDataContent as encoded. */
const INDIRECT_ENCODED = new Uint8Array([0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x01, 0x04]);

/** The usage of the list that a catalogue is. Others list files that must not run, or roots. */
const CATALOG_LIST = '1.3.6.1.4.1.311.12.1.1';

/** Members of a catalogue; the largest known have 20,000. */
const MOST_MEMBERS = 65_536;
/** Bytes of a tag: the text of a digest of 64 bytes in UTF-16 has 258. */
const LONGEST_TAG = 512;

/** The digests that the members of a catalogue are listed by, in hexadecimal digits. */
type Members = ReadonlyMap<DigestName, ReadonlySet<string>>;

/** What a catalogue says of a file that is listed in it. */
export interface MemberVerdict {
  /** That of the catalogue; `not-in-catalog` where the file is not in it. */
  verdict: SignatureVerdict;
  /** The digest that the file is listed by; null where it is not. */
  digest: { algorithm: DigestName; value: string } | null;
}

/**
 * A security catalogue: the signature covers a list of digests of files.
 */
export class Catalog {
  /** What results call it, e.g. its path. */
  readonly name: string;
  /** The signature of the catalogue itself. */
  readonly signature: FileSignature;
  /** The digests that members are listed by. */
  readonly digestNames: ReadonlySet<DigestName>;
  readonly #members: Members;
  readonly #options: JudgeOptions;

  private constructor(name: string, signature: FileSignature, members: Members, options: JudgeOptions) {
    this.name = name;
    this.signature = signature;
    this.#members = members;
    this.#options = options;
    this.digestNames = new Set(members.keys());
  }

  /** Reads and judges a catalogue. Throws `ASN1_MALFORMED` and `SIGNATURE_UNSUPPORTED` where it is none. */
  static open(source: ByteSource, options: JudgeOptions, name = ''): Catalog {
    const carrier = openCarrier(source);
    if (carrier?.kind !== 'cat' || !carrier.blob) {
      throw new HotfixkitError('SIGNATURE_UNSUPPORTED', 'the file is not a security catalogue');
    }
    const { contentType, content } = parseSignedData(carrier.blob.bytes);
    if (contentType !== TRUST_LIST) {
      const facts = { expected: TRUST_LIST, found: contentType };
      throw new HotfixkitError('SIGNATURE_UNSUPPORTED', 'the file is not a security catalogue', facts);
    }
    const [signature] = new EmbeddedSignatures(carrier).judge(new Map(), {
      ...options,
      budget: chainBudget(),
    });
    return new Catalog(name, signature!, readMembers(content), options);
  }

  /** Digests in the list; a file may be listed by several. */
  get size(): number {
    return [...this.#members.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Whether a file is in the catalogue, by its digest and never by its name: that of Authenticode for executables and
   * cabinets, that of all bytes for everything else. Throws as `verifySignatures` does.
   */
  verdictOf(source: ByteSource): MemberVerdict {
    const carrier = openCarrier(source);
    const names = this.digestNames;
    const isCovered = isListedByCover(carrier);
    const parts = isCovered ? carrier.covered() : [];
    const wanted = isCovered ? { covered: names, whole: [] } : { covered: [], whole: names };
    const digests = digestFile(this.#options.cryptography, source, parts, wanted);
    return this.find(isCovered ? digests.covered : digests.whole);
  }

  /** The same for a file whose digests are known, of the kind that `verdictOf` describes. */
  find(digests: FileDigests['whole']): MemberVerdict {
    // The strongest digest counts; a file is listed by several.
    for (const [algorithm, digest] of [...digests].sort(([, a], [, b]) => b.length - a.length)) {
      const value = hex(digest);
      if (this.#members.get(algorithm)?.has(value)) {
        return { verdict: this.signature.verdict, digest: { algorithm, value } };
      }
    }
    return { verdict: 'not-in-catalog', digest: null };
  }
}

/** Whether catalogues list a file by the digest that its own signature would cover, and not by that of all bytes. */
export function isListedByCover(carrier: SignatureCarrier | null): carrier is SignatureCarrier {
  return carrier?.kind === 'pe' || carrier?.kind === 'cab';
}

/** The members of a CertificateTrustList: everything before the dates and the algorithm is skipped. */
function readMembers(list: BerValue): Members {
  const fields = list.expect(Tag.sequence).list(16);
  const usages = fields.find(({ tag }) => tag === Tag.sequence)?.list(16) ?? [];
  if (!usages.some((usage) => usage.tag === Tag.objectIdentifier && usage.oid() === CATALOG_LIST)) {
    const facts = { offset: list.offset, structure: 'CertificateTrustList', expected: CATALOG_LIST };
    throw new HotfixkitError('SIGNATURE_UNSUPPORTED', 'the list is not that of a security catalogue', facts);
  }
  const isTime = ({ tag }: BerValue): boolean => tag === Tag.utcTime || tag === Tag.generalizedTime;
  let at = fields.findIndex(isTime);
  if (at < 0) throw list.malformed('not a list of trusted subjects');
  while (fields[at] && isTime(fields[at]!)) at++;
  const members = new Map<DigestName, Set<string>>();
  const subjects = fields[at + 1];
  if (subjects?.tag !== Tag.sequence) return members; // a list without members
  let count = 0;
  for (const subject of subjects.children()) {
    if (++count > MOST_MEMBERS) {
      const facts = { offset: subjects.offset, structure: 'CertificateTrustList', expected: MOST_MEMBERS };
      const message = `the catalogue has more than ${MOST_MEMBERS} members`;
      throw new HotfixkitError('SIGNATURE_UNSUPPORTED', message, facts);
    }
    const [tag, attributes] = subject.expect(Tag.sequence).list(2);
    if (!tag) throw subject.malformed('a member without its tag');
    const { name, digits } = (attributes && attributeDigest(attributes)) ?? tagDigest(tag);
    const known = members.get(name);
    if (known) known.add(digits);
    else members.set(name, new Set([digits]));
  }
  return members;
}

interface ListedDigest {
  name: DigestName;
  digits: string;
}

/** The digest in the SpcIndirectData attribute; null without one. */
function attributeDigest(attributes: BerValue): ListedDigest | null {
  for (const attribute of attributes.expect(Tag.set).children()) {
    // Twenty thousand members have three attributes each: the identifier is compared as it is encoded.
    const type = attribute.expect(Tag.sequence).first();
    if (!sameBytes(type.content, INDIRECT_ENCODED)) continue;
    const [, values] = attribute.list(2);
    if (!values) throw attribute.malformed('not an attribute');
    const { digestName, digest } = parseFileDigest(values.first());
    return { name: digestName, digits: hex(digest) };
  }
  return null;
}

/** The tag as a digest: raw bytes, or hexadecimal digits in UTF-16 (version 1). */
function tagDigest(tag: BerValue): ListedDigest {
  const octets = tag.octets();
  const raw = (Object.keys(digestLengths) as DigestName[]).find(
    (name) => digestLengths[name] === octets.length,
  );
  if (raw) return { name: raw, digits: hex(octets) };
  if (octets.length > LONGEST_TAG) throw tag.malformed('a tag that is longer than any digest');
  const text = latin1(octets.filter((_, i) => i % 2 === 0)).replaceAll('\0', '');
  return { name: 'sha1', digits: text.toLowerCase() };
}
