import { LzxDeltaDecoder, lzxDeltaStreamLength } from '../../codecs/lzx-delta.js';
import { crc32 } from '../../core/crc32.js';
import { HotfixkitError } from '../../core/errors.js';
import { describeFile, type MatchedOldFile, matchOldFile, withZeros, wrongOldFile } from './old-file.js';
import type { Pa19OldFile } from './pa19-header.js';
import { type Delta, readDelta } from './read-delta.js';
import { transformImage } from './transform/transform.js';

/**
 * Applies a PA19 delta to the old file and gives the new one. Neither argument is written to, and the result shares no
 * memory with them. What comes out has the size and the CRC that the delta says.
 *
 * Throws what {@link readDelta} throws, `DELTA_HEADER_ONLY` where the delta has no streams, `DELTA_WRONG_OLD_FILE` where
 * it is for other files, `DELTA_TOO_LARGE` where the new file is far larger than the old one and the delta account for,
 * `DELTA_CORRUPT` and `DELTA_WRONG_RESULT`.
 */
export function applyDelta(patch: Uint8Array, old: Uint8Array): Uint8Array {
  const delta = readDelta(patch);
  let failure: HotfixkitError | null = null;
  for (const match of matchOldFile(delta, old)) {
    for (const result of possibleResults(delta, patch, match)) {
      const wrong = checkResult(delta, match.record, result);
      if (wrong === null) return retainRanges(match.record, old, result);
      failure ??= wrong;
    }
    // Another record of the same file and another stream would only be another failure.
    if (failure && match.record.streamSize > 0) break;
  }
  throw failure ?? wrongOldFile(delta, old);
}

/** A new file of this size is made from anything, in bytes. */
const ALWAYS = 32 * 1024 * 1024;
/** How many times the old file and how many times the delta a larger one may be. Programs compress to a third or so. */
const TIMES_OLD = 4;
const TIMES_DELTA = 100;

/** LZX makes 32 KB of a few bytes, so that a small delta could ask for any amount of memory. */
function checkNewSize(delta: Delta, oldSize: number): void {
  const most = Math.max(ALWAYS, oldSize * TIMES_OLD + delta.size * TIMES_DELTA);
  if (delta.newSize <= most) return;
  throw new HotfixkitError(
    'DELTA_TOO_LARGE',
    'the delta would create a file that is far too large for its own size and the old file; nothing was created',
    { structure: 'PA19 header', expected: `at most ${most} bytes`, found: delta.newSize },
  );
}

/** More than one only where there is no stream, and the CRC has to show which one the creator meant. */
function* possibleResults(delta: Delta, patch: Uint8Array, match: MatchedOldFile): Generator<Uint8Array> {
  const { record, content, whole } = match;
  if (delta.newSize === 0) yield new Uint8Array();
  else if (record.streamSize > 0) yield decodeResult(delta, patch, match);
  else {
    yield new Uint8Array(content);
    if (content !== whole) yield new Uint8Array(whole);
  }
}

function decodeResult(delta: Delta, patch: Uint8Array, { record, content }: MatchedOldFile): Uint8Array {
  if (delta.isHeaderOnly) {
    throw new HotfixkitError('DELTA_HEADER_ONLY', 'the delta is a header without its streams', {
      offset: delta.streamsOffset,
      structure: 'PA19',
    });
  }
  const stream = patch.subarray(record.streamOffset, record.streamOffset + record.streamSize);
  try {
    // Also the bound on what is allocated: a stream has so many chunks, and no chunk makes more than 32 KB.
    lzxDeltaStreamLength(stream, delta.newSize);
    checkNewSize(delta, record.size);
    const result = allocate(delta.newSize);
    decode(stream, record, transformed(delta, record, content), result);
    return result;
  } catch (error) {
    throw corruptStream(error, record);
  }
}

function allocate(size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    // More than the engine has, or takes at all.
    throw new HotfixkitError(
      'DELTA_CORRUPT',
      'the new file does not fit into memory',
      { found: size },
      { cause },
    );
  }
}

/** Without a rift table nothing is transformed: one of the files is no PE32, or they have nothing in common. */
function transformed(delta: Delta, record: Pa19OldFile, content: Uint8Array): Uint8Array {
  if (record.rifts.length === 0) return content;
  const copy = new Uint8Array(content);
  transformImage(copy, { ...delta, rifts: record.rifts });
  return copy;
}

/**
 * The reference is the start of the old file, as much as the window holds. An interleaved delta instead has parts that
 * are streams of their own, each with its range of the old file; their window is that of the whole files.
 */
function decode(stream: Uint8Array, record: Pa19OldFile, reference: Uint8Array, result: Uint8Array): void {
  const decoder = new LzxDeltaDecoder(record.windowBits);
  if (record.interleave === null) {
    decoder.decode(stream, reference, result);
    return;
  }
  let at = 0;
  let done = 0;
  for (const { offset, length, newLength } of record.interleave) {
    const part = result.subarray(done, done + newLength);
    at += decoder.decode(stream.subarray(at), reference.subarray(offset, offset + length), part);
    done += newLength;
  }
}

/** `DELTA_WRONG_RESULT`, or null. Retained ranges count as zeros. */
function checkResult(delta: Delta, record: Pa19OldFile, result: Uint8Array): HotfixkitError | null {
  const ranges = record.retainRanges.map(({ newOffset, length }) => ({ offset: newOffset, length }));
  const crc = crc32(withZeros(result, ranges));
  if (result.length === delta.newSize && crc === delta.newCrc) return null;
  return new HotfixkitError(
    'DELTA_WRONG_RESULT',
    'the result of the delta is not the file that the delta states',
    {
      expected: describeFile(delta.newSize, delta.newCrc),
      found: describeFile(result.length, crc),
    },
  );
}

/** Retained ranges come from the old file as it is. */
function retainRanges(record: Pa19OldFile, old: Uint8Array, result: Uint8Array): Uint8Array {
  for (const { offset, newOffset, length } of record.retainRanges) {
    result.set(old.subarray(offset, offset + length), newOffset);
  }
  return result;
}

function corruptStream(error: unknown, record: Pa19OldFile): unknown {
  if (!(error instanceof HotfixkitError && error.code === 'LZX_CORRUPT')) return error;
  const facts = { ...error.facts, offset: record.streamOffset + (error.facts.offset ?? 0) };
  return new HotfixkitError('DELTA_CORRUPT', `the stream of the delta is corrupt: ${error.message}`, facts, {
    cause: error,
  });
}
