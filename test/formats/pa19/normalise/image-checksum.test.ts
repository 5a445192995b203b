import { expect, it } from 'vitest';
import { imageChecksum } from '../../../../src/formats/pa19/normalise/image-checksum.js';
import { Pe32Image } from '../../../../src/formats/pa19/pe32-image.js';
import { buildPe32, Pe32Fields } from '../../../support/pe32-builder.js';
import {
  buildExecutable,
  imageChecksum as expectedChecksum,
} from '../../../support/portable-executable-builder.js';
import { sampleBytes } from '../../../support/sample-bytes.js';

it.each([0, 1, 2, 3, 10_001])('is the sum of words with %i bytes behind the image', (length) => {
  const bytes = buildPe32({
    checksum: 0x12345678,
    sections: [{ address: 0x1000, data: sampleBytes(5000) }],
    overlay: sampleBytes(length, 3),
  });
  const image = Pe32Image.open(bytes)!;
  expect(imageChecksum(image)).toBe(expectedChecksum(bytes, Pe32Fields.checksum));
  expect(image.checksum).toBe(0x12345678);
});

it('is the one in a file that has the right one', () => {
  const image = Pe32Image.open(buildExecutable({ platform: 'x86', dll: true }))!;
  expect(imageChecksum(image)).toBe(image.checksum);
});

it('carries as often as it must', () => {
  const bytes = buildPe32({ sections: [{ address: 0x1000, data: new Uint8Array(200_000).fill(0xff) }] });
  expect(imageChecksum(Pe32Image.open(bytes)!)).toBe(expectedChecksum(bytes, Pe32Fields.checksum));
});
