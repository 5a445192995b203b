import { expect, it } from 'vitest';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { nodeCryptography } from '../../src/signature/node/node-cryptography.js';

it('is that of Node on Node', () => {
  expect(cryptography).toBe(nodeCryptography);
});
