import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FileSource } from '../fs/file-source.js';
import { hashSource } from '../fs/hash.js';
import type { ContentFolder } from './client-content.js';

/** A content folder on disk, looked at each time it is asked. */
export function diskContentFolder(path: string): ContentFolder {
  return {
    list: (folder) => {
      const full = join(path, folder);
      return statSync(full, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(full) : null;
    },
    existing: (file) => {
      const full = join(path, file);
      if (!statSync(full, { throwIfNoEntry: false })?.isFile()) return null;
      const source = new FileSource(full);
      try {
        return { size: source.size, sha256: hashSource(source, 'sha256') };
      } finally {
        source.close();
      }
    },
  };
}
