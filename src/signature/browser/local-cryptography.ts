import type { Cryptography } from '../cryptography.js';
import { portableCryptography } from '../portable-cryptography.js';

/** Stands for the file above in browsers. */
export const cryptography: Cryptography = portableCryptography;
