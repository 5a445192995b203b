import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { HotfixkitError } from '../errors.js';
import { diskError } from './disk-error.js';
import { pathKey } from './safe-path.js';

/** Chunks are gathered into writes of this many bytes. */
const GATHER = 256 * 1024;

export interface OutputFileOptions {
  /** Modification time; absent = now. */
  modified?: Date | null;
  readOnly?: boolean;
}

/** A folder below the output folder: where it is and, by key, how its members are spelled. */
interface KnownFolder {
  path: string;
  names: Map<string, string>;
}

/** A file that has been written whole and waits for {@link OutputFolder.commit}. */
interface Pending {
  staged: string;
  path: string;
  readOnly: boolean;
}

/**
 * Writes a set of files into a folder, all or none.
 *
 * Every file is written whole into a hidden folder inside the output folder (same disk, so that renaming is enough)
 * and takes its place in {@link commit}. {@link rollback}, also after a commit that failed half-way, leaves what was
 * there before: files replaced come back, files and folders made vanish. Symbolic links below the output folder are
 * never followed (`PATH_LINK`). Disk trouble is `FILE_WRITE`, `DISK_FULL` or another `environment` code.
 */
export class OutputFolder {
  readonly path: string;
  readonly #staging: string;
  readonly #pending: Pending[] = [];
  readonly #madeFolders: string[] = [];
  readonly #removals: string[] = [];
  readonly #emptied = new Set<string>();
  readonly #undo: (() => void)[] = [];
  readonly #folders = new Map<string, KnownFolder>();
  #count = 0;

  constructor(path: string) {
    this.path = resolve(path);
    this.#staging = join(this.path, `.hotfixkit-${randomBytes(6).toString('hex')}`);
  }

