import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFileWhole } from '../../src/node/read-file-whole.js';
import { caught } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

it.each([0, 1, 100_000])('reads %d bytes', (length) => {
  const path = join(tempFolder(), 'a');
  const bytes = Buffer.alloc(length, 'bytes');
  writeFileSync(path, bytes);
  expect(Buffer.from(readFileWhole(path)).equals(bytes)).toBe(true);
});

it('says that there is no such file', () => {
  expect(caught(() => readFileWhole(join(tempFolder(), 'none'))).code).toBe('FILE_NOT_FOUND');
});
