import type { ByteSource } from '../../core/byte-source.js';
import { type FileFacts, readFileFacts } from './file-facts.js';
import { startsLikeExecutable } from './portable-executable.js';

/** Bytes kept from each place that is needed. */
const WINDOW = 0x10000;

/** Real files need two or three windows; a resource directory scattered over the file needs random access. */
const MAX_ATTEMPTS = 8;

/**
 * {@link readFileFacts} for a file that streams past once from a decoder, whatever its size: keeps the headers and the
 * data they point to, in a few windows of 64 KiB.
 *
 * Reading the facts starts once the head is present. If later bytes are missing, the collector keeps them when they
 * arrive and tries again. It cannot read a version resource that lies before its directory.
 */
export class FileFactsCollector {
  readonly #kept: KeptBytes;
  /** The current window; null when no more bytes are needed. */
  #window: { start: number; bytes: Uint8Array } | null;
  #position = 0;
  #attempts = 0;
  #facts: FileFacts | null = null;

  /** `size` is the final length of the file in bytes; a negative one counts as 0. */
  constructor(size: number) {
    this.#kept = new KeptBytes(Math.max(0, size));
    if (size <= 0) this.#facts = readFileFacts(this.#kept);
    this.#window = size <= 0 ? null : { start: 0, bytes: new Uint8Array(Math.min(size, WINDOW)) };
  }

  /** The next bytes of the file, of which the needed ones are copied. */
  write(chunk: Uint8Array): void {
    if (this.#position === 0 && chunk.length >= 2 && !startsLikeExecutable(chunk)) {
      this.#facts = readFileFacts(new KeptBytes(0));
      this.#window = null;
    }
    const chunkStart = this.#position;
    const chunkEnd = chunkStart + chunk.length;
    while (this.#window) {
      const { start, bytes } = this.#window;
      const end = start + bytes.length;
      const from = Math.max(start, chunkStart);
      const to = Math.min(end, chunkEnd);
      if (from < to) bytes.set(chunk.subarray(from - chunkStart, to - chunkStart), from - start);
      if (chunkEnd < end) break;
      this.#kept.windows.push(this.#window);
      this.#position = end;
      this.#attempt();
    }
    this.#position = chunkEnd;
  }

  /** The facts, or null where they need random access: then read the whole file with {@link readFileFacts}. */
  finish(): FileFacts | null {
    return this.#facts;
  }

  #attempt(): void {
    this.#window = null;
    try {
      this.#facts = readFileFacts(this.#kept);
    } catch (error) {
      if (!(error instanceof NotKept)) throw error;
      if (++this.#attempts === MAX_ATTEMPTS) return;
      if (error.offset < this.#position && !this.#kept.endsWith(error.offset, this.#position)) return;
      const start = Math.max(error.offset, this.#position);
      const length = Math.min(Math.max(WINDOW, error.length), this.#kept.size - start);
      this.#window = { start, bytes: new Uint8Array(length) };
    }
  }
}

class NotKept extends Error {
  readonly offset: number;
  readonly length: number;

  constructor(offset: number, length: number) {
    super('not kept');
    this.offset = offset;
    this.length = length;
  }
}

/** The kept parts of a file; reading other parts throws {@link NotKept}. */
class KeptBytes implements ByteSource {
  readonly size: number;
  readonly windows: { start: number; bytes: Uint8Array }[] = [];

  constructor(size: number) {
    this.size = size;
  }

  /** Whether all bytes from `offset` to `end` are present. */
  endsWith(offset: number, end: number): boolean {
    return this.#copy(offset, end - offset) !== null;
  }

  read(offset: number, length: number): Uint8Array {
    const bytes = this.#copy(offset, length);
    if (!bytes) throw new NotKept(offset, length);
    return bytes;
  }

  #copy(offset: number, length: number): Uint8Array | null {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const at = offset + filled;
      const window = this.windows.find(({ start, bytes }) => at >= start && at < start + bytes.length);
      if (!window) return null;
      const part = window.bytes.subarray(at - window.start, at - window.start + length - filled);
      bytes.set(part, filled);
      filled += part.length;
    }
    return bytes;
  }
}
