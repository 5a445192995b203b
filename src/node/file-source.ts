import { type BigIntStats, closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { ByteSource } from '../core/byte-source.js';
import { checkRange } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { openWithPatience } from './busy.js';
import { diskError } from './disk-error.js';
import { beat, closeInput, openInput } from './run-monitor.js';

/** Small reads (headers, allocation tables, directory entries) are served from one window of this many bytes. */
const WINDOW = 64 * 1024;
/** Reading this many bytes further into the file counts as progress. */
const STRIDE = 1024 * 1024;

/**
 * A file on disk as a {@link ByteSource}. Reads block; the file stays open until {@link FileSource.close}.
 *
 * Throws `FILE_NOT_FOUND` or `FILE_READ`; `FILE_CHANGED` for a file that becomes shorter while it is open.
 */
export class FileSource implements ByteSource {
  readonly path: string;
  readonly size: number;
  #descriptor: number | null;
  readonly #state: string;
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;
  #furthest = 0;

  /**
   * @param place `isOutput`: the file lies where this run writes; while another program has it open, it is waited for
   *   longer. `isFile`: it was examined just now, and is neither a folder nor a pipe
   */
  constructor(path: string, place: { isOutput?: boolean; isFile?: boolean } = {}) {
    this.path = path;
    openInput(path);
    try {
      // The file is examined before it is opened, because opening a pipe waits for a writer for ever and ignores
      // signals.
      if (!place.isFile && !statSync(path).isFile()) {
        throw new HotfixkitError('FILE_READ', 'not a regular file', { file: path });
      }
      this.#descriptor = openWithPatience(() => openSync(path, 'r'), place);
      const stat = fstatSync(this.#descriptor, { bigint: true });
      if (!stat.isFile()) {
        closeSync(this.#descriptor);
        throw new HotfixkitError('FILE_READ', 'not a regular file', { file: path });
      }
      this.size = Number(stat.size);
      this.#state = stateOf(stat);
    } catch (error) {
      closeInput(path);
      throw diskError(error, 'FILE_READ', 'cannot be opened', path);
    }
  }

  read(offset: number, length: number): Uint8Array {
    checkRange(this.size, offset, length);
    if (length >= WINDOW / 4) return this.#readExactly(offset, length);
    const within = offset - this.#windowStart;
    if (within < 0 || within + length > this.#window.length) {
      // Each read gets a new array, so that views that were returned earlier keep their bytes.
      this.#window = this.#readExactly(offset, Math.min(WINDOW, this.size - offset));
      this.#windowStart = offset;
      return this.#window.subarray(0, length);
    }
    return this.#window.subarray(within, within + length);
  }

  readInto(offset: number, target: Uint8Array): void {
    checkRange(this.size, offset, target.length);
    this.#fill(offset, target);
  }

  isChanged(): boolean {
    return (
      this.#descriptor !== null && stateOf(fstatSync(this.#descriptor, { bigint: true })) !== this.#state
    );
  }

  close(): void {
    if (this.#descriptor === null) return;
    closeSync(this.#descriptor);
    this.#descriptor = null;
    closeInput(this.path);
  }

  #readExactly(offset: number, length: number): Uint8Array {
    const bytes = Buffer.allocUnsafeSlow(length);
    this.#fill(offset, bytes);
    return bytes;
  }

  #fill(offset: number, bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length) {
      let count: number;
      try {
        count = readSync(this.#descriptor ?? -1, bytes, done, bytes.length - done, offset + done);
      } catch (error) {
        throw diskError(error, 'FILE_READ', 'cannot be read', this.path);
      }
      if (count === 0) {
        throw new HotfixkitError('FILE_CHANGED', 'the file became shorter while it was being read', {
          file: this.path,
          offset: offset + done,
        });
      }
      done += count;
    }
    if (offset + done < this.#furthest + STRIDE) return;
    this.#furthest = offset + done;
    beat();
  }
}

/** What differs after a file was written to. Windows also changes the time of the entry where only an attribute changes. */
function stateOf({ size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${size} ${mtimeNs}${process.platform === 'win32' ? '' : ` ${ctimeNs}`}`;
}
