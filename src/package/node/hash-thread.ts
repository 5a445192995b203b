import { HotfixkitError } from '../../core/errors.js';
import { childEnvironment } from '../../node/child-environment.js';
import { startThread } from '../../node/thread.js';
import { checkHash } from '../file-check.js';
import type { BatchItem } from './write-batch.js';

export interface HashRequest {
  id: number;
  path: string;
}

export interface HashReply {
  id: number;
  md5: string | null;
  error: string | null;
}

/**
 * Compares the hashes of written files on a separate thread: it reads the files back, which costs
 * little while the system caches them, and decoding continues meanwhile.
 */
export class HashThread {
  readonly #worker = startThread('hash-worker', {
    env: childEnvironment(),
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  });
  readonly #items: BatchItem[] = [];
  readonly #problems: HotfixkitError[] = [];
  #answered = 0;
  #finishIfDone: (() => void) | null = null;

  constructor() {
    this.#worker.on('message', ({ id, md5, error }: HashReply) => {
      const item = this.#items[id]!;
      const problem =
        md5 === null
          ? new HotfixkitError('FILE_READ', `cannot be read back: ${error}`, { file: item.target })
          : checkHash(item.file, item.label, md5);
      if (problem) this.#problems.push(problem);
      this.#answered++;
      this.#finishIfDone?.();
    });
    this.#worker.on('error', (error) => {
      this.#problems.push(new HotfixkitError('INTERNAL', 'the hashing thread failed', {}, { cause: error }));
      this.#answered = this.#items.length;
      this.#finishIfDone?.();
    });
  }

  readonly add = (item: BatchItem): void => {
    this.#items.push(item);
    this.#worker.postMessage({ id: this.#items.length - 1, path: item.staged } satisfies HashRequest);
  };

  /** Returns every mismatch when all files have been compared. */
  async finish(): Promise<HotfixkitError[]> {
    await new Promise<void>((resolve) => {
      this.#finishIfDone = () => {
        if (this.#answered >= this.#items.length) resolve();
      };
      this.#finishIfDone();
    });
    return this.#problems;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
