import { HotfixkitError } from './errors.js';
import { pathKey } from './safe-path.js';

/** Folders of one tree. Real packages have fewer folders than files. */
const MOST_FOLDERS = 100_000;

/** A name in a {@link PathTree}: a folder, a file, or both before that is checked. */
export class PathNode<File> {
  /** The file of this name. */
  file: File | null = null;
  #members: Map<string, PathNode<File>> | null = null;

  /** Whether something lies in it. */
  get isFolder(): boolean {
    return this.#members !== null;
  }

  get(key: string): PathNode<File> | undefined {
    return this.#members?.get(key);
  }

  set(key: string, node: PathNode<File>): void {
    this.#members ??= new Map();
    this.#members.set(key, node);
  }
}

/**
 * Stores paths part by part and compares them as Windows does: letter case is ignored. The cost of a path is its
 * length, however deep it is.
 */
export class PathTree<File> {
  readonly root = new PathNode<File>();
  readonly #mostFolders: number;
  #folders = 0;

  constructor(mostFolders = MOST_FOLDERS) {
    this.#mostFolders = mostFolders;
  }

  /** The member of `parent` that is called `name`; null where there is none. */
  find(parent: PathNode<File>, name: string): PathNode<File> | null {
    return parent.get(pathKey(name)) ?? null;
  }

  /** The same, created if it does not exist. Throws `CONTAINER_TOO_MANY` for too many folders. */
  enter(parent: PathNode<File>, name: string): PathNode<File> {
    const key = pathKey(name);
    let node = parent.get(key);
    if (node) return node;
    if (!parent.isFolder && ++this.#folders > this.#mostFolders) {
      throw new HotfixkitError('CONTAINER_TOO_MANY', `more than ${this.#mostFolders} folders`, {
        expected: `${this.#mostFolders} at most`,
      });
    }
    node = new PathNode<File>();
    parent.set(key, node);
    return node;
  }
}
