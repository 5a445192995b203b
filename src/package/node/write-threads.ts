import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { childEnvironment } from '../../node/child-environment.js';
import { canStartThreads, startThread } from '../../node/thread.js';
import type { OutputThreadData } from './output-record.js';
import type { WorkerStart } from './write-worker.js';

/** What a thread is to do: write what another one decodes, or decode and write itself. */
export type WriteThreadStart =
  | { role: 'output'; data: OutputThreadData }
  | { role: 'batches'; data: WorkerStart };

/** Packages of fewer bytes are written by one thread, mostly. */
const WORTH_A_THREAD = 12 * 1024 * 1024;

/**
 * Where the thread lies that has begun and has nothing to do yet. It is global, because what begins a thread is loaded apart from
 * what that thread runs, so that there are two of this module.
 */
const place = Symbol.for('hotfixkit.spare-thread');
const spare = globalThis as { [place]?: Worker | null };

/**
 * Begins a thread for the files of a large package, which takes as long as loading the program and opening the package do.
 * {@link startWriteThread} takes it; it keeps no process running that needs none.
 */
export function expectWriting(path: string): void {
  if (spare[place] || !canStartThreads() || availableParallelism() < 2 || !isLarge(path)) return;
  const thread = begin();
  const drop = (): void => {
    if (spare[place] === thread) spare[place] = null;
  };
  thread.once('error', drop);
  thread.once('exit', drop);
  thread.unref();
  spare[place] = thread;
}

/** Starts a thread that writes files. */
export function startWriteThread(start: WriteThreadStart): Worker {
  const thread = spare[place] ?? begin();
  spare[place] = null;
  thread.ref();
  thread.postMessage(start);
  return thread;
}

function begin(): Worker {
  return startThread('write-thread', {
    env: childEnvironment(),
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  });
}

/** What cannot be looked at is reported where it is opened. */
function isLarge(path: string): boolean {
  try {
    return statSync(path).size >= WORTH_A_THREAD;
  } catch {
    return false;
  }
}
