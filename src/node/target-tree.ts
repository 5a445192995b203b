import { closeSync, constants, existsSync, lstatSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HotfixkitError } from '../core/errors.js';
import { pathKey } from '../core/safe-path.js';
import { openWithPatience } from './busy.js';
import { diskError } from './disk-error.js';

/** Folders that are held open at a time. */
const OPEN_FOLDERS = 64;

/** On Linux, this path leads into an open folder, even if the folder is renamed meanwhile. */
export const DESCRIPTORS = '/proc/self/fd';
/** Whether the system can work relative to an open folder. */
export const canAnchor = process.platform === 'linux' && existsSync(DESCRIPTORS);

/** The names in a folder. The exact spelling wins over one that differs in letter case. */
class MemberNames {
  /** The first name of each key. */
  readonly #byKey = new Map<string, string>();
  /** Names whose key another one had before them. */
  readonly #further = new Set<string>();

  add(name: string): void {
    const key = pathKey(name);
    const first = this.#byKey.get(key);
    if (first === undefined) this.#byKey.set(key, name);
    else if (first !== name) this.#further.add(name);
  }

  find(name: string): string | undefined {
    return this.#further.has(name) ? name : this.#byKey.get(pathKey(name));
  }
}

/** A folder at or below the output folder. */
export class TargetFolder {
  /** Relative to the output folder, spelled as on disk; empty for that folder itself. */
  readonly path: string;
  readonly parent: TargetFolder | null;
  readonly name: string;
  /** Whether it has to be made yet. */
  isPlanned: boolean;
  /** The spellings of its members, by spelling and by the key that ignores letter case; null until it is listed. */
  names: MemberNames | null = null;
  /** Those that were entered, by how they are spelled. */
  readonly folders = new Map<string, TargetFolder>();
  descriptor: number | null = null;

  constructor(parent: TargetFolder | null, name: string, isPlanned: boolean) {
    this.parent = parent;
    this.name = name;
    this.isPlanned = isPlanned;
    this.path = parent === null || parent.path === '' ? name : `${parent.path}/${name}`;
  }
}

/** Where a file belongs. */
export interface Target {
  folder: TargetFolder;
  /** Spelled as on disk if it exists. */
  name: string;
  isNew: boolean;
}

/**
 * The folders below an output folder as they are written to: names are found in any letter case, and no symbolic link
 * is followed. On Linux each folder is opened once, without following links, and what is done in it is done relative to
 * the open folder, so that a link that takes a folder's place during the run leads nowhere. Elsewhere each folder on the
 * way is looked at right before it is used; a link put there between that look and the operation is followed.
 */
export class TargetTree {
  readonly root: string;
  readonly #rootFolder = new TargetFolder(null, '', false);
  readonly #opened = new Set<TargetFolder>();
  /** By their paths as they were asked for. */
  readonly #entered = new Map<string, TargetFolder>();

  constructor(root: string) {
    this.root = root;
  }

  /** The place of a relative, safe path. Throws `PATH_LINK` and `FILE_WRITE`; nothing is changed on disk. */
  find(path: string): Target {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? this.#rootFolder : this.#folderOf(path.slice(0, slash));
    const name = path.slice(slash + 1);
    const spelled = this.#names(folder).find(name);
    // Two separators more, at most.
    const length = this.root.length + folder.path.length + name.length + 2;
    if (length > PATH_MAX / 3) checkLength(this.label(folder, spelled ?? name));
    return { folder, name: spelled ?? name, isNew: spelled === undefined };
  }

