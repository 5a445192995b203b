import { expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { catCarrier } from '../../src/signature/cat-carrier.js';
import { signedCatalog } from '../support/authenticode-builder.js';

it('is a file that is a signature', () => {
  const bytes = signedCatalog([]);
  expect(catCarrier(new BufferSource(bytes))).toMatchObject({ kind: 'cat', blob: { offset: 0 } });
  expect(catCarrier(new BufferSource(Buffer.from('0123456789')))).toBeNull();
  expect(catCarrier(new BufferSource(new Uint8Array(0)))).toBeNull();
});
