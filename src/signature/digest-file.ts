import { type ByteSource, readInto } from '../core/byte-source.js';
import type { Cryptography, Digest, DigestName } from './cryptography.js';

/** Bytes read at a time. */
const STEP = 256 * 1024;

/** Bytes of the file itself, from `start` to before `end`. */
export interface FileRange {
  start: number;
  end: number;
}

/** Something that a digest covers: a place in the file, bytes that are not in it, or a stream in it. */
export type CoveredPart = FileRange | Uint8Array | ByteSource;

/** Which digests are asked for. */
export interface WantedDigests {
  /** Of what a signature covers. */
  covered: Iterable<DigestName>;
  /** Of all bytes of the file. */
  whole: Iterable<DigestName>;
}

/** Digests of a file by their names. */
export interface FileDigests {
  covered: ReadonlyMap<DigestName, Uint8Array>;
  whole: ReadonlyMap<DigestName, Uint8Array>;
}

/**
 * Digests of what a signature covers and of the whole file. Where the parts are places in the file, in order, each byte is
 * read once for all digests; streams of a compound file do not lie in order, and the file is then read again.
 */
export function digestFile(
  cryptography: Cryptography,
  source: ByteSource,
  parts: Iterable<CoveredPart>,
  wanted: WantedDigests,
): FileDigests {
  const covered = beginDigests(cryptography, wanted.covered);
  const whole = beginDigests(cryptography, wanted.whole);
  const reader = new Reader();
  let at = 0;
  if (covered.size > 0) {
    for (const part of parts) {
      if (part instanceof Uint8Array) updateAll(covered, part);
      else if ('size' in part) reader.read(part, 0, part.size, [covered]);
      else {
        // What lies between two places belongs to the whole file alone.
        if (whole.size > 0) reader.read(source, at, part.start, [whole]);
        reader.read(source, part.start, part.end, [covered, whole]);
        at = part.end;
      }
    }
  }
  if (whole.size > 0) reader.read(source, at, source.size, [whole]);
  return { covered: endDigests(covered), whole: endDigests(whole) };
}

type Digests = ReadonlyMap<DigestName, Digest>;

function beginDigests(cryptography: Cryptography, names: Iterable<DigestName>): Digests {
  return new Map([...names].map((name) => [name, cryptography.createDigest(name)]));
}

function endDigests(digests: Digests): Map<DigestName, Uint8Array> {
  return new Map([...digests].map(([name, digest]) => [name, digest.digest()]));
}

function updateAll(digests: Digests, bytes: Uint8Array): void {
  for (const digest of digests.values()) digest.update(bytes);
}

/** Reads in pieces; one buffer serves all. */
class Reader {
  #buffer: Uint8Array | null = null;

  read(source: ByteSource, start: number, end: number, all: readonly Digests[]): void {
    for (let at = start; at < end; at += STEP) {
      this.#buffer ??= new Uint8Array(STEP);
      const piece = this.#buffer.subarray(0, Math.min(STEP, end - at));
      readInto(source, at, piece);
      for (const digests of all) updateAll(digests, piece);
    }
  }
}
