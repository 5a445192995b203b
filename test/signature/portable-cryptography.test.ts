import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CurveName, DigestName } from '../../src/signature/cryptography.js';
import { nodeCryptography } from '../../src/signature/node/node-cryptography.js';
import { portableCryptography } from '../../src/signature/portable-cryptography.js';
import { testKey } from '../support/authenticode-builder.js';

const names: DigestName[] = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'];
const message = new TextEncoder().encode('what is signed');

function pointOf(curve: CurveName): Uint8Array {
  const { x, y } = testKey('portable', curve).export({ format: 'jwk' });
  return Buffer.concat([Buffer.from([4]), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
}

describe.each([
  ['of Node', nodeCryptography],
  ['in script', portableCryptography],
])('cryptography %s', (_, { createDigest, verifyEcdsa }) => {
  it.each(names)('computes %s in pieces', (name) => {
    const digest = createDigest(name);
    for (const byte of message) digest.update(Uint8Array.of(byte));
    const whole = nodeCryptography.createDigest(name);
    whole.update(message);
    expect(digest.digest()).toEqual(whole.digest());
  });

  it.each(['P-256', 'P-384', 'P-521'] as const)('checks signatures by %s', (curve) => {
    const point = pointOf(curve);
    const length = (point.length - 1) / 2;
    const compressed = Uint8Array.of(2 + (point.at(-1)! & 1), ...point.subarray(1, 1 + length));
    const other = Uint8Array.of(compressed[0]! ^ 1, ...compressed.subarray(1));
    for (const name of ['sha1', 'sha256', 'sha512'] as const) {
      const signature = new Uint8Array(sign(name, message, testKey('portable', curve)));
      expect(verifyEcdsa(curve, point, name, message, signature)).toBe(true);
      expect(verifyEcdsa(curve, compressed, name, message, signature)).toBe(true);
      expect(verifyEcdsa(curve, other, name, message, signature)).toBe(false);
      expect(verifyEcdsa(curve, point, name, message.slice(1), signature)).toBe(false);
      signature[signature.length - 1]! ^= 1;
      expect(verifyEcdsa(curve, point, name, message, signature)).toBe(false);
    }
  });

  it.each([
    ['a point that is not on the curve', Uint8Array.from({ length: 65 }, (_, i) => (i === 0 ? 4 : 1))],
    ['a compressed point that is not on the curve', Uint8Array.from({ length: 33 }, () => 3)],
    ['a compressed point that is cut', Uint8Array.from({ length: 20 }, () => 2)],
    ['no point', new Uint8Array(0)],
  ])('refuses %s', (_, point) => {
    const signature = new Uint8Array(sign('sha256', message, testKey('portable', 'P-256')));
    expect(verifyEcdsa('P-256', point, 'sha256', message, signature)).toBe(false);
  });

  it('refuses a signature that is none', () => {
    expect(verifyEcdsa('P-256', pointOf('P-256'), 'sha256', message, new Uint8Array(9))).toBe(false);
  });
});
