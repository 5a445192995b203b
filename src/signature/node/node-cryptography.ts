import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Cryptography } from '../cryptography.js';

/** Digests and curves by `node:crypto`. */
export const nodeCryptography: Cryptography = {
  createDigest(name) {
    const hash = createHash(name);
    return {
      update: (bytes) => void hash.update(bytes),
      digest: () => new Uint8Array(hash.digest()),
    };
  },

  verifyEcdsa(curve, point, name, message, signature) {
    const length = (point.length - 1) / 2;
    if (point[0] !== 4 || !Number.isInteger(length)) return false;
    const coordinate = (at: number): string =>
      Buffer.from(point.subarray(at, at + length)).toString('base64url');
    try {
      // The curve comes by name: parameters of the certificate's own are never used.
      const jwk = { kty: 'EC', crv: curve, x: coordinate(1), y: coordinate(1 + length) };
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      return verify(name, message, { key, dsaEncoding: 'der' }, signature);
    } catch {
      return false; // a point that is not on the curve
    }
  },
};
