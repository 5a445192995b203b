import { statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { withoutTail } from '../core/text-scan.js';
import { diskError } from './disk-error.js';
import { fileKey } from './file-key.js';
import { leftOutEntries } from './left-out-entries.js';
import { type SplitPattern, splitPattern } from './split-pattern.js';
import { type WalkOptions, walkFolder } from './walk-folder.js';
import { plainPath } from './windows-prefix.js';

export interface ExpandOptions extends WalkOptions {
  /** Called for what lies in a folder and is neither a file nor a folder. */
  onLeftOut?: (warning: Warning) => void;
  /** Which files of a folder are taken. */
  inFolders: (name: string) => boolean;
  /** That a folder has no such file, after "this folder has". */
  inFoldersText?: string;
  /** Makes a filter of a pattern; see the package room's path filter. */
  filter: (pattern: string) => (path: string) => boolean;
}

export interface ExpandedFile {
  path: string;
  /** Bytes; 0 where the size is unknown. */
  size: number;
}

/**
 * Files as people name them: files as they are, folders searched to any depth, patterns with `*`, `?` and `[…]` where
 * the shell left them alone. Each file comes once, `/` between the parts of what was added to a given path.
 *
 * Throws `FILE_NOT_FOUND` for a path that does not exist and for one without a matching file.
 */
export async function* expandPaths(
  paths: readonly string[],
  options: ExpandOptions,
): AsyncGenerator<ExpandedFile, void, void> {
  const seen = new Set<string>();
  for (const given of paths) {
    let found = 0;
    for await (const path of expandOne(plainPath(given), options)) {
      found++;
      const key = fileKey(path);
      if (!seen.has(key)) yield { path, size: sizeOf(path) };
      seen.add(key);
    }
    if (found === 0) {
      const message =
        kindOf(given) === 'folder'
          ? `this folder has ${options.inFoldersText ?? 'no such file'}, in it or below; name a file to read it whatever its name is`
          : 'no file matches this pattern';
      throw new HotfixkitError('FILE_NOT_FOUND', message, { file: given });
    }
  }
}

async function* expandOne(given: string, options: ExpandOptions): AsyncGenerator<string, void, void> {
  const kind = kindOf(given);
  if (kind === 'file') {
    yield given;
    return;
  }
  if (kind === 'folder') {
    yield* filesBelow(given, options, (path) => options.inFolders(path.slice(path.lastIndexOf('/') + 1)));
    return;
  }
  const { base, pattern } = splitAtFolder(splitPattern(given));
  if (pattern === null) {
    throw new HotfixkitError('FILE_NOT_FOUND', 'there is no such file or folder', { file: given });
  }
  if (kindOf(base) !== 'folder') {
    throw new HotfixkitError('FILE_NOT_FOUND', 'there is no such folder', { file: base });
  }
  const matches = options.filter(pattern.includes('/') ? pattern : `./${pattern}`);
  const isDeep = pattern.includes('/');
  yield* filesBelow(base, options, (path) => (isDeep || !path.includes('/')) && matches(path), isDeep);
}

async function* filesBelow(
  folder: string,
  options: ExpandOptions,
  takes: (path: string) => boolean,
  deep = true,
): AsyncGenerator<string, void, void> {
  let linked = 0;
  const notRead: string[] = [];
  for await (const { path, files, links, others } of walkFolder(folder, options)) {
    linked += links;
    const prefix = path === '' ? '' : `${path}/`;
    for (const name of others) notRead.push(prefix + name);
    for (const name of files) {
      const relative = prefix + name;
      if (takes(relative)) yield folder === '.' ? relative : join(folder, relative).replaceAll(sep, '/');
    }
    if (!deep) break;
  }
  for (const warning of leftOutEntries({ links: linked, others: notRead }, folder))
    options.onLeftOut?.(warning);
}

/** The same with brackets and braces in names of folders that exist taken as they are. */
function splitAtFolder(split: SplitPattern): SplitPattern {
  const { base, pattern } = split;
  if (pattern === null) return split;
  const parts = pattern.split('/');
  for (let count = parts.length - 1; count > 0; count--) {
    const names = parts.slice(0, count).join('/');
    if (/[*?]/.test(names)) continue;
    const folder = base === '.' ? names : `${withoutTail(base, '/')}/${names}`;
    if (kindOf(folder) === 'folder') return { base: folder, pattern: parts.slice(count).join('/') };
  }
  return split;
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

function kindOf(path: string): 'file' | 'folder' | 'none' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EINVAL') return 'none';
    throw diskError(error, 'FILE_READ', 'cannot be opened', path);
  }
}
