import { type ByteSource, readInto } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { readCfHeader, startsLikeCabinet } from '../../formats/cab/cf-header.js';
import { CompoundFile, isCompoundFile } from '../../formats/cfb/compound-file.js';
import { startsLikeExecutable } from '../../formats/pe/portable-executable.js';
import { Hasher } from '../../node/hash.js';
import { cabCarrier } from '../../signature/cab-carrier.js';
import { catCarrier, startsLikeCatalog } from '../../signature/cat-carrier.js';
import type { CoveredPart } from '../../signature/digest-file.js';
import { TRUST_LIST } from '../../signature/embedded-signatures.js';
import { contentParts, metadataParts } from '../../signature/msi-carrier.js';
import { peCarrier } from '../../signature/pe-carrier.js';
import type { SignatureCarrier } from '../../signature/signature-carrier.js';
import { parseSignedData } from '../../signature/signed-data.js';

/** Bytes read at a time. */
const STEP = 256 * 1024;
/** Offsets in the header of a cabinet. */
const Field = {
  reserved1: 4,
  size: 8,
  reserved2: 12,
  files: 16,
  reserved3: 20,
  flags: 30,
  set: 32,
  rest: 36,
} as const;
const RESERVE = 0x0004;
/** Streams that are the signature of a compound file. */
export const signatureStreams: readonly string[] = ['\u0005DigitalSignature', '\u0005MsiDigitalSignatureEx'];

/** A file in two parts. */
export interface UnsignedFile {
  /** SHA-256 of the file as if it had no signature: equal for two files of which one is signed. */
  rest: string;
  /** SHA-256 of its signature; null where it has none. */
  signature: string | null;
}

/** Null for kinds that carry no signature, and for damaged files. */
export function withoutSignature(source: ByteSource): UnsignedFile | null {
  const head = source.read(0, Math.min(8, source.size));
  try {
    if (isCompoundFile(head)) {
      const file = CompoundFile.open(source);
      // Entries of the directory that are passed over are not among the parts.
      if (file.warnings.some(({ code }) => code === 'CFB_BAD_DIRECTORY')) return null;
      const rest = digestOf(source, databaseParts(source, file));
      return { rest, signature: databaseSignature(source, file) };
    }
    if (startsLikeCabinet(head)) return cabinetDigest(source);
    if (startsLikeCatalog(source.read(0, Math.min(32, source.size)))) return catalogDigest(source);
    if (!startsLikeExecutable(head)) return null;
    const carrier = peCarrier(source);
    if (!carrier || carrier.isMalformed || hasMoreThanSignature(carrier)) return null;
    return { rest: digestOf(source, ['pe', ...carrier.covered()]), signature: digestOfBlob(source, carrier) };
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return null;
    throw error;
  }
}

/** Whether two files have other signatures, or only one of them has one, and differ in nothing else. */
export function haveOtherSignatures(a: UnsignedFile | null, b: UnsignedFile | null): boolean {
  return a !== null && b !== null && a.rest === b.rest && a.signature !== b.signature;
}

function digestOfBlob(source: ByteSource, { blob }: SignatureCarrier): string | null {
  return blob && digestOf(source, [blob.bytes]);
}

function databaseSignature(source: ByteSource, { root }: CompoundFile): string | null {
  const streams = signatureStreams.flatMap((name) => root.streams.get(name)?.open() ?? []);
  return streams.length === 0 ? null : digestOf(source, streams);
}

/** Whether something else stands in the place of a signature, which no digest covers. Throws what a signature that is none throws. */
function hasMoreThanSignature({ blob, warnings }: SignatureCarrier): boolean {
  if (!blob) return false;
  const { length } = parseSignedData(blob.bytes);
  return warnings.length > 0 || blob.bytes.subarray(length).some((byte) => byte !== 0);
}

/** Without MsiDigitalSignatureEx a signature covers no names; they are compared nevertheless, and what is appended. */
function* databaseParts(
  source: ByteSource,
  { root, usedSize }: CompoundFile,
): Generator<CoveredPart | string, void, void> {
  yield 'msi';
  // The header without what follows from where the sectors lie.
  yield { start: 8, end: 40 };
  yield { start: 52, end: 60 };
  for (const part of metadataParts(root, true)) {
    yield `${part.length} `;
    yield part;
  }
  for (const part of contentParts(root, true)) yield part instanceof Uint8Array ? part : part.open();
  yield { start: Math.min(usedSize, source.size), end: source.size };
}

