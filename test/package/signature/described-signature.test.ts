import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { describeSignature } from '../../../src/package/signature/described-signature.js';
import {
  plainExecutable,
  signedCabinetFile,
  signedCatalog,
  signedExecutable,
} from '../../support/authenticode-builder.js';
import { buildCabinet } from '../../support/cabinet-builder.js';
import { judgeTest } from '../../support/signed-hotfix.js';

const describeBytes = (bytes: Uint8Array, most: number, judge = judgeTest) =>
  describeSignature(new BufferSource(bytes), judge, most);
const never = () => {
  throw new Error('judged');
};

describe('describeSignature', () => {
  it.each<[string, Uint8Array, string | undefined]>([
    ['an executable', signedExecutable(), 'valid: Test Signer, no timestamp (SHA-256, Test Root)'],
    ['a cabinet', signedCabinetFile(), 'valid: Test Signer, no timestamp (SHA-256, Test Root)'],
    [
      'a cabinet with another reserve',
      signedCabinetFile({}, 8),
      'valid: Test Signer, no timestamp (SHA-256, Test Root)',
    ],
    ['a catalogue', signedCatalog([]), 'valid: Test Signer, no timestamp (Test Root)'],
    ['a text that begins like one', Buffer.from('0 is a digit'), undefined],
    [
      'a cut executable',
      signedExecutable().subarray(0, 4200),
      'malformed: signer not known; not valid: the signature, or the file that it lies in, is damaged',
    ],
  ])('judges %s', (_, bytes, summary) => {
    expect(describeBytes(bytes, 1e6)?.summary).toBe(summary);
  });

  it.each<[string, Uint8Array, string | undefined]>([
    ['an executable', plainExecutable(), 'not signed'],
    [
      'a cabinet',
      buildCabinet({ folders: [{ method: 'none', files: [{ name: 'a', bytes: Buffer.from('a') }] }] }),
      'not signed',
    ],
    ['a text', Buffer.from('text'), undefined],
  ])('does not judge %s that is not signed', (_, bytes, summary) => {
    expect(describeBytes(bytes, 1e6, never)?.summary).toBe(summary);
  });

  it('only looks at a large file, and calls nothing valid', () => {
    expect(describeBytes(signedExecutable(), 100, never)).toEqual({
      summary: 'present, by Test Signer as it says; not checked, because the file is large',
      signatures: null,
      unverifiedSigner: 'Test Signer',
    });
    const garbled = signedExecutable();
    garbled.fill(0xff, 4120);
    expect(describeBytes(garbled, 100, never)).toMatchObject({ signatures: null, unverifiedSigner: null });
  });
});
