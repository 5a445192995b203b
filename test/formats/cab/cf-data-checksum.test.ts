import { expect, it } from 'vitest';
import { cfDataChecksum } from '../../../src/formats/cab/cf-data-checksum.js';
import { cabinetChecksum } from '../../support/cabinet-builder.js';
import { sampleBytes } from '../../support/sample-bytes.js';

it.each([
  [[], 0, 0],
  [[], 0x12345678, 0x12345678],
  [[1, 2, 3, 4], 0, 0x04030201],
  [[1, 2, 3, 4], 0x04030201, 0],
  // The rest counts with its first byte highest.
  [[0xaa], 0, 0xaa],
  [[0xaa, 0xbb], 0, 0xaabb],
  [[0xaa, 0xbb, 0xcc], 0, 0xaabbcc],
  [[0, 0, 0, 0x80, 0xff], 0, 0x800000ff],
])('%j with seed %i', (bytes, seed, expected) => {
  expect(cfDataChecksum(Uint8Array.from(bytes), seed)).toBe(expected);
});

it('is that of the plain definition at every length and alignment', () => {
  const bytes = sampleBytes(200);
  for (let from = 0; from < 8; from++) {
    for (let to = from; to <= bytes.length; to++) {
      const part = bytes.subarray(from, to);
      expect(cfDataChecksum(part, 99)).toBe(cabinetChecksum(part, 99));
    }
  }
});
