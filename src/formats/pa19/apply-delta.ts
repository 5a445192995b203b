import { LzxDeltaDecoder, lzxDeltaStreamLength } from '../../codecs/lzx-delta.js';
import { crc32 } from '../../core/crc32.js';
import { HotfixkitError } from '../../core/errors.js';
import { describeFile, type MatchedOldFile, matchOldFile, withZeros, wrongOldFile } from './old-file.js';
import type { Pa19OldFile } from './pa19-header.js';
import { type Delta, readDelta } from './read-delta.js';
import { transformImage } from './transform/transform.js';

/**
 * Applies a PA19 delta to the old file and returns the new one. Neither argument is written to, and the result shares
 * no memory with them. The result has the size and the CRC in the delta.
 *
 * Throws what {@link readDelta} throws, `DELTA_HEADER_ONLY` where the delta has no streams, `DELTA_WRONG_OLD_FILE`
 * where it is for other files, `DELTA_TOO_LARGE` where the new file is far too large for the old one and the delta,
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
    // A further record of the same file with a different stream would fail too.
    if (failure && match.record.streamSize > 0) break;
  }
  throw failure ?? wrongOldFile(delta, old);
}

/** A new file of up to this many bytes is always allowed. */
const ALWAYS = 32 * 1024 * 1024;
/**
 * A larger one may be this many times the old file plus this many times the delta. Programs compress to about a third.
 */
const TIMES_OLD = 4;
const TIMES_DELTA = 100;

/** LZX expands a few bytes to 32 KB, so a small delta could request any amount of memory. */
function checkNewSize(delta: Delta, oldSize: number): void {
  const most = Math.max(ALWAYS, oldSize * TIMES_OLD + delta.size * TIMES_DELTA);
  if (delta.newSize <= most) return;
  throw new HotfixkitError(
    'DELTA_TOO_LARGE',
    'the delta would create a file that is far too large for its own size and the old file; nothing was created',
    { structure: 'PA19 header', expected: `at most ${most} bytes`, found: delta.newSize },
  );
}

/** More than one only without a stream; the CRC then shows which one the creator used. */
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
    // This also bounds the allocation: each chunk of the stream gives at most 32 KB.
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
    // More memory than is available, or than the engine allows.
    throw new HotfixkitError(
      'DELTA_CORRUPT',
      'the new file does not fit into memory',
      { found: size },
      { cause },
    );
  }
}

/** Without a rift table there is no transform: one of the files is not PE32, or they have nothing in common. */
function transformed(delta: Delta, record: Pa19OldFile, content: Uint8Array): Uint8Array {
  if (record.rifts.length === 0) return content;
  const copy = new Uint8Array(content);
  transformImage(copy, { ...delta, rifts: record.rifts });
  return copy;
}

/**
 * The reference is the start of the old file, up to the window's size. An interleaved delta instead has parts with
 * separate streams, each with its range of the old file; their window size is that for the whole files.
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

/** Retained ranges come from the unchanged old file. */
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
