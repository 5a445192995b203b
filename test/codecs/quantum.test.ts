import { describe, expect, it } from 'vitest';
import { QuantumDecoder } from '../../src/codecs/quantum.js';
import { caught } from '../support/caught.js';
import { encodeQuantum, type QuantumOptions } from '../support/quantum-encoder.js';
import { sameBytes, sampleBytes } from '../support/sample-bytes.js';

function roundTrip(
  content: Uint8Array,
  options: QuantumOptions,
  decoder = new QuantumDecoder(options.windowBits),
): void {
  const output = encodeQuantum(content, options).map(({ data, uncompressedLength }) =>
    decoder.decode(data, uncompressedLength).slice(),
  );
  expect(sameBytes(Buffer.concat(output), content)).toBe(true);
}

describe('what a small encoder writes', () => {
  const content = sampleBytes(150_001);

  it.each([10, 11, 12, 15, 16, 18, 21])('with a window of 2^%i bytes', (windowBits) => {
    roundTrip(content, { windowBits });
  });

  it.each([1, 1000, 20_001])('in frames of %i bytes', (frameLength) => {
    roundTrip(content.subarray(0, frameLength * 40), { windowBits: 15, frameLength });
  });

  it('after a reset', () => {
    const decoder = new QuantumDecoder(16);
    roundTrip(content, { windowBits: 16 }, decoder);
    decoder.reset();
    roundTrip(content.subarray(5000), { windowBits: 16 }, decoder);
  });
});

it.each([0, 9, 22, 31])('refuses a window of 2^%i bytes', (windowBits) => {
  expect(caught(() => new QuantumDecoder(windowBits)).code).toBe('QUANTUM_BAD_WINDOW');
});

describe('streams that are none', () => {
  it.each([
    ['nothing', new Uint8Array(), 32_768],
    // The lowest code is the last selector, a match.
    ['a match before the start', new Uint8Array(64), 64],
    ['a frame that is too long', new Uint8Array(64), 32_769],
  ])('%s', (_label, input, length) => {
    expect(caught(() => new QuantumDecoder(15).decode(input, length)).code).toBe('QUANTUM_CORRUPT');
  });

  it('a frame that is cut in the middle', () => {
    const [frame] = encodeQuantum(sampleBytes(20_000), { windowBits: 15 });
    const half = frame!.data.subarray(0, frame!.data.length >> 1);
    expect(caught(() => new QuantumDecoder(15).decode(half, 20_000)).code).toBe('QUANTUM_CORRUPT');
  });
});
