import { areTooManyOpen } from '../../node/disk-error.js';
import { StagedFile } from '../../node/staged-file.js';
import type { DigestName, WrittenDigests } from '../../node/written-digests.js';
import type { WrittenIdentities } from '../../node/written-identities.js';
import { isHashedLate, type LateFile, LateHashes } from './late-hashes.js';
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

/** A file that is written and closed, of which another thread is to calculate the MD5. */
export interface SharedFile {
  start: WrittenFileStart;
  /** Bytes that it has. */
  size: number;
  /** Its MD5 is not compared. */
  isUnchecked: boolean;
}

/** The files that one thread writes. */
export class WrittenFiles {
  readonly #notes: WrittenNotes;
  readonly #differs: (number: number, md5: string) => void;
  readonly #open = new Set<WrittenFile>();
  readonly #late = new LateHashes<WrittenFile>();

  /** @param differs told the number of a file that has another MD5 than it must, and that */
  constructor(notes: WrittenNotes, differs: (number: number, md5: string) => void) {
    this.#notes = notes;
    this.#differs = differs;
  }

  /** Creates a file. Throws what the disk says. */
  open(start: WrittenFileStart): WrittenFile {
    return this.#begin(start, this.#lateFor(start), null);
  }

  /** Takes over a file of {@link share}, of another thread, to hash it. Throws what the disk says. */
  takeOver({ start, size, isUnchecked }: SharedFile): void {
    this.#begin(start, this.#late, size).end(isUnchecked);
  }

  #begin(start: WrittenFileStart, late: LateHashes<WrittenFile> | null, written: number | null): WrittenFile {
    const begin = (): WrittenFile => {
      const closed = (): boolean => this.#open.delete(file);
      const file = new WrittenFile(start, this.#notes, { late, differs: this.#differs, closed, written });
      this.#open.add(file);
      return file;
    };
    try {
      return begin();
    } catch (error) {
      // Those that wait to be hashed are open, too.
      if (!this.#late.isBusy || !areTooManyOpen(error)) throw error;
      this.finish();
      return begin();
    }
  }

  /** What hashes a file when it is complete; null: that is done while it is written. */
  #lateFor({ size, hashed }: WrittenFileStart): LateHashes<WrittenFile> | null {
    // Other disks may be far away, where reading takes as long as writing.
    const isLate = this.#notes.identities !== null && hashed.includes('md5') && isHashedLate(size);
    return isLate ? this.#late : null;
  }

  /** Does some of what is left to do with complete files; false where it is better to wait for more. */
  goOn(): boolean {
    return this.#late.goOn();
  }

  /** Closes complete files that another thread had better hash meanwhile, see {@link takeOver}; gives them. */
  share(): SharedFile[] {
    return this.#late.giveBack().map((file) => file.share());
  }

  /** Does all that is left to do. */
  finish(): void {
    for (const step of this.#late.finishSteps()) void step;
  }

  /** {@link finish} in short steps, so that the caller can interleave other work. */
  finishSteps(): Generator<void, void, void> {
    return this.#late.finishSteps();
  }

  /** Closes the files that are not complete. */
  abandon(): void {
    for (const file of this.#open) file.abandon();
  }
}

interface Surroundings {
  /** Hashes it when it is complete; null: that is done while it is written. */
  late: LateHashes<WrittenFile> | null;
  differs: (number: number, md5: string) => void;
  closed: () => void;
  /** Bytes that another thread has written; null where this one writes it. */
  written: number | null;
}

/** A file that is being written. */
export class WrittenFile implements LateFile {
  readonly #start: WrittenFileStart;
  readonly #notes: WrittenNotes;
  readonly #surroundings: Surroundings;
  readonly #output: StagedFile;
  readonly #hash: WrittenHash | null;
  #size: number;
  #isUnchecked = false;

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
      isWritten: surroundings.written !== null,
    });
    this.#size = surroundings.written ?? 0;
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
    this.#isUnchecked = isUnchecked;
    const md5 = this.#hash?.end() ?? null;
    if (late) {
      this.#output.complete();
      late.add(this);
      return;
    }
    this.#close();
    if (md5 !== null) this.#compare(md5);
  }

  get size(): number {
    return this.#size;
  }

  get isAtHand(): boolean {
    return this.#output.isAtHand;
  }

  read(target: Uint8Array, at: number): void {
    this.#output.read(target, at);
  }

  /** Completes it when its MD5 is known. */
  hashed(md5: string): void {
    this.#close();
    this.#notes.digests?.note(this.#start.number, 'md5', md5);
    this.#compare(md5);
  }

  /** Completes it but for its MD5. */
  share(): SharedFile {
    this.#close();
    // Nothing else is left to do.
    const start: WrittenFileStart = { ...this.#start, modified: null, hashed: ['md5'] };
    return { start, size: this.#size, isUnchecked: this.#isUnchecked };
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
    if (!this.#isUnchecked && found !== md5) this.#surroundings.differs(number, found);
  }
}
