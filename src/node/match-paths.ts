import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { HotfixkitError } from '../core/errors.js';
import { pathFilter } from '../core/path-filter.js';
import { diskError } from './disk-error.js';
import { isFolderEntry } from './folder-entry.js';
import { isLeftoverName } from './leftovers.js';
import { frontOf, plainPath } from './windows-prefix.js';

export interface MatchOptions {
  /** Only folders are wanted. */
  folders?: boolean;
  /** Called for every folder that cannot be listed; the search goes on. */
  onError?: (error: HotfixkitError) => void;
  signal?: AbortSignal | undefined;
}

/** What a pattern consists of. The front of a path on Windows (`\\?\Volume{…}\`) is not part of one. */
const wildcard = /[*?[\]{}]/;

/** Whether a path may be meant as a pattern. */
export function isPattern(path: string): boolean {
  return wildcard.test(path.slice(frontOf(path, 'win32').length));
}

/**
 * The files and folders that fit a pattern, sorted, with `/` between the parts: what a shell would make of it. `*` and `?`
 * stay within a name, `**` crosses folders, letter case does not matter. A part of the pattern that is itself the name of
 * something there stands for that name alone. Links to folders are not followed by `**`.
 *
 * Throws `FILE_NOT_FOUND` if the folder before the first wildcard does not exist.
 */
export async function matchPaths(
  pattern: string,
  options: MatchOptions = {},
  platform: string = process.platform,
): Promise<string[]> {
  const text = plainPath(pattern, platform).replaceAll('\\', '/');
  const start = frontOf(text, platform);
  const rest = platform === 'win32' && start === '' ? /^(?:[A-Za-z]:)?\/*/ : /^\/*/;
  const front = start + rest.exec(text.slice(start.length))![0];
  const parts = text
    .slice(front.length)
    .split('/')
    .filter((part) => part !== '');
  // `a/**` alone is everything below.
  if (parts.at(-1) === '**') parts.push('*');
  const search = new Search(options, options.folders === true || text.endsWith('/'));
  await search.below(front, parts, true);
  return [...search.found];
}

class Search {
  readonly found = new Set<string>();
  readonly #options: MatchOptions;
  readonly #onlyFolders: boolean;
  /** Folders with what was searched for below them: several `**` lead to one folder in many ways. */
  readonly #searched = new Set<string>();

  constructor(options: MatchOptions, onlyFolders: boolean) {
    this.#options = options;
    this.#onlyFolders = onlyFolders;
  }

  /** `folder` is empty for the current one, and else ends so that a name can follow. */
  async below(folder: string, parts: readonly string[], isFirst: boolean): Promise<void> {
    const [part, ...rest] = parts;
    if (part === undefined || this.#searched.has(`${parts.length} ${folder}`)) return;
    this.#searched.add(`${parts.length} ${folder}`);
    const literal = folder + part;
    if (!wildcard.test(part) || (await this.#kindOf(literal)) !== 'none') {
      await this.#take(literal, rest, isFirst && !wildcard.test(part));
      return;
    }
    if (part === '**') {
      await this.#anyDepth(folder, rest, isFirst);
      return;
    }
    const fits = pathFilter([`./${part}`]);
    for (const { name } of await this.#list(folder, isFirst)) {
      if (fits(name)) await this.#take(folder + name, rest, false);
    }
  }

  async #take(path: string, rest: readonly string[], isFirst: boolean): Promise<void> {
    if (rest.length > 0) {
      // Before the first wildcard, what is missing is an error of its own when it is listed.
      if (isFirst || (await this.#kindOf(path)) === 'folder') await this.below(`${path}/`, rest, isFirst);
      return;
    }
    const kind = await this.#kindOf(path);
    if (kind === 'folder' || (kind === 'file' && !this.#onlyFolders)) this.found.add(path);
  }

  async #anyDepth(folder: string, rest: readonly string[], isFirst: boolean): Promise<void> {
    await this.below(folder, rest, isFirst);
    for (const entry of await this.#list(folder, isFirst)) {
      if (isFolderEntry(folder === '' ? '.' : folder, entry))
        await this.below(`${folder}${entry.name}/`, ['**', ...rest], false);
    }
  }

  async #kindOf(path: string): Promise<'file' | 'folder' | 'none'> {
    try {
      return (await stat(path)).isDirectory() ? 'folder' : 'file';
    } catch (error) {
      // A link may lead nowhere, or to itself, and a name be too long for any file.
      const { code = '' } = error as NodeJS.ErrnoException;
      const isNothing = isMissing(error) || code === 'ELOOP' || code === 'ENAMETOOLONG';
      if (!isNothing) this.#options.onError?.(diskError(error, 'FILE_READ', 'cannot be examined', path));
      return 'none';
    }
  }

  async #list(folder: string, isFirst: boolean): Promise<Dirent[]> {
    if (this.#options.signal?.aborted) throw new HotfixkitError('ABORTED', 'interrupted');
    const path = folder === '' ? '.' : folder;
    try {
      const entries = await readdir(path, { withFileTypes: true });
      return entries
        .filter(({ name }) => !isLeftoverName(name))
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    } catch (error) {
      const known = isMissing(error)
        ? new HotfixkitError('FILE_NOT_FOUND', 'there is no such folder', { file: path })
        : diskError(error, 'FILE_READ', 'cannot be listed', path);
      if (isFirst) throw known;
      this.#options.onError?.(known);
      return [];
    }
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EINVAL';
}