/** The list that a catalogue signs, which is all of it but the signature. */
function catalogDigest(source: ByteSource): UnsignedFile | null {
  const blob = catCarrier(source)?.blob;
  if (!blob) return null;
  const { contentType, contentOctets, length } = parseSignedData(blob.bytes);
  const behind = { start: length, end: source.size };
  if (contentType !== TRUST_LIST) return null;
  const rest = digestOf(source, ['cat', contentOctets, behind]);
  return { rest, signature: digestOf(source, [blob.bytes]) };
}

/** A signature needs room in the header, which moves everything behind it. */
function cabinetDigest(source: ByteSource): UnsignedFile | null {
  const header = readCfHeader(source, 1252);
  const carrier = cabCarrier(source);
  const { blob, isMalformed } = carrier;
  if (isMalformed) return null;
  const end = Math.max(header.size, blob ? blob.offset + blob.bytes.length : 0);
  const moved = (header.flags & RESERVE) === 0 ? 0 : 4 + header.reserve.length;
  const folders = new Uint8Array(source.read(header.length, header.folderCount * (8 + header.folderReserve)));
  const view = new DataView(folders.buffer);
  for (let at = 0; at < folders.length; at += 8 + header.folderReserve) {
    view.setUint32(at, view.getUint32(at, true) - moved, true);
  }
  const fields = new Uint32Array([
    header.size - moved,
    header.filesOffset - moved,
    header.flags & ~RESERVE,
    header.folderReserve,
    header.dataReserve,
  ]);
  const rest = digestOf(source, [
    'cab',
    new Uint8Array(fields.buffer),
    reserveBeside(header.reserve),
    { start: Field.reserved1, end: Field.size },
    { start: Field.reserved2, end: Field.files },
    { start: Field.reserved3, end: Field.flags },
    { start: Field.set, end: Field.rest },
    { start: Field.rest + moved, end: header.length },
    folders,
    { start: header.length + folders.length, end: Math.min(header.size, source.size) },
    { start: Math.min(end, source.size), end: source.size },
  ]);
  return { rest, signature: digestOfBlob(source, carrier) };
}

/** What the reserve holds beside the place of a signature: lengths of two structures, the first, the place, and more. */
function reserveBeside(reserve: Uint8Array): Uint8Array {
  const lengths = new DataView(reserve.buffer, reserve.byteOffset, reserve.length);
  const first = reserve.length < 4 ? 0 : lengths.getUint16(0, true);
  const second = reserve.length < 4 ? 0 : lengths.getUint16(2, true);
  const isPlace = second > 0 && 4 + first + second <= reserve.length;
  const beside = isPlace
    ? Uint8Array.of(...reserve.subarray(4, 4 + first), ...reserve.subarray(4 + first + second))
    : reserve;
  return beside.some((byte) => byte !== 0) ? beside : new Uint8Array(0);
}

function digestOf(source: ByteSource, parts: Iterable<CoveredPart | string>): string {
  const hasher = new Hasher('sha256');
  for (const part of parts) {
    if (typeof part === 'string') hasher.update(new TextEncoder().encode(part));
    else if (part instanceof Uint8Array) hasher.update(part);
    else if ('size' in part) update(hasher, part, 0, part.size);
    else update(hasher, source, part.start, part.end);
  }
  return hasher.hex();
}

function update(hasher: Hasher, source: ByteSource, start: number, end: number): void {
  for (let at = start; at < end; at += STEP) {
    const piece = new Uint8Array(Math.min(STEP, end - at));
    readInto(source, at, piece);
    hasher.update(piece);
  }
}

/** Whether two files differ, and in nothing but their signatures. */
export function differInSignatureOnly(a: ByteSource, b: ByteSource): boolean {
  const one = withoutSignature(a);
  return one !== null && haveOtherSignatures(one, withoutSignature(b));
}
