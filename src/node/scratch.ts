import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BufferSource, type ByteSource, checkRange } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { diskError } from './disk-error.js';
import { beat } from './run-monitor.js';

/** Pieces are gathered into writes of this many bytes. */
const GATHER = 1 << 20;

/**
 * Storage for data that has to be unpacked before it can be read at random: in memory up to a budget, beyond that in
 * one temporary file.
 *
 * The name of the file is removed as soon as it is open, so that nothing is left when the process ends in any way. If
 * the system does not allow that, {@link close} or the exit of the process removes the file.
 */
export class Scratch {
  readonly #memoryBudget: number;
  #memory = 0;
  #file: ScratchFile | null = null;

  constructor(memoryBudget: number) {
    this.#memoryBudget = memoryBudget;
  }

  /** Stores the pieces, which may be overwritten afterwards. `expected` is the number of bytes, as far as is known. */
  store(pieces: Iterable<Uint8Array>, expected: number): ByteSource {
    if (expected > this.#memoryBudget - this.#memory) return this.#toFile(pieces);
    const kept: Uint8Array[] = [];
    let length = 0;
    const iterator = pieces[Symbol.iterator]();
    for (let next = iterator.next(); !next.done; next = iterator.next()) {
      kept.push(next.value.slice());
      length += next.value.length;
      beat();
      // There are more bytes than expected: the rest goes to disk with those that are in memory.
      if (length > this.#memoryBudget - this.#memory) return this.#toFile(chain(kept, iterator));
    }
    this.#memory += length;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of kept) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return new BufferSource(bytes);
  }

  /** What was stored cannot be read any more. */
  close(): void {
    this.#file?.close();
    this.#file = null;
    this.#memory = 0;
  }

  #toFile(pieces: Iterable<Uint8Array>): ByteSource {
    this.#file ??= new ScratchFile();
    return this.#file.append(pieces);
  }
}

function* chain(kept: readonly Uint8Array[], rest: Iterator<Uint8Array>): Generator<Uint8Array> {
  yield* kept;
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value;
}

class ScratchFile {
  readonly #path = join(tmpdir(), `hotfixkit-${randomBytes(8).toString('hex')}.tmp`);
  readonly #descriptor: number;
  #length = 0;
  #isNamed = true;
  readonly #remove = (): void => {
    if (!this.#isNamed) return;
    try {
      unlinkSync(this.#path);
      this.#isNamed = false;
    } catch {
      // Tried again when the process ends.
    }
  };

  constructor() {
    try {
      const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
      this.#descriptor = openSync(this.#path, flags, 0o600);
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'cannot be created for unpacked data', this.#path);
    }
    this.#remove();
    if (this.#isNamed) process.once('exit', this.#remove);
  }

  append(pieces: Iterable<Uint8Array>): ByteSource {
    const start = this.#length;
    const buffer = new Uint8Array(GATHER);
    let filled = 0;
    for (const piece of pieces) {
      for (let at = 0; at < piece.length; ) {
        const part = piece.subarray(at, at + GATHER - filled);
        buffer.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === GATHER) {
          this.#write(buffer);
          filled = 0;
        }
      }
    }
    this.#write(buffer.subarray(0, filled));
    return new ScratchSource(this.#descriptor, start, this.#length - start);
  }

  close(): void {
    closeSync(this.#descriptor);
    this.#remove();
    if (!this.#isNamed) process.removeListener('exit', this.#remove);
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      try {
        const count = writeSync(this.#descriptor, bytes, done, bytes.length - done, this.#length);
        done += count;
        this.#length += count;
        beat();
      } catch (error) {
        throw diskError(error, 'FILE_WRITE', 'cannot be written with unpacked data', this.#path);
      }
    }
  }
}

/** A run of the temporary file. */
class ScratchSource implements ByteSource {
  readonly size: number;
  readonly #descriptor: number;
  readonly #start: number;

  constructor(descriptor: number, start: number, size: number) {
    this.#descriptor = descriptor;
    this.#start = start;
    this.size = size;
  }

  read(offset: number, length: number): Uint8Array {
    checkRange(this.size, offset, length);
    const bytes = new Uint8Array(length);
    this.readInto(offset, bytes);
    return bytes;
  }

  readInto(offset: number, target: Uint8Array): void {
    checkRange(this.size, offset, target.length);
    for (let done = 0; done < target.length; ) {
      let count: number;
      try {
        const at = this.#start + offset + done;
        count = readSync(this.#descriptor, target, done, target.length - done, at);
      } catch (error) {
        throw diskError(error, 'FILE_READ', 'cannot be read', 'temporary file');
      }
      if (count === 0) throw new HotfixkitError('FILE_CHANGED', 'the temporary file became shorter');
      done += count;
    }
  }
}
