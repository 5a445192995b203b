import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { ChainSource, type Run } from '../../../src/formats/cfb/chain-source.js';
import { CountingSource } from '../../support/byte-sources.js';
import { caught } from '../../support/caught.js';
import { pattern } from '../../support/compound-file-builder.js';
import { runs as times } from '../../support/thorough.js';

const below = pattern(4096);

/** Runs of the lengths given, laid out back to front. */
function scattered(lengths: number[]): { runs: Run[]; bytes: Uint8Array } {
  let offset = below.length;
  let position = 0;
  const runs = lengths.map((length) => {
    offset -= length + 3;
    const run = { position, offset, length };
    position += length;
    return run;
  });
  const bytes = new Uint8Array(position);
  for (const run of runs) bytes.set(below.subarray(run.offset, run.offset + run.length), run.position);
  return { runs, bytes };
}

describe('ChainSource', () => {
  const { runs, bytes } = scattered([64, 1, 200, 64, 500]);

  it('gives the bytes of its runs in order', () => {
    const source = new ChainSource(new BufferSource(below), runs, bytes.length);
    expect(source.read(0, bytes.length)).toEqual(bytes);
  });

  it('ends where the stream does', () => {
    const source = new ChainSource(new BufferSource(below), runs, 700);
    expect(source.size).toBe(700);
    expect(source.read(600, 100)).toEqual(bytes.subarray(600, 700));
    expect(caught(() => source.read(600, 101)).code).toBe('READ_PAST_END');
    expect(caught(() => source.readInto(600, new Uint8Array(101))).code).toBe('READ_PAST_END');
  });

  it('may be empty', () => {
    const source = new ChainSource(new BufferSource(below), [], 0);
    expect(source.read(0, 0).length).toBe(0);
    source.readInto(0, new Uint8Array(0));
    expect(caught(() => source.read(0, 1)).code).toBe('READ_PAST_END');
  });

  it('asks for each run once and copies nothing within one', () => {
    const counting = new CountingSource(below);
    const source = new ChainSource(counting, runs, bytes.length);
    source.read(0, bytes.length);
    expect(counting.reads).toBe(runs.length);
    expect(counting.bytesRead).toBe(bytes.length);
    expect(source.read(70, 100).buffer).toBe(below.buffer);
  });

  it('reads any part by either way', () => {
    const source = new ChainSource(new BufferSource(below), runs, bytes.length);
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.nat(bytes.length), (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const target = new Uint8Array(to - from);
        source.readInto(from, target);
        expect(Buffer.compare(source.read(from, to - from), bytes.subarray(from, to))).toBe(0);
        expect(Buffer.compare(target, bytes.subarray(from, to))).toBe(0);
      }),
      { seed: 1, numRuns: times(300) },
    );
  });
});
