import { expect, it } from 'vitest';
import { BufferSource, type ByteSource } from '../../../src/core/byte-source.js';
import { ReadAhead } from '../../../src/formats/cab/read-ahead.js';
import { CountingSource } from '../../support/byte-sources.js';
import { caught } from '../../support/caught.js';
import { sameBytes, sampleBytes } from '../../support/sample-bytes.js';

const bytes = sampleBytes(1_000_000);

/** Counts reads, and overwrites with each what the one before returned, as a source may. */
class OneBuffer implements ByteSource {
  readonly size = bytes.length;
  reads = 0;
  readonly #shared = new Uint8Array(bytes.length);

  read(offset: number, length: number): Uint8Array {
    this.reads++;
    this.#shared.fill(0);
    this.#shared.set(bytes.subarray(offset, offset + length));
    return this.#shared.subarray(0, length);
  }
}

it('reads rarely, and keeps what it has read', () => {
  const source = new OneBuffer();
  const readAhead = new ReadAhead(source);
  for (let at = 0; at + 7000 <= bytes.length; at += 7000) {
    const view = readAhead.view(at, 7000);
    source.read(0, 10);
    source.reads--;
    expect(sameBytes(view, bytes.subarray(at, at + 7000))).toBe(true);
  }
  expect(source.reads).toBeLessThan(9);
});

it('reads little for somebody who wants little', () => {
  const source = new CountingSource(bytes);
  const readAhead = new ReadAhead(source);
  for (const at of [500_000, 500_020, 500_040]) readAhead.view(at, 20);
  expect(source.bytesRead).toBeLessThan(10_000);
});

it('goes back', () => {
  const readAhead = new ReadAhead(new BufferSource(bytes));
  readAhead.view(900_000, 10);
  expect(sameBytes(readAhead.view(5, 10), bytes.subarray(5, 15))).toBe(true);
});

it('gives what it has from a place on, and reads more where that is little', () => {
  const source = new CountingSource(bytes);
  const readAhead = new ReadAhead(source);
  for (let at = 0; at < bytes.length; at += 30_000) {
    const rest = readAhead.rest(at);
    expect(rest.length).toBeGreaterThanOrEqual(Math.min(65_536, bytes.length - at));
    expect(sameBytes(rest, bytes.subarray(at, at + rest.length))).toBe(true);
  }
  expect(source.bytesRead).toBeLessThan(1.5 * bytes.length);
  expect(readAhead.rest(bytes.length)).toHaveLength(0);
});

it('says where the source ends', () => {
  const readAhead = new ReadAhead(new BufferSource(bytes.subarray(0, 100)));
  expect(readAhead.view(90, 10)).toHaveLength(10);
  const error = caught(() => readAhead.view(91, 10));
  expect(error).toMatchObject({ code: 'CAB_TRUNCATED', facts: { offset: 91, found: '9 bytes' } });
  expect(caught(() => readAhead.view(4_000_000_000, 8)).code).toBe('CAB_TRUNCATED');
});

it('holds nothing after a read that failed', () => {
  let broken = false;
  const source: ByteSource = {
    size: bytes.length,
    read(offset, length) {
      if (broken) throw new Error('disk');
      return bytes.subarray(offset, offset + length);
    },
  };
  const readAhead = new ReadAhead(source);
  readAhead.view(0, 10);
  broken = true;
  expect(() => readAhead.view(800_000, 10)).toThrow('disk');
  broken = false;
  expect(sameBytes(readAhead.view(0, 10), bytes.subarray(0, 10))).toBe(true);
});
