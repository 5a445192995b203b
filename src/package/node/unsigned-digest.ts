import { type ByteSource, readInto } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { readCfHeader, startsLikeCabinet } from '../../formats/cab/cf-header.js';
import { CompoundFile, isCompoundFile } from '../../formats/cfb/compound-file.js';
import { startsLikeExecutable } from '../../formats/pe/portable-executable.js';
import { Hasher } from '../../node/hash.js';
import type { CoveredPart } from '../../signature/digest-file.js';
import { contentParts } from '../../signature/msi-carrier.js';
import { peCarrier } from '../../signature/pe-carrier.js';

/** Bytes read at a time. */
const STEP = 256 * 1024;
/** Offsets in the header of a cabinet. */
const Field = { size: 8, files: 16, version: 24, flags: 30, set: 32, rest: 36 } as const;
const RESERVE = 0x0004;

/**
 * SHA-256 of a file as if it had no signature: equal for two files that differ in their signatures alone, or of which one is
 * signed. Null for kinds that carry no signature, and for damaged files.
 */
export function unsignedDigest(source: ByteSource): string | null {
  const head = source.read(0, Math.min(8, source.size));
  try {
    if (isCompoundFile(head)) {
      const parts = contentParts(CompoundFile.open(source).root, true);
      return digestOf(source, [
        'msi',
        ...[...parts].map((part) => (part instanceof Uint8Array ? part : part.open())),
      ]);
    }
    if (startsLikeCabinet(head)) return cabinetDigest(source);
    if (!startsLikeExecutable(head)) return null;
    const carrier = peCarrier(source);
    return carrier && !carrier.isMalformed ? digestOf(source, ['pe', ...carrier.covered()]) : null;
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return null;
    throw error;
  }
}

/** A signature needs room in the header, which moves everything behind it. */
function cabinetDigest(source: ByteSource): string {
  const header = readCfHeader(source, 1252);
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
  return digestOf(source, [
    'cab',
    new Uint8Array(fields.buffer),
    { start: Field.version, end: Field.flags },
    { start: Field.set, end: Field.rest },
    { start: Field.rest + moved, end: header.length },
    folders,
    { start: header.length + folders.length, end: Math.min(header.size, source.size) },
  ]);
}

function digestOf(source: ByteSource, parts: Iterable<CoveredPart | string>): string {
  const hasher = new Hasher('sha256');
  for (const part of parts) {
    if (typeof part === 'string') hasher.update(Buffer.from(part));
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
  const digest = unsignedDigest(a);
  return digest !== null && digest === unsignedDigest(b);
}
