import { expect, it } from 'vitest';
import { isLeftoverName } from '../../src/node/leftovers.js';

it.each([
  ['.hotfixkit-0123456789ab', true],
  ['.hotfixkit-0123456789ab.lock', true],
  ['.hotfixkit-0123456789abc', false],
  ['.hotfixkit-0123456789AB', false],
  ['.hotfixkit-0123456789ab.msi', false],
  ['hotfixkit-0123456789ab', false],
])('%s is a leftover: %s', (name, expected) => {
  expect(isLeftoverName(name)).toBe(expected);
});
