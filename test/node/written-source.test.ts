import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readAll } from '../../src/core/byte-source.js';
import { WrittenSource } from '../../src/node/written-source.js';
import { tempFolder } from '../support/temp-folder.js';

it('has the bytes of the file and the digests that it was given', () => {
  const path = join(tempFolder(), 'a');
  writeFileSync(path, 'abc');
  const source = new WrittenSource(path, { md5: '900150983cd24fb0d6963f7d28e17f72' });
  expect(Buffer.from(readAll(source)).toString()).toBe('abc');
  expect([source.digestOf('md5'), source.digestOf('sha256')]).toEqual([
    '900150983cd24fb0d6963f7d28e17f72',
    null,
  ]);
  source.close();
});
