import type { Worker } from 'node:worker_threads';
import { throwIfAborted } from '../../core/abort.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { reviveFailure, type ThreadFailure } from '../../node/thread-failure.js';
import type { WrittenDigests } from '../../node/written-digests.js';
import type { WrittenIdentities } from '../../node/written-identities.js';
import type { PackageLocation } from '../opened-package.js';
import type { PackageContent } from '../package-content.js';
import type { BatchItem } from './write-batch.js';
import type { Progress, WriteOptions } from './write-options.js';
import { startWriteThread } from './write-threads.js';

/** The data sent to each worker once. */
export interface WorkerStart {
  location: PackageLocation;
  tolerant: boolean;
  /** Of `WrittenIdentities`; null where none are wanted. */
  identities: SharedArrayBuffer | null;
  /** Of `WrittenDigests`; null where none are wanted. */
  digests: SharedArrayBuffer | null;
}

/** One batch: files by their place in {@link PackageContent.files}. */
export interface WorkerJob {
  items: (Omit<BatchItem, 'file'> & { index: number })[];
}

export type WorkerReply =
  | { kind: 'ready' }
  | { kind: 'progress'; bytes: number; files: number }
  | { kind: 'done'; warnings: Warning[] }
  | ThreadFailure;

/** Where threads note what they wrote. */
export interface WrittenNotes {
  identities?: WrittenIdentities | null;
  digests?: WrittenDigests | null;
}

/** Assigns batches to threads, largest first; each thread takes the next one when done. */
export async function writeWithWorkers(
  content: PackageContent,
  location: PackageLocation,
  batches: readonly (readonly BatchItem[])[],
  threads: number,
  progress: Progress,
  options: WriteOptions,
  { identities = null, digests = null }: WrittenNotes = {},
): Promise<Warning[]> {
  const indexOf = new Map(content.files.map((file, index) => [file, index]));
  const sizeOf = (batch: readonly BatchItem[]): number =>
    batch.reduce((sum, { file }) => sum + file.size * (file.effort ?? 1), 0);
  const queue = [...batches].sort((a, b) => sizeOf(b) - sizeOf(a));
  const warnings: Warning[] = [];
  const workers: Worker[] = [];

  throwIfAborted(options.signal);
  const runOne = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const data: WorkerStart = {
        location,
        tolerant: options.tolerant ?? false,
        identities: identities?.memory ?? null,
        digests: digests?.memory ?? null,
      };
      const worker = startWriteThread({ role: 'batches', data });
      workers.push(worker);
      const next = (): void => {
        const batch = queue.shift();
        if (!batch) {
          resolve();
          return;
        }
        const job: WorkerJob = {
          items: batch.map(({ file, ...paths }) => ({ index: indexOf.get(file)!, ...paths })),
        };
        worker.postMessage(job);
      };
      worker.on('message', (reply: WorkerReply) => {
        if (reply.kind === 'progress') {
          progress.add(reply.bytes);
          progress.files += reply.files;
          progress.report();
        } else if (reply.kind === 'failed') {
          reject(reviveFailure(reply));
        } else {
          if (reply.kind === 'done') for (const one of reply.warnings) warnings.push(one);
          next();
        }
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new HotfixkitError('INTERNAL', 'a worker thread ended early')));
      options.signal?.addEventListener('abort', () => {
        try {
          throwIfAborted(options.signal);
        } catch (error) {
          reject(error);
        }
      });
    });

  try {
    await Promise.all(Array.from({ length: Math.min(threads, batches.length) }, runOne));
  } finally {
    for (const worker of workers) worker.removeAllListeners('exit');
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return warnings;
}
