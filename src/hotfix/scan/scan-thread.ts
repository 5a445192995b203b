import type { Worker } from 'node:worker_threads';
import { childEnvironment } from '../../node/child-environment.js';
import { RunMonitor } from '../../node/run-monitor.js';
import { startThread } from '../../node/thread.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Candidate, CandidateFacts } from './candidate.js';

export interface ScanThreadData {
  manifests: readonly Manifest[];
  /** Memory of its {@link RunMonitor}. */
  memory: SharedArrayBuffer;
}

export interface ReadRequest {
  fullPath: string;
  candidate: Candidate;
}

/** Replies come in the order of the requests. */
export interface ReadReply {
  answer: CandidateFacts | null;
  bug: string | null;
  /** Memory that the thread has for itself after that, in bytes. */
  held: number;
}

/** A candidate that waits for its answer. */
export interface OpenRead extends ReadRequest {
  /** Whether it is read alone, because it may be the file that takes all the memory. */
  alone: boolean;
  resolve: (answer: CandidateFacts) => void;
  reject: (error: unknown) => void;
}

/** Memory for new objects of each thread; more makes nothing faster. */
const YOUNG_MB = 16;

/** A thread that reads candidates one after the other, with its queue. */
export class ScanThread {
  /** The first one is being read. */
  readonly queue: OpenRead[] = [];
  readonly #monitor = new RunMonitor();
  readonly #worker: Worker;
  #beats = 0;
  #since = performance.now();

  /** `heap` in MB; `failed` is called once, when the thread has ended by itself. */
  constructor(
    manifests: readonly Manifest[],
    heap: number,
    listeners: {
      reply: (thread: ScanThread, open: OpenRead, reply: ReadReply) => void;
      failed: (thread: ScanThread, error: unknown) => void;
    },
  ) {
    const workerData: ScanThreadData = { manifests, memory: this.#monitor.memory };
    this.#worker = startThread('scan-worker', {
      workerData,
      env: childEnvironment(),
      resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker.on('message', (reply: ReadReply) => {
      this.#since = performance.now();
      listeners.reply(this, this.queue.shift()!, reply);
    });
    let error: unknown = null;
    this.#worker.on('error', (thrown) => {
      error = thrown;
    });
    this.#worker.on('exit', () => listeners.failed(this, error));
  }

  send(open: OpenRead): void {
    if (this.queue.length === 0) this.#since = performance.now();
    this.queue.push(open);
    const { fullPath, candidate } = open;
    this.#worker.postMessage({ fullPath, candidate } satisfies ReadRequest);
  }

  /**
   * Milliseconds since the file that is being read made progress; 0 if none is being read. On a busy machine a thread can
   * take seconds to start, which is the fault of no file.
   */
  stuckFor(now: number): number {
    const { beats } = this.#monitor;
    if (beats === 0 || beats !== this.#beats || this.queue.length === 0) this.#since = now;
    this.#beats = beats;
    return now - this.#since;
  }

  /** So many milliseconds do not count. */
  forgive(milliseconds: number): void {
    this.#since += milliseconds;
  }

  /** Ends the thread. It does not wait for a call that cannot be stopped. */
  async terminate(): Promise<void> {
    this.#worker.removeAllListeners();
    this.#worker.on('error', () => undefined);
    await Promise.race([
      this.#worker.terminate(),
      new Promise((resolve) => setTimeout(resolve, 3000).unref()),
    ]);
  }
}
