import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { HotfixkitError } from '../../core/errors.js';
import { diskError } from '../../node/disk-error.js';
import { FileSource } from '../../node/file-source.js';
import { hashSource } from '../../node/hash.js';
import { isLeftoverName } from '../../node/leftovers.js';
import type { ContentFolder } from './client-content.js';

/**
 * A content folder on disk, which is read at each call. Throws `FILE_WRITE` if something other than a file has the path
 * of a file, `FILE_READ` if the disk cannot be read.
 */
export function diskContentFolder(path: string): ContentFolder {
  return {
    list: (folder) => {
      const full = join(path, folder);
      return look(full, () =>
        statOf(full)?.isDirectory() ? readdirSync(full).filter((name) => !isLeftoverName(name)) : null,
      );
    },
    existing: (file) => {
      const full = join(path, file);
      const stat = look(full, () => statOf(full));
      if (!stat) return null;
      if (!stat.isFile()) {
        throw new HotfixkitError(
          'FILE_WRITE',
          'the path of a staged file is taken by something that is not a file; move it away',
          {
            file: full,
          },
        );
      }
      const source = new FileSource(full, { isOutput: true });
      try {
        return { size: source.size, sha256: hashSource(source, 'sha256') };
      } finally {
        source.close();
      }
    },
  };
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function look<Result>(path: string, body: () => Result): Result {
  try {
    return body();
  } catch (error) {
    throw diskError(error, 'FILE_READ', 'cannot be examined', path);
  }
}
