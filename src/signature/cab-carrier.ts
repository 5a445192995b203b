import type { ByteSource } from '../core/byte-source.js';
import { BerValue, Tag } from '../formats/asn1/ber-value.js';
import { type CfHeader, readCfHeader } from '../formats/cab/cf-header.js';
import { type Cryptography, digestOf, digestOfOid, sameBytes } from './cryptography.js';
import { type Moniker, SERIALIZED_OBJECT } from './indirect-data.js';
import {
  LARGEST_SIGNATURE,
  type MonikerCheck,
  malformedCarrier,
  type SignatureCarrier,
} from './signature-carrier.js';
import type { SignatureProblem, SignatureWarning } from './verdict.js';

const RESERVE = 0x0004;
/** Offsets in the header: cbCFHeader, and the reserve: the lengths of its two structures, then both. */
const RESERVE_SIZE = 36;
const RESERVE_START = 40;
/** The second structure: offset and size of the signature, 8 bytes unused. */
const PLACE_SIZE = 16;
/** The part of the second structure that is used. */
const USED_PLACE = 8;
/** The length of the cabinet, signed by the tools of Microsoft. */
const CABINET_LENGTH = '1.3.6.1.4.1.311.2.5.1';

/** The cabinet as a carrier. Throws `CAB_*` where its header cannot be read. */
export function cabCarrier(source: ByteSource): SignatureCarrier {
  const header = readCfHeader(source, 1252);
  const { size, flags, reserve } = header;
  const end = Math.min(size, source.size);
  const unsigned: SignatureCarrier = {
    kind: 'cab',
    blob: null,
    covered: () => [
      { start: 0, end: 4 },
      { start: 8, end: source.size },
    ],
    problems: [],
    warnings: [],
  };
  if ((flags & RESERVE) === 0 || reserve.length < 20) return unsigned;
  const view = new DataView(reserve.buffer, reserve.byteOffset, reserve.length);
  const first = view.getUint16(0, true);
  const second = view.getUint16(2, true);
  const place = 4 + first;
  if (second === 0 || place + second > reserve.length) return unsigned;
  const rest = RESERVE_START + reserve.length;
  if (size > source.size) return malformedCarrier('cab', 'the file ends before the end of the cabinet');
  if (end < rest) return malformedCarrier('cab', 'the cabinet ends within its header');

  let blob: { offset: number; size: number };
  let fileEnd = end;
  if (second === PLACE_SIZE) {
    blob = { offset: view.getUint32(place, true), size: view.getUint32(place + 4, true) };
    if (blob.offset === 0 && blob.size === 0) return unsigned;
    fileEnd = blob.offset + blob.size;
    if (blob.offset !== end || blob.size === 0 || fileEnd > source.size) {
      return malformedCarrier(
        'cab',
        `the signature, ${blob.size} bytes at offset ${blob.offset}, does not lie between the end of the cabinet (${end}) and the end of the file (${source.size})`,
      );
    }
  } else {
    blob = { offset: RESERVE_START + place, size: second };
    if (reserve[place] !== Tag.sequence) return unsigned;
  }
  if (blob.size > LARGEST_SIGNATURE) {
    return malformedCarrier('cab', `the signature is too large: ${blob.size} bytes`);
  }
  const problems: SignatureProblem[] = [];
  if (source.size > fileEnd) {
    const message = `${source.size - fileEnd} bytes behind the end of the signature are not covered`;
    problems.push({ code: 'appended-data', message });
  }
  return {
    kind: 'cab',
    blob: { bytes: new Uint8Array(source.read(blob.offset, blob.size)), offset: blob.offset },
    // Not covered: reserved1, the sizes of the reserves, the second structure and what follows it in the reserve.
    covered: () => [
      { start: 0, end: 4 },
      { start: 8, end: RESERVE_SIZE },
      { start: RESERVE_START, end: RESERVE_START + 2 },
      { start: RESERVE_START + 4, end: RESERVE_START + place },
      { start: rest, end },
    ],
    problems,
    warnings: uncovered(source, header, second === PLACE_SIZE ? place + USED_PLACE : place + second),
    checkMoniker: (moniker, cryptography) => checkLength(moniker, size, cryptography),
  };
}

/** Says where parts of the header that are not covered are in use; signers leave them zero. `used` counts in the reserve. */
function uncovered(source: ByteSource, header: CfHeader, used: number): SignatureWarning[] {
  const isUsed = (bytes: Uint8Array): boolean => bytes.some((byte) => byte !== 0);
  const places = [
    ...(isUsed(source.read(4, 4)) ? ['its first reserved field'] : []),
    // They say where folders and blocks begin, and so what is unpacked.
    ...(header.folderReserve > 0 || header.dataReserve > 0
      ? ['the sizes of the reserves of folders and blocks']
      : []),
    ...(isUsed(header.reserve.subarray(used)) ? ['the rest of the reserve in its header'] : []),
  ];
  if (places.length === 0) return [];
  const message = `the header of the cabinet has bytes that no signature covers: ${places.join(', ')}`;
  return [{ code: 'unauthenticated-data', message }];
}

/** The tools of Microsoft sign the length of the cabinet too; Windows does not look at it. */
function checkLength({ classId, data }: Moniker, size: number, cryptography: Cryptography): MonikerCheck {
  const none: MonikerCheck = { problems: [], warnings: [] };
  if (classId !== SERIALIZED_OBJECT) return none;
  const [type, values] = BerValue.parse(data).expect(Tag.set).first().expect(Tag.sequence).list(2);
  if (!type || !values || type.oid() !== CABINET_LENGTH) return none;
  const stated = lengthDigest(values.expect(Tag.set).first());
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, size, true);
  const names = stated.name ? [stated.name] : (['sha1', 'sha256', 'md5'] as const);
  if (names.some((name) => sameBytes(digestOf(cryptography, name, bytes), stated.digest))) return none;
  const message = `the length that is signed is not the length of the cabinet, ${size} bytes`;
  return { problems: [], warnings: [{ code: 'cab-length-mismatch', message }] };
}

/** The digest, alone or with its algorithm. */
function lengthDigest(value: BerValue): { name: ReturnType<typeof digestOfOid>; digest: Uint8Array } {
  if (value.tag !== Tag.sequence) return { name: null, digest: value.octets() };
  const [algorithm, digest] = value.list(2);
  if (!algorithm || !digest) throw value.malformed('not a digest');
  return { name: digestOfOid(algorithm.expect(Tag.sequence).first().oid()), digest: digest.octets() };
}
