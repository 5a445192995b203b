import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { withoutPrefix } from './windows-prefix.js';

/**
 * Those of a folder and its parents that do not exist, outer ones first. The first may be the root of a drive or of a
 * network share that does not exist.
 */
export function missingFolders(path: string, exists: (folder: string) => boolean = existsSync): string[] {
  const missing: string[] = [];
  for (let folder = path; !exists(withoutPrefix(folder)); folder = dirname(folder)) {
    missing.unshift(folder);
    if (dirname(folder) === folder) break;
  }
  return missing;
}
