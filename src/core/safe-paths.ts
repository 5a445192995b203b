import { HotfixkitError, shortened } from './errors.js';
import { checkPathLimits, MOST_FOLDER_PARTS } from './path-limits.js';
import { isPlainName, type SafePath, safeParts, safePath, safePathOf } from './safe-path.js';

/** The folder part of a name, made safe. */
interface SafeFolder {
  /** Its parts with `/` between them and behind the last; empty where there is none. */
  prefix: string;
  isAltered: boolean;
}

/** Where the last part of a name begins. */
export function lastPartAt(name: string): number {
  return Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1;
}

/**
 * {@link safePath} for all names of a package or container. Each folder is processed once, however many names it has:
 * most packages have far fewer folders than files. All folders together may have `mostParts` parts, so that many deep
 * folders do not take for ever.
 */
export class SafePaths {
  readonly #folders = new Map<string, SafeFolder>();
  readonly #mostParts: number;
  #parts = 0;

  constructor(mostParts = MOST_FOLDER_PARTS) {
    this.#mostParts = mostParts;
  }

  /** Throws `PATH_UNSAFE` as {@link safePath} does, and where there are too many parts in all. */
  of(name: string): SafePath {
    if (isPlainName(name)) return { path: name, warning: null };
    const at = lastPartAt(name);
    const last = name.slice(at);
    if (at === 0 || last === '' || last === '.') {
      this.#count(name);
      return safePath(name);
    }
    checkPathLimits(name);
    const written = name.slice(0, at);
    const { prefix, isAltered } = this.#folder(written, name);
    // Most paths are what they were: that text is kept for each of 100,000 files.
    if (isPlainName(last)) return safePathOf(name, prefix === written ? name : prefix + last, isAltered);
    const own = safeParts(last, name);
    return safePathOf(name, prefix + own.parts[0]!, isAltered || own.isAltered);
  }

  /** The folder part of `name`, which is within the limits of a path. */
  #folder(written: string, name: string): SafeFolder {
    let folder = this.#folders.get(written);
    if (folder === undefined) {
      this.#count(written);
      const { parts, isAltered } = safeParts(written, name);
      folder = { prefix: parts.length === 0 ? '' : `${parts.join('/')}/`, isAltered };
      this.#folders.set(written, folder);
    }
    return folder;
  }

  /** Counts the parts of a path that is processed part by part. Throws `PATH_UNSAFE`. */
  #count(path: string): void {
    for (let at = 0; at < path.length; at++) {
      const unit = path.charCodeAt(at);
      if (unit === 0x2f || unit === 0x5c) this.#parts++;
    }
    if (this.#parts <= this.#mostParts) return;
    throw new HotfixkitError(
      'PATH_UNSAFE',
      'the folders of all files have more parts together than any package needs',
      { entry: shortened(path), expected: `${this.#mostParts} at most` },
    );
  }
}
