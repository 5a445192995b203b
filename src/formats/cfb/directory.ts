import type { ByteSource } from '../../core/byte-source.js';
import type { Diagnostics } from '../../core/diagnostics.js';
import { type ErrorFacts, HotfixkitError, withFacts } from '../../core/errors.js';
import {
  DIRECTORY_ENTRY_SIZE,
  type DirectoryEntry,
  NO_ENTRY,
  ObjectType,
  parseDirectoryEntry,
} from './directory-entry.js';
import { foldEntryName } from './entry-name.js';

/** Entries are read this many bytes at a time. */
const WINDOW = 64 * 1024;

/** A stream or storage of a directory. */
export interface Member {
  /** Number of the entry (Stream ID). */
  index: number;
  entry: DirectoryEntry;
}

/**
 * The directory (MS-CFB 2.6): an array of entries, which form a tree of siblings below each storage. The order in the
 * trees is ignored: some writers make lists, or sort differently. No entry is reached twice.
 */
export class Directory {
  readonly root: DirectoryEntry;
  /** Entries in the directory, used or not. */
  readonly length: number;
  readonly #source: ByteSource;
  readonly #version: 3 | 4;
  readonly #diagnostics: Diagnostics;
  readonly #reached: Uint8Array;
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;

  /** Throws `CFB_BAD_DIRECTORY`. */
  constructor(source: ByteSource, version: 3 | 4, diagnostics: Diagnostics) {
    this.#source = source;
    this.#version = version;
    this.#diagnostics = diagnostics;
    this.length = Math.floor(source.size / DIRECTORY_ENTRY_SIZE);
    this.#reached = new Uint8Array(this.length);
    this.root = this.#entry(0);
    if (this.root.objectType !== ObjectType.root) {
      throw new HotfixkitError('CFB_BAD_DIRECTORY', 'the first directory entry is not the root', {
        ...this.#place(0),
        offset: 0x42,
        expected: ObjectType.root,
        found: this.root.objectType,
      });
    }
    this.#reached[0] = 1;
  }

  /** Start and size of all streams, also of the root's, as stored: damage is not reported. */
  *rawStreams(): Generator<{ isRoot: boolean; startSector: number; size: number }, void, void> {
    for (let at = 0; at < this.length * DIRECTORY_ENTRY_SIZE; at += WINDOW) {
      const length = Math.min(WINDOW, this.length * DIRECTORY_ENTRY_SIZE - at);
      // A copy: the consumer of an entry may read the same source.
      const bytes = new Uint8Array(this.#source.read(at, length));
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      for (let entry = 0; entry < length; entry += DIRECTORY_ENTRY_SIZE) {
        const type = view.getUint8(entry + 0x42);
        if (type !== ObjectType.stream && type !== ObjectType.root) continue;
        const high = this.#version === 4 ? view.getUint32(entry + 0x7c, true) : 0;
        const size = view.getUint32(entry + 0x78, true) + high * 2 ** 32;
        yield { isRoot: type === ObjectType.root, startSector: view.getUint32(entry + 0x74, true), size };
      }
    }
  }

  /**
   * The members of a storage, in the order of their tree. Without recursion: a tree may be as deep as the directory is
   * long. Throws `CFB_BAD_DIRECTORY`, `CFB_DIRECTORY_LOOP`.
   */
  members(storage: DirectoryEntry): Member[] {
    const members: Member[] = [];
    const names = new Set<string>();
    const above: Member[] = [];
    let next = storage.child;
    while (next !== NO_ENTRY || above.length > 0) {
      while (next !== NO_ENTRY) {
        const member = { index: next, entry: this.#reach(next) };
        above.push(member);
        next = member.entry.left;
      }
      const member = above.pop()!;
      if (this.#isUsable(member, names)) members.push(member);
      next = member.entry.right;
    }
    return members;
  }

  #isUsable({ index, entry }: Member, names: Set<string>): boolean {
    const report = (message: string, facts: ErrorFacts = {}): false => {
      this.#diagnostics.report('CFB_BAD_DIRECTORY', message, { ...this.#place(index), ...facts });
      return false;
    };
    if (entry.objectType !== ObjectType.stream && entry.objectType !== ObjectType.storage) {
      return report('a directory entry is neither stream nor storage and is ignored', {
        found: entry.objectType,
      });
    }
    if (entry.name === '') return report('a directory entry without a name is ignored');
    const folded = foldEntryName(entry.name);
    if (names.has(folded)) {
      return report('a storage has two members with one name; the second is ignored', {
        entry: entry.name,
      });
    }
    names.add(folded);
    return true;
  }

  #reach(index: number): DirectoryEntry {
    const entry = this.#entry(index);
    if (this.#reached[index] === 1) {
      throw new HotfixkitError('CFB_DIRECTORY_LOOP', 'the directory refers to one entry twice', {
        ...this.#place(index),
        entry: entry.name,
      });
    }
    this.#reached[index] = 1;
    return entry;
  }

  #entry(index: number): DirectoryEntry {
    if (index >= this.length) {
      throw new HotfixkitError('CFB_BAD_DIRECTORY', 'a directory entry is not in the directory', {
        ...this.#place(index),
        expected: `an entry below ${this.length}`,
        found: index,
      });
    }
    const offset = index * DIRECTORY_ENTRY_SIZE;
    const within = offset - this.#windowStart;
    if (within < 0 || within + DIRECTORY_ENTRY_SIZE > this.#window.length) {
      this.#windowStart = offset - (offset % WINDOW);
      const length = Math.min(WINDOW, this.#source.size - this.#windowStart);
      this.#window = this.#source.read(this.#windowStart, length).slice();
    }
    const start = offset - this.#windowStart;
    const bytes = this.#window.subarray(start, start + DIRECTORY_ENTRY_SIZE);
    return withFacts({ stream: 'directory' }, () => parseDirectoryEntry(bytes, offset, this.#version));
  }

  #place(index: number): ErrorFacts {
    return { stream: 'directory', offset: index * DIRECTORY_ENTRY_SIZE, structure: 'Directory Entry' };
  }
}
