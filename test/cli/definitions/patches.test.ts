import { expect, it } from 'vitest';
import { patches } from '../../../src/cli/definitions/patches.js';

it('takes the product first, then as many patches as there are', () => {
  expect(Object.keys(patches.arguments)).toEqual(['product', 'patch']);
  expect(patches.arguments.patch.repeats).toBe(true);
});
