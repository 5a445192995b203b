import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A folder and those above it, as far as they are not there; outer ones first. The first may be the root of a drive or of
 * a network share that does not exist.
 */
export function missingFolders(path: string, exists: (folder: string) => boolean = existsSync): string[] {
  const missing: string[] = [];
  for (let folder = path; !exists(folder); folder = dirname(folder)) {
    missing.unshift(folder);
    if (dirname(folder) === folder) break;
  }
  return missing;
}
