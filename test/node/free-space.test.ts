import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freeSpace } from '../../src/node/free-space.js';
import { tempFolder } from '../support/temp-folder.js';

it('gives bytes, and null where there is no such folder', () => {
  const folder = tempFolder();
  expect(freeSpace(folder)).toBeGreaterThan(0);
  expect(freeSpace(join(folder, 'none'))).toBeNull();
});