  /** The folder of a path, entered once for all files in it. */
  #folderOf(path: string): TargetFolder {
    let folder = this.#entered.get(path);
    if (!folder) {
      folder = this.#rootFolder;
      for (const part of path.split('/')) folder = this.#enter(folder, part);
      this.#entered.set(path, folder);
    }
    return folder;
  }

  /** The folder of a path that is spelled as on disk, whether it is there or not. */
  folder(path: string): TargetFolder {
    let folder = this.#rootFolder;
    for (const part of path === '' ? [] : path.split('/')) folder = this.#enter(folder, part);
    return folder;
  }

  /** The names directly in the output folder, as they are now. */
  list(): string[] {
    return this.#list(this.#rootFolder);
  }

  /** Remembers a name that will be created, so that another spelling of it finds it. */
  claim({ folder, name }: Target): void {
    this.#names(folder).add(name);
  }

  /** The path by which the system reaches a member of a folder. Throws `PATH_LINK` where a link is on the way. */
  path(folder: TargetFolder, name: string): string {
    return join(this.#base(folder), name);
  }

  /** The path of a member as people know it. */
  label(folder: TargetFolder, name: string): string {
    return join(this.root, folder.path, name);
  }

  /** Creates a planned folder. Returns whether it did not exist before. */
  make(folder: TargetFolder): boolean {
    if (!folder.isPlanned || !folder.parent) return false;
    const path = this.path(folder.parent, folder.name);
    try {
      mkdirSync(path);
      folder.isPlanned = false;
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
        // Another program created it meanwhile. It is checked when it is entered.
        folder.isPlanned = false;
        this.#base(folder);
        return false;
      }
      throw diskError(
        error,
        'FILE_WRITE',
        'a folder cannot be created',
        this.label(folder.parent, folder.name),
      );
    }
  }

  /** Notes that a planned folder is there now, by other means than {@link make}. */
  adopt(folder: TargetFolder): void {
    folder.isPlanned = false;
  }

  close(): void {
    for (const folder of this.#opened) this.#closeFolder(folder);
  }

  #enter(parent: TargetFolder, part: string): TargetFolder {
    const spelled = this.#names(parent).find(part);
    let folder = parent.folders.get(spelled ?? part);
    if (folder) return folder;
    folder = new TargetFolder(parent, spelled ?? part, spelled === undefined);
    if (spelled !== undefined) this.#checkFolder(parent, spelled);
    else this.#names(parent).add(part);
    parent.folders.set(folder.name, folder);
    return folder;
  }

  #names(folder: TargetFolder): MemberNames {
    if (folder.names) return folder.names;
    const names = new MemberNames();
    if (!folder.isPlanned) {
      for (const name of this.#list(folder)) names.add(name);
    }
    folder.names = names;
    return names;
  }

  #list(folder: TargetFolder): string[] {
    try {
      return openWithPatience(() => readdirSync(this.#base(folder)), { isOutput: true });
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'cannot be listed', join(this.root, folder.path));
    }
  }

  #base(folder: TargetFolder): string {
    if (!canAnchor) {
      if (folder.parent) {
        this.#base(folder.parent);
        this.#checkFolder(folder.parent, folder.name);
      }
      return join(this.root, folder.path);
    }
    if (folder.descriptor === null) {
      const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
      const label = join(this.root, folder.path);
      // The output folder is what the user named; it may be a link.
      const path = folder.parent ? join(this.#base(folder.parent), folder.name) : this.root;
      try {
        folder.descriptor = openSync(path, O_RDONLY | O_DIRECTORY | (folder.parent ? O_NOFOLLOW : 0));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (folder.parent && (code === 'ELOOP' || code === 'ENOTDIR'))
          this.#checkFolder(folder.parent, folder.name);
        throw diskError(error, 'FILE_WRITE', 'cannot be opened', label);
      }
    }
    // The folder used last is closed last.
    this.#opened.delete(folder);
    this.#opened.add(folder);
    const path = `${DESCRIPTORS}/${folder.descriptor}`;
    if (this.#opened.size > OPEN_FOLDERS) {
      for (const oldest of this.#opened) {
        if (oldest === folder || oldest === this.#rootFolder) continue;
        this.#closeFolder(oldest);
        break;
      }
    }
    return path;
  }

  #closeFolder(folder: TargetFolder): void {
    if (folder.descriptor !== null) closeSync(folder.descriptor);
    folder.descriptor = null;
    this.#opened.delete(folder);
  }

  #checkFolder(parent: TargetFolder, name: string): void {
    const label = this.label(parent, name);
    let stat: ReturnType<typeof lstatSync>;
    try {
      stat = lstatSync(canAnchor ? this.path(parent, name) : label);
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'cannot be examined', label);
    }
    if (stat.isSymbolicLink()) throw linkError(label);
    if (!stat.isDirectory()) {
      throw new HotfixkitError('FILE_WRITE', 'a folder is needed here, but a file has that name', {
        file: label,
      });
    }
  }
}

/** Longest path on Linux, in bytes. */
const PATH_MAX = 4095;

/** Relative to an open folder a longer path could be written, but no other program could open it. */
function checkLength(path: string): void {
  if (!canAnchor || Buffer.byteLength(path) <= PATH_MAX) return;
  throw diskError(
    Object.assign(new Error('name too long'), { code: 'ENAMETOOLONG' }),
    'FILE_WRITE',
    'cannot be written',
    path,
  );
}

export function linkError(path: string): HotfixkitError {
  return new HotfixkitError('PATH_LINK', 'a symbolic link has this path; nothing is written through links', {
    file: path,
  });
}
