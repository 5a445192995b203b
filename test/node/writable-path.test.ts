import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { refuseUnwritable } from '../../src/node/writable-path.js';
import { caught } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

describe('refuseUnwritable', () => {
  let folder = '';
  beforeEach(() => {
    folder = tempFolder();
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'there'));
  });

  it.each(['new', 'file', 'there/new', 'none/deep/new'])('lets %s be', (name) => {
    expect(() => refuseUnwritable(join(folder, name))).not.toThrow();
  });

  it.each(['file/new', 'file/deep/new'])('refuses %s', (name) => {
    expect(caught(() => refuseUnwritable(join(folder, name)))).toMatchObject({
      code: 'FILE_WRITE',
      message: 'nothing can be written here: a part of the path is a file, not a folder',
    });
  });
});
