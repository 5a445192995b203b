import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { differInSignatureOnly, unsignedDigest } from '../../../src/package/node/unsigned-digest.js';
import {
  hash,
  indirectData,
  plainExecutable,
  signContent,
  signedCabinetFile,
  signedExecutable,
} from '../../support/authenticode-builder.js';
import { buildCabinet, type CabinetPlan } from '../../support/cabinet-builder.js';
import { buildPackage } from '../../support/package-builder.js';
import { signPackage } from '../../support/signed-hotfix.js';

const only = (a: Uint8Array, b: Uint8Array) =>
  differInSignatureOnly(new BufferSource(a), new BufferSource(b));
const flip = (bytes: Uint8Array, at: number): Uint8Array => {
  const changed = bytes.slice();
  changed[at]! ^= 1;
  return changed;
};
const cabinet = (header?: number, bytes = 'hello, cabinet') =>
  buildCabinet({
    ...(header === undefined ? {} : { reserve: { header } }),
    folders: [{ method: 'none', files: [{ name: 'a.txt', bytes: Buffer.from(bytes) }] }],
  } as CabinetPlan);
const msi = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }] }).msi;

describe('differInSignatureOnly', () => {
  it.each<[string, Uint8Array, Uint8Array]>([
    ['an executable and the same with a signature', plainExecutable(), signedExecutable()],
    ['two signatures of an executable', signedExecutable({ digest: 'sha1' }), signedExecutable()],
    ['a package and the same with a signature', msi, signPackage(msi)],
    [
      'a signature with and without that of the metadata',
      signPackage(msi),
      signPackage(msi, { metadata: true }),
    ],
    ['a cabinet and the same with a signature', cabinet(), signedCabinetFile()],
    ['two signatures of a cabinet', signedCabinetFile({}, 4), signedCabinetFile({ digest: 'sha1' })],
    ['a cabinet with room for a signature', cabinet(20), cabinet()],
  ])('%s', (_, a, b) => {
    expect(only(a, b)).toBe(true);
    expect(only(b, a)).toBe(true);
  });

  it.each<[string, Uint8Array, Uint8Array]>([
    ['a changed executable', flip(plainExecutable(), 0x300), signedExecutable()],
    [
      'a changed package',
      buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('b') }] }).msi,
      signPackage(msi),
    ],
    ['a changed cabinet', cabinet(undefined, 'hello, Cabinet'), signedCabinetFile()],
    ['other kinds', Buffer.from('text'), Buffer.from('text')],
    ['a damaged cabinet', cabinet().subarray(0, 30), cabinet().subarray(0, 30)],
  ])('not %s', (_, a, b) => {
    expect(only(a, b)).toBe(false);
  });

  it('has no digest for what carries no signature', () => {
    expect(
      unsignedDigest(
        new BufferSource(signContent('1.2', indirectData('cab', 'sha1', hash('sha1', msi)), {})),
      ),
    ).toBeNull();
  });
});
