import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { splitPackagePath } from '../../../src/package/node/package-path.js';
import { tempFolder } from '../../support/temp-folder.js';

it('the longest beginning that is there is the file', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'd!r'));
  writeFileSync(join(folder, 'a.zip'), 'x');
  writeFileSync(join(folder, 'd!r/b!c.zip'), 'x');
  const split = (path: string) => {
    const parts = splitPackagePath(join(folder, path));
    return [parts.path.slice(folder.length + 1).replaceAll('\\', '/'), ...parts.inside];
  };
  expect(split('a.zip')).toEqual(['a.zip']);
  expect(split('a.zip!b!c')).toEqual(['a.zip', 'b', 'c']);
  expect(split('a.zip!')).toEqual(['a.zip', '']);
  expect(split('d!r/b!c.zip')).toEqual(['d!r/b!c.zip']);
  expect(split('d!r/b!c.zip!x!')).toEqual(['d!r/b!c.zip', 'x', '']);
  expect(split('absent!x')).toEqual(['absent!x']);
  expect(splitPackagePath('!x')).toEqual({ path: '!x', inside: [] });
  expect(splitPackagePath('nul\0byte!x')).toEqual({ path: 'nul\0byte!x', inside: [] });
});
