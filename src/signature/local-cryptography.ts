import type { Cryptography } from './cryptography.js';
import { nodeCryptography } from './node/node-cryptography.js';

/** Digests and curves as they are computed here: by `node:crypto` on Node, in script in browsers. */
export const cryptography: Cryptography = nodeCryptography;
