import { p256, p384, p521 } from '@noble/curves/nist.js';
import { portableDigests } from '../core/portable-digests.js';
import { type Cryptography, digestOf } from './cryptography.js';

const curves = { 'P-256': p256, 'P-384': p384, 'P-521': p521 } as const;

/** Digests and curves in script, for browsers: their own cryptography is asynchronous and has no MD5. */
export const portableCryptography: Cryptography = {
  createDigest(name) {
    const hash = portableDigests[name]();
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
  },

  verifyEcdsa(curve, point, name, message, signature) {
    const digest = digestOf(portableCryptography, name, message);
    // False too for a point that is not on the curve, and for a signature that is not in DER.
    return curves[curve].verify(signature, digest, point, { prehash: false, format: 'der', lowS: false });
  },
};
