import { createHash, createPublicKey, ECDH, verify } from 'node:crypto';
import type { Cryptography, CurveName } from '../cryptography.js';

/** Digests and curves by `node:crypto`. */
export const nodeCryptography: Cryptography = {
  createDigest(name) {
    const hash = createHash(name);
    return {
      update: (bytes) => void hash.update(bytes),
      digest: () => new Uint8Array(hash.digest()),
    };
  },

  verifyEcdsa(curve, given, name, message, signature) {
    try {
      const point = wholePoint(curve, given);
      const length = (point.length - 1) / 2;
      if (point[0] !== 4 || !Number.isInteger(length)) return false;
      const coordinate = (at: number): string =>
        Buffer.from(point.subarray(at, at + length)).toString('base64url');
      // The curve comes by name: parameters of the certificate's own are never used.
      const jwk = { kty: 'EC', crv: curve, x: coordinate(1), y: coordinate(1 + length) };
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      return verify(name, message, { key, dsaEncoding: 'der' }, signature);
    } catch (error) {
      if (isRefused(error)) return false;
      throw error;
    }
  },
};

/** Whether Node or OpenSSL refuses the key: its point is not on the curve. */
const isRefused = (error: unknown): boolean =>
  error instanceof Error && /^ERR_(?:CRYPTO|OSSL)_/.test((error as NodeJS.ErrnoException).code ?? '');

const curveNames: Readonly<Record<CurveName, string>> = {
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
};

/** A point with both coordinates; a compressed one has the first, and the sign of the second. */
function wholePoint(curve: CurveName, point: Uint8Array): Uint8Array {
  if (point[0] !== 2 && point[0] !== 3) return point;
  return ECDH.convertKey(point, curveNames[curve], undefined, undefined, 'uncompressed') as Buffer;
}
