import { crc32 } from 'node:zlib';
import { encodeLzxDelta, storeLzxDelta } from './lzx-delta-encoder.js';

/*
 * Writes PA19 deltas for tests, from PA19.md's table of the container. The stream of an old file is one without matches
 * or, where asked for, with matches into the old file; nothing is normalised or transformed here, so that an old
 * executable's CRC and reference have to be given where its delta's flags ask for that.
 */

export interface DeltaPlan {
  newFile: Uint8Array;
  oldFiles: PlannedOldFile[];
  /** Default: no normalising, a time, LZX_A. The bits for the time, extended flags and interleaving follow the rest. */
  flags?: number;
  extendedFlags?: number;
  /** Seconds since 1970; absent for a delta without it. */
  fileTime?: number;
  newImageBase?: number;
  newTimestamp?: number;
  resourceTimestamp?: number;
  /** Written into the header where given. */
  windowBits?: number;
  /** What the header says of the new file, if not the truth. */
  newSize?: number;
  newCrc?: number;
  /** Leave the streams and the trailer away. */
  headerOnly?: boolean;
}

export interface PlannedOldFile {
  content: Uint8Array;
  /** Default: of the content with zeros in the ranges. */
  crc?: number;
  size?: number;
  ignore?: [offset: number, length: number][];
  retain?: [offset: number, newOffset: number, length: number][];
  rifts?: [oldAddress: number, newAddress: number][];
  interleave?: [offset: number, length: number, newLength: number][];
  /** Compress with matches into this instead of storing. */
  reference?: Uint8Array;
  /** The stream itself. */
  stream?: Uint8Array;
}

/** NO_BINDFIX, NO_LOCKFIX, NO_REBASE, NO_RESTIMEFIX: the old file counts as it is, be it an executable or not. */
export const AS_IT_IS = 0x00470000;

/** A delta from one file to another that takes both as they are: the plainest one. */
export function buildPlainDelta(old: Uint8Array, newFile: Uint8Array, compressed = false): Uint8Array {
  return buildDelta({
    newFile,
    oldFiles: [compressed ? { content: old, reference: old } : { content: old }],
    fileTime: 1_199_145_600,
  });
}

/** The bytes of a delta, its trailer chosen so that the CRC of the whole comes out as it must. */
export function buildDelta(plan: DeltaPlan): Uint8Array {
  const { newFile, fileTime, extendedFlags = 0, windowBits } = plan;
  const out: number[] = [];
  const u32 = (value: number): void => {
    for (let shift = 0; shift < 32; shift += 8) out.push((value >>> shift) & 255);
  };
  const unsigned = (value: number): void => {
    out.push(...encodeUnsigned(value));
  };
  const signed = (value: number): void => {
    out.push(...encodeSigned(value));
  };

  let flags = plan.flags ?? AS_IT_IS | 1;
  let extended = extendedFlags;
  if (fileTime !== undefined) flags |= 0x00800000;
  if (windowBits !== undefined) extended |= 0x10000;
  if (extended !== 0) flags |= 0x80000000;
  if (plan.oldFiles.some(({ interleave }) => interleave)) flags |= 0x40000000;
  const hasRebase = (flags & 0x40000) === 0;
  const newTimestamp = plan.newTimestamp ?? 0;
  out.push(...Buffer.from('PA19'));
  u32(flags);
  if (flags & 0x80000000) u32(extended);
  if (fileTime !== undefined) u32(fileTime);
  if (hasRebase) {
    const base = plan.newImageBase ?? 0;
    out.push((base >>> 16) & 255, base >>> 24);
    if (fileTime === undefined) u32(newTimestamp);
    else signed(fileTime - newTimestamp);
  }
  if ((flags & 0x400000) === 0) {
    const time = plan.resourceTimestamp ?? 0;
    if (hasRebase) signed(newTimestamp - time);
    else u32(time);
  }
  const newSize = plan.newSize ?? newFile.length;
  const retained = plan.oldFiles[0]?.retain ?? [];
  unsigned(newSize);
  u32(
    plan.newCrc ??
      crc32(
        blank(
          newFile,
          retained.map(([, newOffset, length]) => [newOffset, length]),
        ),
      ),
  );
  if (windowBits !== undefined) out.push(windowBits);

  const streams: Uint8Array[] = [];
  out.push(plan.oldFiles.length);
  for (const old of plan.oldFiles) {
    const ignore = old.ignore ?? [];
    const retain = old.retain ?? [];
    const blanked = blank(old.content, [
      ...ignore,
      ...retain.map(([offset, , length]): [number, number] => [offset, length]),
    ]);
    signed((old.size ?? old.content.length) - newSize);
    u32(old.crc ?? crc32(blanked));

    let end = 0;
    out.push(ignore.length);
    for (const [offset, length] of ignore) {
      signed(offset - end);
      unsigned(length);
      end = offset + length;
    }
    end = 0;
    out.push(retain.length);
    for (const [offset, newOffset, length] of retain) {
      signed(offset - end);
      signed(newOffset - offset);
      unsigned(length);
      end = offset + length;
    }
    let before: [number, number] = [0, 0];
    const rifts = old.rifts ?? [];
    unsigned(rifts.length);
    for (const [from, to] of rifts) {
      unsigned(from - before[0]);
      signed(to - before[1]);
      before = [from, to];
    }
    if (flags & 0x40000000) writeInterleave(old.interleave ?? [], unsigned, signed);

    const stream = old.stream ?? encodeStream(newFile, old, retained, windowBits);
    unsigned(stream.length);
    streams.push(stream);
  }
  if (plan.headerOnly) return Uint8Array.from(out);
  const content = Buffer.concat([Uint8Array.from(out), ...streams]);
  return new Uint8Array(Buffer.concat([content, trailer(content)]));
}

