import { HotfixkitError } from '../core/errors.js';
import { InflateKernel } from './kernels/inflate-kernel.js';
import * as layout from './kernels/inflate-layout.js';

/** Output of one step, in bytes. */
const STEP = layout.MAX_OUTPUT;

/** Unused kernels, for reuse: an archive has thousands of streams, one after the other. */
const idle: InflateKernel[] = [];
const MOST_IDLE = 4;

/**
 * The output of one deflate stream (RFC 1951), in pieces of at most 33 KB, or of one of Deflate64, in pieces of at most
 * 96 KB. Input after the stream's end is ignored. Pieces of the input are valid until the next one is requested. The
 * first piece has about `first` bytes where that is less. Throws `INFLATE_CORRUPT`, `WEBASSEMBLY_UNAVAILABLE`.
 */
export function* inflateStream(
  input: Iterable<Uint8Array>,
  first = STEP,
  isDeflate64 = false,
): Generator<Uint8Array, void, void> {
  const kernel = idle.pop() ?? new InflateKernel();
  const source = input[Symbol.iterator]();
  try {
    kernel.reset(isDeflate64);
    /** The unused rest of the source's last piece. */
    let rest = new Uint8Array();
    let step = Math.min(first, STEP);
    for (;;) {
      const result = kernel.run(step);
      if (result === layout.HUNGRY) {
        rest = feed(kernel, source, rest);
        continue;
      }
      if (result !== layout.FULL && result !== layout.DONE) throw corrupt(result);
      const output = kernel.output.slice();
      kernel.takeOutput();
      step = STEP;
      if (output.length > 0) yield output;
      if (result === layout.DONE) return;
    }
  } finally {
    if (idle.length < MOST_IDLE) idle.push(kernel);
    source.return?.();
  }
}

/** Fills the kernel's input; returns the bytes that do not fit. */
function feed(
  kernel: InflateKernel,
  source: Iterator<Uint8Array>,
  rest: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  let left: Uint8Array = rest;
  for (;;) {
    if (left.length === 0) {
      const next = source.next();
      if (next.done) {
        kernel.add(left, true);
        return rest.subarray(0, 0);
      }
      left = next.value;
    }
    left = left.subarray(kernel.add(left, false));
    // A copy: the piece is only valid until the next one is requested.
    if (left.length > 0) return left.slice();
  }
}

function corrupt(result: number): HotfixkitError {
  const what = {
    [layout.CUT]: 'it ends before its last block',
    [layout.CUT_INSIDE]: 'it ends inside a block',
    [layout.BAD_BLOCK]: 'a block has an invalid type',
    [layout.BAD_STORED_BLOCK]: 'the two lengths of a stored block disagree',
    [layout.BAD_SYMBOL]: 'a code does not exist',
    [layout.BAD_DISTANCE]: 'a match reaches back before the start',
  }[result];
  if (what === undefined) {
    return new HotfixkitError('INTERNAL', 'the inflate kernel returned an unknown code', {
      found: result,
    });
  }
  return new HotfixkitError('INFLATE_CORRUPT', `the compressed data is damaged: ${what}`);
}
