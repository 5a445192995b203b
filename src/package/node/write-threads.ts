import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { childEnvironment } from '../../node/child-environment.js';
import { RecordQueue } from '../../node/record-queue.js';
import { canStartThreads, startThread } from '../../node/thread.js';
import type { OutputThreadData } from './output-record.js';
import type { WorkerStart } from './write-worker.js';

/** What a thread is to do: write what another one puts into a queue, or decode and write itself. */
export type WriteThreadStart =
  | { role: 'output'; queue: SharedArrayBuffer; data: OutputThreadData }
  | { role: 'batches'; data: WorkerStart };

/** Packages of fewer bytes are written by one thread, mostly. */
const WORTH_A_THREAD = 12 * 1024 * 1024;

/**
 * Where the thread lies that has begun and has nothing to do yet. It is global, because what begins a thread is loaded apart from
 * what that thread runs, so that there are two of this module.
 */
const place = Symbol.for('hotfixkit.spare-thread');
const spare = globalThis as { [place]?: Spare | null };

/** Bytes that may wait to be written. More would have to be given by the system first, which takes longer than filling them. */
const CAPACITY = 4 * 1024 * 1024;

interface Spare {
  worker: Worker;
  /** Memory of a queue. */
  queue: SharedArrayBuffer;
}

/**
 * Begins a thread for the files of a large package, which takes as long as loading the program and opening the package do.
 * What starts a thread takes it; it keeps no process running that needs none.
 */
export function expectWriting(path: string): void {
  if (spare[place] || !canStartThreads() || availableParallelism() < 2 || !isLarge(path)) return;
  const queue = newQueue();
  const worker = begin(queue);
  const drop = (): void => {
    if (spare[place]?.worker === worker) spare[place] = null;
  };
  worker.once('error', drop);
  worker.once('exit', drop);
  worker.unref();
  spare[place] = { worker, queue };
}

/** Starts a thread that writes the files of a queue, whose memory it gives. */
export function startOutputThread(data: OutputThreadData): { worker: Worker; queue: SharedArrayBuffer } {
  const taken = spare[place];
  const queue = taken?.queue ?? newQueue();
  return { worker: start({ role: 'output', queue, data }), queue };
}

/** Starts a thread that decodes and writes batches. */
export function startBatchThread(data: WorkerStart): Worker {
  return start({ role: 'batches', data });
}

function start(what: WriteThreadStart): Worker {
  const worker = spare[place]?.worker ?? begin(null);
  spare[place] = null;
  worker.ref();
  worker.postMessage(what);
  return worker;
}

function newQueue(): SharedArrayBuffer {
  return new RecordQueue({ capacity: CAPACITY }).memory;
}

/** @param queue what it makes ready while it has nothing to do */
function begin(queue: SharedArrayBuffer | null): Worker {
  return startThread('write-thread', {
    workerData: queue,
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
