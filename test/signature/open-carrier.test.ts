import { expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { openCarrier } from '../../src/signature/open-carrier.js';
import {
  plainExecutable,
  signedCabinetFile,
  signedCatalog,
  signedCompoundFile,
} from '../support/authenticode-builder.js';

it.each([
  ['pe', plainExecutable()],
  ['cab', signedCabinetFile()],
  ['cat', signedCatalog([])],
  ['msi', signedCompoundFile({})],
  [undefined, Buffer.from('text')],
  [undefined, new Uint8Array(0)],
])('finds %s by content', (kind, bytes) => {
  expect(openCarrier(new BufferSource(bytes))?.kind).toBe(kind);
});
