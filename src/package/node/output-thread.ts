import type { Worker } from 'node:worker_threads';
import { HotfixkitError } from '../../core/errors.js';
import { RecordQueue } from '../../node/record-queue.js';
import { beat, withThreads } from '../../node/run-monitor.js';
import { reviveFailure } from '../../node/thread-failure.js';
import { Turns } from '../../node/turns.js';
import type { DigestName } from '../../node/written-digests.js';
import { isHashedLate } from './late-hashes.js';
import { OutputRecord, type OutputReply, type OutputThreadData } from './output-record.js';
import type { BatchFile, BatchItem, BatchOutput } from './write-batch.js';
import { startOutputThread } from './write-threads.js';
import { type SharedFile, type WrittenFileStart, WrittenFiles, type WrittenNotes } from './written-files.js';
import { WrittenHash, wantedDigests } from './written-hash.js';
import { WrongHashes } from './wrong-hashes.js';

/** Room for a megabyte and the beginning of a file. */
const LEAST_ROOM = 1.25 * 1024 * 1024;
/** For the beginning of a file: two paths, mostly. */
const SCRATCH = 16 * 1024;
/** With less room than this, the other thread has more to do than this one. */
const SHARES_ALL = 2 * 1024 * 1024;
/** With less room than this, it has enough to do with one digest of two. */
const SHARES_ONE = 3 * 1024 * 1024;

/**
 * A thread that creates the files, writes them, and compares their hashes, while this one decodes: creating files takes as
 * long as decoding does where they are small, hashing where they are large.
 */
export class OutputThread implements BatchOutput {
  readonly #queue: RecordQueue;
  readonly #worker: Worker;
  readonly #wrong = new WrongHashes();
  readonly #scratch = Buffer.alloc(SCRATCH);
  readonly #notes: WrittenNotes;
  /** Those that the other thread has written and this one hashes. */
  readonly #own: WrittenFiles;
  #shared: readonly SharedFile[] = [];
  #failure: Error | null = null;
  #isDone = false;
  #wake: () => void = () => undefined;

  constructor(notes: WrittenNotes) {
    this.#notes = notes;
    this.#own = new WrittenFiles(notes, (id, md5) => this.#wrong.compare(id, md5));
    const { identities, digests } = notes;
    const data: OutputThreadData = {
      identities: identities?.memory ?? null,
      digests: digests?.memory ?? null,
    };
    const { worker, queue } = startOutputThread(data);
    this.#worker = worker;
    this.#queue = new RecordQueue({ memory: queue });
    this.#worker.on('message', (reply: OutputReply) => {
      if (reply.kind === 'differs') {
        this.#wrong.compare(reply.id, reply.md5);
        return;
      }
      if (reply.kind === 'failed') this.#failure ??= reviveFailure(reply);
      if (reply.kind === 'share') this.#shared = reply.files;
      if (reply.kind === 'done') this.#isDone = true;
      this.#wake();
    });
    this.#worker.on('error', (cause) => this.#fail('the thread that writes files failed', cause));
    this.#worker.on('exit', () => this.#fail('the thread that writes files ended early'));
  }

  /** Begins a file. Between two calls of {@link ready}, a file is begun and a megabyte written at most. */
  readonly open = (item: BatchItem, modified: Date | null): BatchFile => {
    const { number: id, staged, target, file } = item;
    const { digests } = this.#notes;
    this.#wrong.expect(item);
    const wanted = wantedDigests(file, digests);
    const here = this.#share(wanted, file.size);
    const hash = here.length > 0 ? new WrittenHash(id, here, digests) : null;
    const start: WrittenFileStart = {
      number: id,
      staged,
      target,
      size: file.size,
      modified: modified?.getTime() ?? null,
      md5: file.md5,
      hashed: wanted.filter((name) => !here.includes(name)),
    };
    this.#queue.put(OutputRecord.open, id, this.#encoded(JSON.stringify(start)));
    return {
      write: (chunk) => {
        this.#queue.put(OutputRecord.data, id, chunk, true);
        hash?.update(chunk);
      },
      end: (isUnchecked) => {
        this.#queue.put(isUnchecked ? OutputRecord.endUnchecked : OutputRecord.end, id, nothing);
        const md5 = hash?.end() ?? null;
        if (md5 !== null && !isUnchecked) this.#wrong.compare(id, md5);
      },
      // The staging folder is removed after an error, when this thread has closed its files.
      abandon: () => undefined,
    };
  };

  /** Whether {@link ready} has to be waited for. */
  get isBusy(): boolean {
    return this.#queue.room < LEAST_ROOM || this.#failure !== null || this.#queue.isBroken;
  }

  /** Waits until there is room. Throws what creating and writing files throw, `INTERNAL` if the thread ends early. */
  async ready(): Promise<void> {
    await withThreads(async () => {
      while (this.isBusy) {
        if (this.#failure) throw this.#failure;
        if (this.#queue.isBroken || this.#queue.askForRoom()) await this.#reply();
        beat();
      }
    });
  }

  /** Waits for the last file; returns the files whose hash differs from the package's. Throws as {@link ready} does. */
  async finish(): Promise<HotfixkitError[]> {
    await this.ready();
    this.#queue.put(OutputRecord.finish, 0, nothing);
    this.#queue.publish();
    await withThreads(async () => {
      while (!this.#isDone) {
        if (this.#failure) throw this.#failure;
        await this.#reply();
        await this.#takeShare();
      }
    });
    return this.#wrong.problems;
  }

  /** Hashes what the other thread has left to this one. */
  async #takeShare(): Promise<void> {
    for (const file of this.#shared) this.#own.takeOver(file);
    this.#shared = [];
    const turns = new Turns();
    for (const step of this.#own.finishSteps()) {
      void step;
      if (this.#failure) throw this.#failure;
      if (!turns.isOver) continue;
      beat();
      await turns.giveWay();
    }
  }

  /** Ends the thread, wherever it is. Its files are closed then, so that there is nothing to wait for once it is done. */
  async close(): Promise<void> {
    const wasDone = this.#isDone;
    this.#isDone = true;
    this.#own.abandon();
    const ended = this.#worker.terminate();
    if (!wasDone) await ended;
  }

  /** What this thread calculates of the digests of a file, as the one that has less to do. */
  #share(wanted: readonly DigestName[], size: number): readonly DigestName[] {
    // The other thread takes MD5 of several files at once, in less time.
    const isLate = this.#notes.identities !== null && isHashedLate(size);
    const shared = isLate ? wanted.filter((name) => name !== 'md5') : wanted;
    const { room } = this.#queue;
    if (room < SHARES_ALL) return shared;
    // Beside MD5, SHA-256 is the lesser part: processors have instructions for it.
    return room < SHARES_ONE ? shared.filter((name) => name === 'sha256') : [];
  }

  /** Valid until the next call. */
  #encoded(text: string): Uint8Array {
    if (text.length > SCRATCH / 3) return Buffer.from(text);
    return this.#scratch.subarray(0, this.#scratch.write(text));
  }

  #reply(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      // An answer may have come since the last look.
      if (this.#failure !== null || this.#isDone) resolve();
    });
  }

  #fail(message: string, cause?: unknown): void {
    if (this.#isDone) return;
    this.#failure ??= new HotfixkitError('INTERNAL', message, {}, { cause });
    this.#wake();
  }
}

const nothing = new Uint8Array();
