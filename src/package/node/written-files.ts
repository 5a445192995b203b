import { areTooManyOpen } from '../../node/disk-error.js';
import { StagedFile } from '../../node/staged-file.js';
import type { DigestName, WrittenDigests } from '../../node/written-digests.js';
import type { WrittenIdentities } from '../../node/written-identities.js';
import { isHashedLate, LateHashes } from './late-hashes.js';
import { WrittenHash } from './written-hash.js';

/** Where threads note what they wrote. */
export interface WrittenNotes {
  /** What identifies the files; null where none is wanted or the disk does not tell it early. */
  identities: WrittenIdentities | null;
  /** Their digests; null where none are wanted. */
  digests: WrittenDigests | null;
}

/** A file to write. */
export interface WrittenFileStart {
  /** Its place in the identities and digests. */
  number: number;
  staged: string;
  /** What errors name. */
  target: string;
  /** Bytes that it should have. */
  size: number;
  /** Milliseconds since 1970. */
  modified: number | null;
  /** The MD5 that it must have, lower-case hexadecimal digits; null where none is stated. */
  md5: string | null;
  /** The digests that are calculated here. */
  hashed: readonly DigestName[];
}

/** The files that one thread writes. */
export class WrittenFiles {
  readonly #notes: WrittenNotes;
  readonly #differs: (number: number, md5: string) => void;
  readonly #open = new Set<WrittenFile>();
  /** Undefined until there is a file to hash. */
  #late: LateHashes | null | undefined;

  /** @param differs told the number of a file that has another MD5 than it must, and that */
  constructor(notes: WrittenNotes, differs: (number: number, md5: string) => void) {
    this.#notes = notes;
    this.#differs = differs;
  }

  /** Creates a file. Throws what the disk says. */
  open(start: WrittenFileStart): WrittenFile {
    try {
      return this.#create(start);
    } catch (error) {
      // Those that wait to be hashed are open, too.
      if (!this.#late?.isBusy || !areTooManyOpen(error)) throw error;
      this.#late.finish();
      return this.#create(start);
    }
  }

  #create(start: WrittenFileStart): WrittenFile {
    const file = new WrittenFile(start, this.#notes, {
      late: start.hashed.includes('md5') ? this.#lateFor(start.size) : null,
      differs: this.#differs,
      closed: () => this.#open.delete(file),
    });
    this.#open.add(file);
    return file;
  }

  /** What hashes a file of so many bytes when it is complete; null: that is done while it is written. */
  #lateFor(size: number): LateHashes | null {
    // Other disks may be far away, where reading takes as long as writing.
    if (this.#notes.identities === null || !isHashedLate(size)) return null;
    if (this.#late === undefined) this.#late = LateHashes.begin();
    return this.#late;
  }

  /** Does some of what is left to do with complete files; false where it is better to wait for more. */
  goOn(): boolean {
    return this.#late?.goOn() ?? false;
  }

  /** Does all that is left to do. */
  finish(): void {
    this.#late?.finish();
  }

  /** Closes the files that are not complete. */
  abandon(): void {
    for (const file of this.#open) file.abandon();
  }
}

interface Surroundings {
  /** Hashes it when it is complete; null: that is done while it is written. */
  late: LateHashes | null;
  differs: (number: number, md5: string) => void;
  closed: () => void;
}

/** A file that is being written. */
export class WrittenFile {
  readonly #start: WrittenFileStart;
  readonly #notes: WrittenNotes;
  readonly #surroundings: Surroundings;
  readonly #output: StagedFile;
  readonly #hash: WrittenHash | null;
  #size = 0;

  constructor(start: WrittenFileStart, notes: WrittenNotes, surroundings: Surroundings) {
    const { number, staged, target, modified, hashed } = start;
    const { identities, digests } = notes;
    this.#start = start;
    this.#notes = notes;
    this.#surroundings = surroundings;
    this.#output = new StagedFile(staged, {
      label: target,
      modified: modified === null ? null : new Date(modified),
      identify: identities && ((stat) => identities.note(number, stat)),
    });
    const passing = surroundings.late ? hashed.filter((name) => name !== 'md5') : hashed;
    this.#hash = passing.length > 0 ? new WrittenHash(number, passing, digests) : null;
  }

  /** Appends bytes, which are copied before it returns. */
  write(chunk: Uint8Array): void {
    this.#size += chunk.length;
    this.#hash?.update(chunk);
    this.#output.write(chunk);
    this.#surroundings.late?.keepUp(chunk.length);
  }

  /** Completes it. `isUnchecked`: its MD5 is not compared. */
  end(isUnchecked: boolean): void {
    const { late } = this.#surroundings;
    const md5 = this.#hash?.end() ?? null;
    if (!late) {
      this.#close();
      if (md5 !== null && !isUnchecked) this.#compare(md5);
      return;
    }
    this.#output.complete();
    late.add({
      output: this.#output,
      size: this.#size,
      done: (found) => {
        this.#close();
        this.#notes.digests?.note(this.#start.number, 'md5', found);
        if (!isUnchecked) this.#compare(found);
      },
    });
  }

  /** Closes it incomplete. */
  abandon(): void {
    this.#surroundings.closed();
    this.#output.abandon();
  }

  #close(): void {
    this.#surroundings.closed();
    this.#output.end();
  }

  #compare(found: string): void {
    const { number, md5 } = this.#start;
    if (found !== md5) this.#surroundings.differs(number, found);
  }
}
