import { accessSync, closeSync, constants, openSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { HotfixkitError } from '../core/errors.js';
import { openWithPatience } from './busy.js';
import { diskError } from './disk-error.js';

/** Bytes that are gathered before they are written. */
const GATHER = 32 * 1024;
/** Bytes at the start that tell what a file is. */
const HEAD = 8;

/** Describes the path of a file that is appended to or created. */
export interface AppendPlace {
  /** Size of the file that is there; null for none. */
  size: number | null;
  /** Its first bytes, at most eight. */
  head: Uint8Array;
}

/**
 * Whether a file can be written at `path`, and what is there now; nothing is changed. Throws `FILE_WRITE` where the
 * folder is missing or may not be written to, or where something other than a file has the name.
 */
export function inspectAppendPlace(path: string): AppendPlace {
  const folder = dirname(path);
  try {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new HotfixkitError('FILE_WRITE', 'its folder does not exist', { file: path });
    }
    const there = statSync(path, { throwIfNoEntry: false });
    if (!there) {
      accessSync(folder, constants.W_OK);
      return { size: null, head: new Uint8Array(0) };
    }
    if (!there.isFile()) {
      throw new HotfixkitError('FILE_WRITE', 'something that is not a file has this name', { file: path });
    }
    refuseReadOnly(path, there.mode);
    const head = new Uint8Array(HEAD);
    // Opened to write too, because on Windows another program may share the file for reading alone.
    const descriptor = openWithPatience(() => openSync(path, 'r+'), { isOutput: true });
    try {
      return { size: there.size, head: head.subarray(0, readSync(descriptor, head, 0, HEAD, 0)) };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw diskError(error, 'FILE_WRITE', 'cannot be written', path);
  }
}

/** It is written where it is; a file that is replaced as a whole may be read-only. */
function refuseReadOnly(path: string, mode: number): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    if ((mode & 0o222) !== 0) throw error;
    throw new HotfixkitError(
      'FILE_WRITE',
      'this file is read-only; allow writing to it, or name another file',
      { file: path },
    );
  }
}

/**
 * A file that grows. Bytes that were flushed stay, whatever happens afterwards. Bytes are buffered; {@link flush}
 * writes them. Throws `FILE_WRITE`, `DISK_FULL`.
 */
export class AppendFile {
  readonly path: string;
  readonly #descriptor: number;
  readonly #pieces: Uint8Array[] = [];
  #gathered = 0;

  constructor(path: string, options: { append?: boolean } = {}) {
    this.path = path;
    this.#descriptor = this.#disk(() => openSync(path, options.append ? 'a' : 'w', 0o666));
  }

  /** `bytes` must not change afterwards. */
  write(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#gathered += bytes.length;
    if (this.#gathered >= GATHER) this.flush();
  }

  flush(): void {
    if (this.#gathered === 0) return;
    const all = Buffer.concat(this.#pieces.splice(0));
    this.#gathered = 0;
    this.#disk(() => {
      for (let done = 0; done < all.length; ) done += writeSync(this.#descriptor, all, done);
    });
  }

  /** Writes the buffered bytes and closes the file, even where writing fails. */
  close(): void {
    try {
      this.flush();
    } finally {
      closeSync(this.#descriptor);
    }
  }

  #disk<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'cannot be written', this.path);
    }
  }
}
