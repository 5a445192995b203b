import { HotfixkitError } from '../core/errors.js';
import { latin1, utf16BigEndian } from '../formats/asn1/asn1-text.js';
import { type BerValue, contextTag, Tag } from '../formats/asn1/ber-value.js';
import { type DigestName, digestLengths, digestOfOid, hex } from './cryptography.js';

/** The content of a signature on a file. */
export const INDIRECT_DATA = '1.3.6.1.4.1.311.2.1.4';

/** The class of monikers that hold attributes: page hashes of executables, the length of cabinets. */
export const SERIALIZED_OBJECT = 'a6b586d5b4a12466ae05a217da8e60d6';

/** The kind of file that a signature is about. */
export type SubjectKind = 'pe' | 'msi' | 'cab' | 'other';

/** The kind of file that each type is about; others are not known. Flat files, of 2.1.25 too, are in catalogues alone. */
const kinds: Readonly<Record<string, SubjectKind>> = {
  '1.3.6.1.4.1.311.2.1.15': 'pe',
  '1.3.6.1.4.1.311.2.1.25': 'cab',
  '1.3.6.1.4.1.311.2.1.28': 'cab',
  '1.3.6.1.4.1.311.2.1.30': 'msi',
};

/** SpcSipInfo is about whatever its class says; scripts have it too. */
const SIP_INFO = '1.3.6.1.4.1.311.2.1.30';
const MSI_CLASS = 'f1100c0000000000c000000000000046';

/** A moniker in SpcIndirectData: data of a class, as page hashes are. */
export interface Moniker {
  /** Hexadecimal digits of the 16 bytes. */
  classId: string;
  data: Uint8Array;
}

/** SpcIndirectDataContent: the digest of the file that is signed. */
export interface IndirectData {
  /** The type of what it says of the file: SpcPeImageData, SpcSipInfo, SpcCabData. */
  type: string;
  /** The kind of file that it is about; null where that is not known. */
  kind: SubjectKind | null;
  digestName: DigestName;
  digest: Uint8Array;
  moniker: Moniker | null;
}

/** Throws `ASN1_MALFORMED`, and `SIGNATURE_UNSUPPORTED` for other digests. */
export function parseIndirectData(content: BerValue): IndirectData {
  const [type, value] = content.expect(Tag.sequence).first().expect(Tag.sequence).list(2);
  if (!type) throw content.malformed('not SpcIndirectDataContent');
  const oid = type.oid();
  return {
    type: oid,
    kind: oid === SIP_INFO && value && !isMsiClass(value) ? 'other' : (kinds[oid] ?? null),
    ...parseFileDigest(content),
    moniker: value ? findMoniker(value) : null,
  };
}

/** Whether SpcSipInfo (version, class, five numbers) has the class of Windows Installer. */
function isMsiClass(info: BerValue): boolean {
  const [, id] = info.expect(Tag.sequence).list(8);
  return id !== undefined && hex(id.octets()) === MSI_CLASS;
}

/** The digest in SpcIndirectDataContent, and nothing else of it. */
export function parseFileDigest(content: BerValue): Pick<IndirectData, 'digestName' | 'digest'> {
  const [data, digestInfo, other] = content.expect(Tag.sequence).list(3);
  if (!data || !digestInfo || other) throw content.malformed('not SpcIndirectDataContent');
  const [algorithm, digest] = digestInfo.expect(Tag.sequence).list(2);
  if (!algorithm || !digest) throw content.malformed('not SpcIndirectDataContent');
  const oid = algorithm.expect(Tag.sequence).first().oid();
  const digestName = digestOfOid(oid);
  if (digestName === null) {
    const facts = { offset: algorithm.offset, structure: 'SpcIndirectDataContent', found: oid };
    throw new HotfixkitError('SIGNATURE_UNSUPPORTED', 'the digest of the file is of an unknown kind', facts);
  }
  const octets = digest.octets();
  if (octets.length !== digestLengths[digestName]) throw digest.malformed('a digest of another length');
  return { digestName, digest: octets };
}

/** SpcLink `moniker [1]`: of cabinets it is the value itself, of executables it is in SpcPeImageData under `[0]`. */
function findMoniker(value: BerValue): Moniker | null {
  let link: BerValue | undefined = value;
  if (value.tag === Tag.sequence) {
    const file: BerValue | undefined = value.list(16).find(({ tag }) => tag === contextTag(0));
    link = file?.first();
  }
  if (!link || link.tag !== contextTag(1)) return null;
  const [classId, data] = link.list(2);
  if (!classId || !data) throw link.malformed('not a moniker');
  return { classId: hex(classId.octets()), data: data.octets() };
}

/** What the signer calls the file (SpcSpOpusInfo). */
export interface ProgramInfo {
  program: string | null;
  url: string | null;
}

/** Both parts of SpcSpOpusInfo are optional. */
export function parseProgramInfo(value: BerValue): ProgramInfo {
  const info: ProgramInfo = { program: null, url: null };
  for (const part of value.expect(Tag.sequence).list(4)) {
    if (part.tag === contextTag(0)) info.program = spcString(part.first());
    else if (part.tag === contextTag(1)) info.url = spcLink(part.first());
  }
  return info;
}

/** Characters of a name or an address that are shown; the rest of a longer one is left out. */
const LONGEST_TEXT = 4096;

/** SpcString: `[0]` is UTF-16, `[1]` ASCII. */
function spcString({ tag, content }: BerValue): string {
  return tag === contextTag(0, false)
    ? utf16BigEndian(content.subarray(0, 2 * LONGEST_TEXT))
    : latin1(content.subarray(0, LONGEST_TEXT));
}

/** SpcLink: `[0]` is a URL, `[2]` the name of a file. */
function spcLink(value: BerValue): string | null {
  if (value.tag === contextTag(0, false)) return latin1(value.content.subarray(0, LONGEST_TEXT));
  return value.tag === contextTag(2) ? spcString(value.first()) : null;
}
