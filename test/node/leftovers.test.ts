import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasLeftovers, isLeftoverName } from '../../src/node/leftovers.js';
import { tempFolder } from '../support/temp-folder.js';

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

it('hasLeftovers looks at the names in a folder', () => {
  const folder = tempFolder();
  expect(hasLeftovers(folder)).toBe(false);
  expect(hasLeftovers(join(folder, 'none'))).toBe(false);
  mkdirSync(join(folder, '.hotfixkit-0123456789ab'));
  expect(hasLeftovers(folder)).toBe(true);
});
