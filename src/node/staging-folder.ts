import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { HotfixkitError } from '../core/errors.js';
import { type PatienceOptions, withPatience } from './busy.js';
import { diskError } from './disk-error.js';
import { stagingName } from './leftovers.js';
import { removeTree } from './remove-tree.js';
import { canAnchor, DESCRIPTORS, linkError } from './target-tree.js';

/** Name of the journal in a staging folder. */
export const JOURNAL = 'journal';

/** Name of the folder in a staging folder that holds new folders as they will be, see `StagedTree`. */
export const STAGED_TREE = 'tree';

/** Names in a staging folder: a file by its number, the file that it replaces, an incomplete copy. */
const ownName = /^(\d+)(\.old|\.part)?$/;

/** Whether a name in a staging folder is that of a file which the run kept, not of one that it wrote. */
export function isKeptName(name: string): boolean {
  return /^\d+\.(old|part)$/.test(name);
}

/**
 * The hidden folder inside an output folder where one run writes its files: on the same disk, so that a rename puts a
 * file in its place.
 */
export class StagingFolder {
  readonly root: string;
  readonly id: string;
  #descriptor: number | null = null;
  /**
   * The number of the folder, to detect another folder in its place where the system cannot work relative to an open
   * folder.
   */
  #number: string | null = null;

  private constructor(root: string, id: string) {
    this.root = root;
    this.id = id;
    if (!canAnchor) {
      this.#number = this.#lookAt();
      return;
    }
    const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
    this.#descriptor = openSync(this.label(''), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  }

  /** Makes it. Throws what the disk throws. */
  static create(root: string, id: string): StagingFolder {
    try {
      mkdirSync(join(root, stagingName(id)));
      return new StagingFolder(root, id);
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'no file can be written there', root);
    }
  }

  /** Opens the folder that a run left; null if there is none. Throws `PATH_LINK` for a link of that name. */
  static open(root: string, id: string): StagingFolder | null {
    const path = join(root, stagingName(id));
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) return null;
    if (stat.isSymbolicLink()) throw linkError(path);
    if (!stat.isDirectory()) {
      throw new HotfixkitError('FILE_WRITE', 'a file has the name of a folder of hotfixkit; move it away', {
        file: path,
      });
    }
    return new StagingFolder(root, id);
  }

  /**
   * The path by which the system reaches a member, also from other threads of this process. Throws `PATH_LINK` where a
   * link has taken the folder's place. On Windows, a folder with an open journal cannot be moved.
   */
  path(name: string): string {
    if (process.platform !== 'win32') this.#check();
    return this.#descriptor === null ? this.label(name) : `${DESCRIPTORS}/${this.#descriptor}/${name}`;
  }

  /** The path of a member as people know it. */
  label(name: string): string {
    return join(this.root, stagingName(this.id), name);
  }

  /** The folder as the system reaches it, for flushing its entries to disk. */
  get self(): string {
    return this.#descriptor === null ? this.label('') : `${DESCRIPTORS}/${this.#descriptor}/.`;
  }

  /** Throws `PATH_LINK` where a link has taken the folder's place, `FILE_CHANGED` where another folder has. */
  names(): string[] {
    this.#check();
    return readdirSync(this.self);
  }

  /**
   * Removes the files that the product wrote here, except those of `keep` and the journal. Throws the first error of
   * the disk after trying all files; if other programs hold several files, it waits for one of them only.
   */
  clear(keep: ReadonlySet<string> = new Set(), options: PatienceOptions = {}): void {
    const goes = (name: string): boolean => name === STAGED_TREE || (ownName.test(name) && !keep.has(name));
    let failure: unknown = null;
    for (const name of this.names().filter(goes)) {
      try {
        if (name === STAGED_TREE) removeTree(this.path(name));
        else withPatience(() => unlinkSync(this.path(name)), failure === null ? options : noPatience);
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== null) throw failure;
    // On Windows a file that is open keeps its name after it was deleted, until it is closed.
    withPatience(() => {
      if (this.names().some(goes)) throw stillThere();
    }, options);
  }

  /** Removes the journal and then the folder, which has no other files by now. Throws what the disk throws. */
  remove(options: PatienceOptions = {}): void {
    this.#check();
    try {
      withPatience(() => unlinkSync(this.path(JOURNAL)), options);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    this.close();
    withPatience(() => {
      try {
        rmdirSync(this.label(''));
      } catch (error) {
        const isOpen =
          (error as NodeJS.ErrnoException).code === 'ENOTEMPTY' && this.names().includes(JOURNAL);
        throw isOpen ? stillThere() : error;
      }
    }, options);
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  /** Where numbers are meaningless, only a link in the folder's place is detected. */
  forgetNumber(): void {
    this.#number = '';
  }

  #check(): void {
    if (this.#number === null) return;
    const number = this.#lookAt();
    if (number === null || number === this.#number || this.#number === '') return;
    throw new HotfixkitError('FILE_CHANGED', 'another folder has taken the place of this one', {
      file: this.label(''),
    });
  }

  /** Number of the folder on its disk; null for none. */
  #lookAt(): string | null {
    const stat = lstatSync(this.label(''), { bigint: true, throwIfNoEntry: false });
    if (stat?.isSymbolicLink()) throw linkError(this.label(''));
    return stat ? String(stat.ino) : null;
  }
}

const noPatience: PatienceOptions = { patience: 0 };

function stillThere(): Error {
  return Object.assign(new Error('a file that was deleted is still open'), { code: 'EBUSY' });
}