  /** Where the n-th file may be written before the commit; for workers that write by themselves. */
  reserve(): string {
    this.#prepare();
    return join(this.#staging, String(this.#count++));
  }

  /** Says that the file at `staged` (from {@link reserve}) is whole and belongs at `path` (relative, safe, `/`). */
  add(staged: string, path: string, options: { readOnly?: boolean } = {}): void {
    this.#pending.push({ staged, path, readOnly: options.readOnly ?? false });
  }

  /** Opens a file for writing; it joins the set when it is ended. */
  create(path: string, options: OutputFileOptions = {}): StagedFile {
    const staged = this.reserve();
    return new StagedFile(staged, {
      label: join(this.path, path),
      modified: options.modified ?? null,
      whole: () => this.add(staged, path, options),
    });
  }

  /** Says that what lies at `path` (relative, safe, `/`) goes, with the folders that are empty then. */
  remove(path: string): void {
    this.#removals.push(path);
  }

  writeFile(path: string, bytes: Uint8Array, options: OutputFileOptions = {}): void {
    const file = this.create(path, options);
    file.write(bytes);
    file.end();
  }

  /** {@link place} and {@link finish}. */
  commit(): void {
    this.place();
    this.finish();
  }

  /**
   * Puts every file in its place; {@link rollback} can still take it back. What stands there already is replaced: the
   * caller has decided that before.
   */
  place(): void {
    this.#prepare();
    for (const { staged, path, readOnly } of this.#pending) {
      const { target, isNew } = this.#find(path);
      try {
        const existing = isNew ? undefined : lstatSync(target, { throwIfNoEntry: false });
        if (existing?.isSymbolicLink()) throw linkError(target);
        if (existing?.isDirectory()) {
          throw new HotfixkitError(
            'FILE_WRITE',
            'a file is to be written here, but there is a folder of that name',
            {
              file: target,
            },
          );
        }
        if (existing) {
          const backup = join(this.#staging, `${this.#count++}.old`);
          renameSync(target, backup);
          this.#undo.push(() => renameSync(backup, target));
        }
        renameSync(staged, target);
        this.#undo.push(() => renameSync(target, staged));
        if (readOnly) chmodSync(target, 0o444);
      } catch (error) {
        throw diskError(error, 'FILE_WRITE', 'cannot be written', target);
      }
    }
    this.#pending.length = 0;
    for (const path of this.#removals) this.#takeAway(path);
    this.#removals.length = 0;
  }

  #takeAway(path: string): void {
    const { target, isNew } = this.#find(path);
    if (isNew) return;
    try {
      const existing = lstatSync(target, { throwIfNoEntry: false });
      if (!existing) return;
      if (existing.isSymbolicLink()) throw linkError(target);
      if (existing.isDirectory()) return;
      const backup = join(this.#staging, `${this.#count++}.old`);
      renameSync(target, backup);
      this.#undo.push(() => renameSync(backup, target));
      this.#emptied.add(dirname(target));
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'cannot be removed', target);
    }
  }

  /** Folders that lost their last file go, and those above them that hold nothing else. */
  #removeEmptyFolders(): void {
    for (const emptied of this.#emptied) {
      for (
        let folder = emptied;
        folder.startsWith(this.path) && folder !== this.path;
        folder = dirname(folder)
      ) {
        try {
          rmdirSync(folder);
        } catch {
          break; // Something is left in it.
        }
      }
    }
    this.#emptied.clear();
  }

  /** Drops what a rollback would have needed. */
  finish(): void {
    this.#removeEmptyFolders();
    this.#undo.length = 0;
    this.#madeFolders.length = 0;
    rmSync(this.#staging, { recursive: true, force: true });
  }

  /** Takes back everything since the last {@link finish}. Never throws. */
  rollback(): void {
    for (const undo of this.#undo.reverse()) ignoreErrors(undo);
    this.#undo.length = 0;
    ignoreErrors(() => rmSync(this.#staging, { recursive: true, force: true }));
    for (const folder of this.#madeFolders.reverse()) ignoreErrors(() => rmdirSync(folder));
    this.#madeFolders.length = 0;
    this.#pending.length = 0;
    this.#removals.length = 0;
    this.#emptied.clear();
  }

  #prepare(): void {
    if (existsSync(this.#staging)) return;
    try {
      this.#makeFolder(this.path);
      mkdirSync(this.#staging);
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'no file can be written there', this.path);
    }
  }

  /** Makes a folder and those above it, remembering which ones were new. */
  #makeFolder(folder: string): void {
    if (existsSync(folder)) return;
    if (dirname(folder) !== folder) this.#makeFolder(dirname(folder));
    mkdirSync(folder);
    this.#madeFolders.push(folder);
  }

  /**
   * The absolute place of a relative path: folders made, existing files and folders found in any letter case, no links
   * on the way.
   */
  #find(path: string): { target: string; isNew: boolean } {
    const parts = path.split('/');
    const name = parts.pop()!;
    let folder = this.#folder('', () => this.path);
    let key = '';
    for (const part of parts) {
      key += `/${pathKey(part)}`;
      const parent = folder;
      folder = this.#folder(key, () => this.#enter(parent, part));
    }
    const nameKey = pathKey(name);
    const spelled = folder.names.get(nameKey);
    if (spelled === undefined) folder.names.set(nameKey, name);
    return { target: join(folder.path, spelled ?? name), isNew: spelled === undefined };
  }

  #folder(key: string, enter: () => string): KnownFolder {
    let folder = this.#folders.get(key);
    if (!folder) {
      const path = enter();
      const names = new Map<string, string>();
      try {
        for (const name of readdirSync(path)) names.set(pathKey(name), name);
      } catch (error) {
        throw diskError(error, 'FILE_WRITE', 'cannot be listed', path);
      }
      folder = { path, names };
      this.#folders.set(key, folder);
    }
    return folder;
  }

  #enter(parent: KnownFolder, part: string): string {
    const spelled = parent.names.get(pathKey(part));
    const folder = join(parent.path, spelled ?? part);
    try {
      if (spelled === undefined) {
        mkdirSync(folder);
        this.#madeFolders.push(folder);
        parent.names.set(pathKey(part), part);
        return folder;
      }
      const stat = lstatSync(folder);
      if (stat.isSymbolicLink()) throw linkError(folder);
      if (!stat.isDirectory()) {
        throw new HotfixkitError('FILE_WRITE', 'a folder is needed here, but there is a file of that name', {
          file: folder,
        });
      }
      return folder;
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'a folder cannot be made', folder);
    }
  }
}

/** Buffers of files that have been ended, for the next ones: thousands of small files need but one. */
const spare: Uint8Array[] = [];

/** A file being written in chunks. Chunks are copied before `write` returns. */
export class StagedFile {
  readonly #label: string;
  readonly #modified: Date | null;
  readonly #whole: () => void;
  readonly #descriptor: number;
  #gathered: Uint8Array | null = null;
  #fill = 0;

  /** `label` is what errors name; `whole` is called when the file has been closed with all its bytes. */
  constructor(path: string, options: { label?: string; modified?: Date | null; whole?: () => void } = {}) {
    this.#label = options.label ?? path;
    this.#modified = options.modified ?? null;
    this.#whole = options.whole ?? (() => undefined);
    this.#descriptor = this.#disk(() => openSync(path, 'wx', 0o666));
  }

  write(chunk: Uint8Array): void {
    if (chunk.length >= GATHER) {
      this.#flush();
      this.#writeAll(chunk, chunk.length);
      return;
    }
    this.#gathered ??= spare.pop() ?? new Uint8Array(GATHER);
    if (this.#fill + chunk.length > GATHER) this.#flush();
    this.#gathered.set(chunk, this.#fill);
    this.#fill += chunk.length;
  }

  end(): void {
    this.#flush();
    this.#release();
    this.#disk(() => {
      if (this.#modified) futimesSync(this.#descriptor, this.#modified, this.#modified);
      closeSync(this.#descriptor);
    });
    this.#whole();
  }

  /** Closes without keeping; the staging folder is removed by {@link OutputFolder.rollback}. */
  abandon(): void {
    this.#release();
    ignoreErrors(() => closeSync(this.#descriptor));
  }

  #release(): void {
    if (this.#gathered) spare.push(this.#gathered);
    this.#gathered = null;
    this.#fill = 0;
  }

  #flush(): void {
    if (this.#fill > 0 && this.#gathered) this.#writeAll(this.#gathered, this.#fill);
    this.#fill = 0;
  }

  #writeAll(bytes: Uint8Array, length: number): void {
    this.#disk(() => {
      for (let done = 0; done < length; ) done += writeSync(this.#descriptor, bytes, done, length - done);
    });
  }

  #disk<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'cannot be written', this.#label);
    }
  }
}

function linkError(path: string): HotfixkitError {
  return new HotfixkitError(
    'PATH_LINK',
    'a symbolic link stands in the way; nothing is written through links',
    { file: path },
  );
}

function ignoreErrors(body: () => void): void {
  try {
    body();
  } catch {
    // Taking back must go on with the rest.
  }
}
