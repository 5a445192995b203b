import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { withoutPrefix } from './windows-prefix.js';

/**
 * Those of a folder and its parents that do not exist, outer ones first. The first may be the root of a drive or of a
 * network share that does not exist.
 */
export function missingFolders(path: string, exists: (folder: string) => boolean = existsSync): string[] {
  const chain = [path];
  for (let above = dirname(path); above !== chain.at(-1); above = dirname(above)) chain.push(above);
  // What lies in a folder that is missing is missing too: few of many folders have to be looked at.
  let [low, high] = [0, chain.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (exists(withoutPrefix(chain[middle]!))) high = middle;
    else low = middle + 1;
  }
  return chain.slice(0, low).reverse();
}
