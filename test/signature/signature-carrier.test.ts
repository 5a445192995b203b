import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { BufferSource, SliceSource } from '../../src/core/byte-source.js';
import { hex } from '../../src/signature/cryptography.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { digestParts, LARGEST_SIGNATURE, malformedCarrier } from '../../src/signature/signature-carrier.js';

it('computes several digests of parts in memory and of sources larger than a step', () => {
  const bytes = new Uint8Array(600_000).map((_, i) => i % 251);
  const parts = [bytes.subarray(0, 10), new SliceSource(new BufferSource(bytes), 10), new Uint8Array(0)];
  const digests = digestParts(cryptography, ['sha1', 'sha256'], parts);
  for (const [name, digest] of digests) {
    expect(hex(digest)).toBe(createHash(name).update(bytes).digest('hex'));
  }
  expect(digests.size).toBe(2);
});

it('says what is malformed', () => {
  expect(malformedCarrier('pe', 'why')).toMatchObject({
    blob: null,
    problems: [{ code: 'malformed', message: 'why' }],
  });
  expect(LARGEST_SIGNATURE).toBeGreaterThan(6_000_000);
});
