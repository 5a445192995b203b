import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { writeFileAtomic } from '../../src/node/write-file-atomic.js';
import { caughtLater } from '../support/caught.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

describe('writeFileAtomic', () => {
  it.each(['', '.', '..', 'folder', 'folder/', 'folder/.', 'folder/..'])(
    'refuses a folder for a file (%j)',
    async (path) => {
      const root = join(tempFolder(), 'here');
      mkdirSync(join(root, 'folder'), { recursive: true });
      writeTree(root, { mine: 'mine' });
      const error = await caughtLater(() =>
        writeFileAtomic(`${root}/${path}`, new BufferSource(new Uint8Array(3))),
      );
      expect(error).toMatchObject({
        code: 'FILE_WRITE',
        facts: { file: join(root, path).replace(/[\\/]$/, '') },
      });
      expect(error.message).toContain('a folder has that name');
      expect(textTree(root)).toEqual({ mine: 'mine' });
    },
  );
});
