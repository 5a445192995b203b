import type { Worker } from 'node:worker_threads';
import { throwIfAborted } from '../../core/abort.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { reviveFailure } from '../../node/thread-failure.js';
import type { PackageLocation } from '../opened-package.js';
import type { PackageContent } from '../package-content.js';
import { Claims } from './claims.js';
import type { BatchItem } from './write-batch.js';
import type { Progress, WriteOptions } from './write-options.js';
import { startBatchThread } from './write-threads.js';
import type { WorkerReply, WorkerStart } from './write-worker.js';
import type { WrittenNotes } from './written-files.js';

/** Writes batches on this thread. `onTurn` is called now and then; it throws to stop. */
export type WriteHere = (batches: Iterable<readonly BatchItem[]>, onTurn: () => void) => Promise<Warning[]>;

/** Shares batches among this thread and others, the largest first. */
export async function writeWithWorkers(
  content: PackageContent,
  location: PackageLocation,
  batches: readonly (readonly BatchItem[])[],
  threads: number,
  progress: Progress,
  options: WriteOptions,
  { identities, digests }: WrittenNotes,
  writeHere: WriteHere,
): Promise<Warning[]> {
  const indexOf = new Map(content.files.map((file, index) => [file, index]));
  const sizeOf = (batch: readonly BatchItem[]): number =>
    batch.reduce((sum, { file }) => sum + file.size * (file.effort ?? 1), 0);
  const queue = [...batches].sort((a, b) => sizeOf(b) - sizeOf(a));
  const claims = new Claims();
  const data: WorkerStart = {
    location,
    tolerant: options.tolerant ?? false,
    identities: identities?.memory ?? null,
    digests: digests?.memory ?? null,
    batches: queue.map((batch) =>
      batch.map(({ file, ...paths }) => ({ index: indexOf.get(file)!, ...paths })),
    ),
    claims: claims.memory,
  };
  throwIfAborted(options.signal);
  const workers = Array.from({ length: Math.min(threads, queue.length) - 1 }, () => startBatchThread(data));
  let failure: { error: unknown } | null = null;
  const others = Promise.all(workers.map((worker) => finished(worker, progress, options.signal)));
  others.catch((error: unknown) => {
    failure = { error };
  });
  const own = function* (): Generator<readonly BatchItem[], void, void> {
    for (const number of claims.below(queue.length)) yield queue[number]!;
  };
  try {
    const here = await writeHere(own(), () => {
      if (failure) throw failure.error;
    });
    const warnings = [...here, ...(await others).flat()];
    // Their files are closed.
    void end(workers);
    return warnings;
  } catch (error) {
    await end(workers);
    throw error;
  }
}

async function end(workers: readonly Worker[]): Promise<void> {
  for (const worker of workers) worker.removeAllListeners('exit');
  await Promise.all(workers.map((worker) => worker.terminate()));
}

/** When a worker finds no batch any more: its warnings. Rejects with its error, and when the run is interrupted. */
function finished(worker: Worker, progress: Progress, signal: AbortSignal | undefined): Promise<Warning[]> {
  return new Promise((resolve, reject) => {
    worker.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'progress') {
        progress.add(reply.bytes);
        progress.files += reply.files;
        progress.report();
      } else if (reply.kind === 'failed') reject(reviveFailure(reply));
      else resolve(reply.warnings);
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new HotfixkitError('INTERNAL', 'a worker thread ended early')));
    signal?.addEventListener('abort', () => {
      try {
        throwIfAborted(signal);
      } catch (error) {
        reject(error);
      }
    });
  });
}