/** A UVLI: seven bits a byte, least significant first, bit 7 on the last. */
export function encodeUnsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push(rest % 128);
  return [...bytes, rest | 0x80];
}

/** An SVLI: the same, with six bits and the sign in the first byte. */
export function encodeSigned(value: number): number[] {
  const magnitude = Math.abs(value);
  const sign = value < 0 ? 0x40 : 0;
  if (magnitude < 64) return [0x80 | sign | magnitude];
  return [sign | (magnitude % 64), ...encodeUnsigned(Math.floor(magnitude / 64))];
}

/** The four bytes behind which the CRC-32 of everything is 0xFFFFFFFF: the register comes to nothing over them. */
export function trailer(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, ~crc32(content) >>> 0, true);
  return bytes;
}

function encodeStream(
  newFile: Uint8Array,
  old: PlannedOldFile,
  retained: [number, number, number][],
  windowBits = windowFor(old.content.length, newFile.length),
): Uint8Array {
  const content = blank(
    newFile,
    retained.map(([, newOffset, length]) => [newOffset, length]),
  );
  const { reference } = old;
  if (!old.interleave) {
    return reference ? encodeLzxDelta(content, { reference, windowBits }) : storeLzxDelta(content);
  }
  let done = 0;
  const parts = old.interleave.map(([offset, length, newLength]) => {
    const part = content.subarray(done, done + newLength);
    done += newLength;
    if (!reference) return storeLzxDelta(part);
    return encodeLzxDelta(part, { reference: reference.subarray(offset, offset + length), windowBits });
  });
  return Buffer.concat(parts);
}

/** Holds the old file, in whole chunks, and the new one; without LARGE, 8 MB is the most. */
function windowFor(oldSize: number, newSize: number): number {
  const bits = Math.ceil(Math.log2(Math.ceil(oldSize / 32768) * 32768 + newSize));
  return Math.min(23, Math.max(17, bits));
}

function writeInterleave(
  parts: [number, number, number][],
  unsigned: (value: number) => void,
  signed: (value: number) => void,
): void {
  unsigned(parts.length);
  let [offset, offsetStep, length, lengthStep, chunks] = [0, 0, 0, 0, 0];
  parts.forEach(([partOffset, partLength, newLength], i) => {
    signed(partOffset - offset - offsetStep);
    offsetStep = partOffset - offset;
    offset = partOffset;
    signed(partLength - length - lengthStep);
    lengthStep = partLength - length;
    length = partLength;
    if (i === parts.length - 1) return;
    signed(newLength / 32768 - chunks);
    chunks = newLength / 32768;
  });
}

function blank(bytes: Uint8Array, ranges: [number, number][]): Uint8Array {
  const copy = new Uint8Array(bytes);
  for (const [offset, length] of ranges) copy.fill(0, offset, offset + length);
  return copy;
}
