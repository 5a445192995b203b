import { expect, it } from 'vitest';
import { cryptography } from '../../../src/signature/browser/local-cryptography.js';
import { portableCryptography } from '../../../src/signature/portable-cryptography.js';

it('is in script in browsers', () => {
  expect(cryptography).toBe(portableCryptography);
});
