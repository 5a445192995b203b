import type { HotfixkitError } from '../../core/errors.js';
import type { BatchFile, BatchItem, BatchOutput } from './write-batch.js';
import { WrittenFiles, type WrittenNotes } from './written-files.js';
import { wantedDigests } from './written-hash.js';
import { WrongHashes } from './wrong-hashes.js';

/** Creates files, writes them, and compares their hashes, on the thread that decodes them. */
export class OutputHere implements BatchOutput {
  readonly #notes: WrittenNotes;
  readonly #wrong = new WrongHashes();
  readonly #files: WrittenFiles;

  /** @param tolerant a hash that differs is told at the end; else it is thrown, `PACKAGE_FILE_HASH` */
  constructor(notes: WrittenNotes, tolerant: boolean) {
    this.#notes = notes;
    this.#files = new WrittenFiles(notes, (number, md5) => {
      const problem = this.#wrong.compare(number, md5);
      if (problem && !tolerant) throw problem;
    });
  }

  /** Begins a file. Throws what creating and writing files throw. */
  readonly open = (item: BatchItem, modified: Date | null): BatchFile => {
    this.#wrong.expect(item);
    const { number, staged, target, file } = item;
    return this.#files.open({
      number,
      staged,
      target,
      size: file.size,
      modified: modified?.getTime() ?? null,
      md5: file.md5,
      hashed: wantedDigests(file, this.#notes.digests),
    });
  };

  /** There is always room: what is written is on its way to the disk. */
  readonly isBusy = false;

  async ready(): Promise<void> {}

  /** After the last file: those whose hash differs from the package's. */
  finish(): HotfixkitError[] {
    this.#files.finish();
    return this.#wrong.problems;
  }

  /** Closes files that are not complete. */
  close(): void {
    this.#files.abandon();
  }
}
