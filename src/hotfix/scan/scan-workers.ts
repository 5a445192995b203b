import { HotfixkitError } from '../../core/errors.js';
import { isOutOfMemory } from '../../node/out-of-memory.js';
import type { RunLimits } from '../../node/run-limits.js';
import { watchesMemory } from '../../node/run-monitor.js';
import { canStartThreads } from '../../node/thread.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Candidate, CandidateFacts } from './candidate.js';
import { readCandidate } from './read-candidate.js';
import { type OpenRead, ScanThread } from './scan-thread.js';

/** Requests that a thread has waiting: enough to keep it busy, few enough to bound memory. */
const DEPTH = 8;
/** With this many waiting requests, another thread is worth its start. */
const WORTH = 4;
/** How often the threads are checked, in milliseconds. */
const LOOK = 25;
/** Share of the memory limit at which threads are ended, before the whole run is. */
const SHARE = 0.75;
const MB = 1024 * 1024;
/** A thread that holds more memory than this is ended if the process is large, which frees the memory. */
const LARGE_THREAD = 48 * MB;
/** A process counts as large if it has more memory than this, and this much more for each thread. */
const LARGE_PROCESS = 96 * MB;
const USUAL_THREAD = 32 * MB;
/** After this many candidates that took little memory, one more thread may be started. */
const CALM = 32;

/**
 * Reads candidates on threads of their own, so that one that takes too much time or memory costs one answer: its thread
 * is ended and another takes its place. Run from TypeScript sources there are no threads and no limits.
 *
 * Memory is that of the whole process. When it is too much, all threads are ended, and the file that each was reading
 * is read again alone, which shows the one that takes too much.
 */
export class ScanWorkers {
  readonly #manifests: readonly Manifest[];
  readonly #most: number;
  /** How many threads there may be now; fewer while files take much memory. */
  #allowed: number;
  /** Candidates that took little memory since the last one that took much. */
  #calm = 0;
  readonly #limits: RunLimits;
  readonly #threads: ScanThread[] = [];
  readonly #waiting: OpenRead[] = [];
  readonly #suspects: OpenRead[] = [];
  #look: NodeJS.Timeout | null = null;
  #lookedAt = 0;
  /** Set while threads are being ended for the memory they take. */
  #relief: Promise<void> | null = null;
  /** Memory of the process when the suspect that is being read was begun, in bytes. */
  #before = 0;
  #isClosed = false;

  constructor(manifests: readonly Manifest[], threads: number, limits: RunLimits) {
    this.#manifests = manifests;
    this.#most = Math.max(1, threads);
    this.#allowed = this.#most;
    this.#limits = limits;
  }

  /** How many candidates may be read at a time before the caller should wait. */
  get capacity(): number {
    return this.#most * DEPTH;
  }

  /** The result for a candidate; exceeded limits and bugs are results too. Rejects with `ABORTED`. */
  async read(fullPath: string, candidate: Candidate): Promise<CandidateFacts> {
    if (!canStartThreads()) return readCandidate(fullPath, candidate, this.#manifests);
    return await new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new HotfixkitError('ABORTED', 'interrupted'));
        return;
      }
      this.#waiting.push({ fullPath, candidate, alone: false, resolve, reject });
      this.#hand();
    });
  }

  /** Abandons the files that are being read and ends all threads. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#look) {
      clearInterval(this.#look);
      watchesMemory(false);
    }
    this.#look = null;
    const threads = this.#threads.splice(0);
    const open = [
      ...threads.flatMap(({ queue }) => queue.splice(0)),
      ...this.#suspects.splice(0),
      ...this.#waiting.splice(0),
    ];
    for (const { reject } of open) reject(new HotfixkitError('ABORTED', 'interrupted'));
    await Promise.all(threads.map((thread) => thread.terminate()));
    await this.#relief;
  }

  /** Hands out what waits. */
  #hand(): void {
    if (this.#isClosed || this.#relief || this.#threads.some(({ queue }) => queue[0]?.alone)) return;
    if (this.#suspects.length > 0) {
      if (this.#threads.some(({ queue }) => queue.length > 0)) return;
      this.#before = process.memoryUsage.rss();
      (this.#threads[0] ?? this.#startThread()).send(this.#suspects.shift()!);
      return;
    }
    while (this.#waiting.length > 0) {
      let thread = this.#threads.reduce<ScanThread | null>(
        (a, b) => (a === null || b.queue.length < a.queue.length ? b : a),
        null,
      );
      if (thread === null || (thread.queue.length >= WORTH && this.#threads.length < this.#allowed))
        thread = this.#startThread();
      if (thread.queue.length >= DEPTH) return;
      thread.send(this.#waiting.shift()!);
    }
  }

  #startThread(): ScanThread {
    if (!this.#look) {
      watchesMemory(true);
      this.#lookedAt = performance.now();
      this.#look = setInterval(() => this.#watch(), LOOK);
    }
    // A full heap can end the process, so the memory of the process is watched instead.
    const thread = new ScanThread(this.#manifests, Math.ceil(2 * this.#limits.maxMemory) + 1024, {
      reply: (from, open, { answer, bug, held }) => {
        open.resolve(answer ?? problem('INTERNAL', `this is a bug of hotfixkit: ${bug}`));
        this.#adapt(from, held);
        this.#hand();
      },
      failed: (failed, error) => {
        this.#replace(
          failed,
          isOutOfMemory(error)
            ? this.#tooLarge()
            : problem(
                'INTERNAL',
                `this is a bug of hotfixkit: ${error instanceof Error ? error.message : 'a reading thread ended'}`,
              ),
        );
      },
    });
    this.#threads.push(thread);
    return thread;
  }

  #watch(): void {
    const now = performance.now();
    // If this thread was not scheduled, the others may not have been either.
    const lost = Math.max(0, now - this.#lookedAt - 5 * LOOK);
    for (const thread of this.#threads) thread.forgive(lost);
    this.#lookedAt = now;
    const { maxTime, maxMemory } = this.#limits;
    for (const thread of [...this.#threads]) {
      if (thread.stuckFor(now) <= maxTime * 1000) continue;
      this.#replace(
        thread,
        problem('TIME_LIMIT', `reading it made no progress for ${maxTime} s; --max-time allows more`),
      );
    }
    const rss = process.memoryUsage.rss();
    if (this.#relief || rss <= SHARE * maxMemory * MB) return;
    const [alone] = this.#threads.filter(({ queue }) => queue[0]?.alone);
    if (!alone) this.#relieve();
    // Memory that other threads left behind does not count.
    else if (rss - this.#before > (SHARE * maxMemory * MB) / 4) this.#replace(alone, this.#tooLarge(), true);
  }

  /** Ends all threads. The files that they were reading are read again, one by one. */
  #relieve(): void {
    const threads = this.#threads.splice(0);
    for (const { queue } of threads) {
      const [first, ...others] = queue.splice(0);
      if (first) this.#suspects.push({ ...first, alone: true });
      this.#waiting.unshift(...others);
    }
    this.#pauseFor(threads);
  }

  /**
   * Reports the file that a thread was reading as failed, and ends the thread. Other threads read the rest of its
   * queue.
   */
  #replace(thread: ScanThread, answer: CandidateFacts, pauses = false): void {
    const at = this.#threads.indexOf(thread);
    if (at < 0) return;
    this.#threads.splice(at, 1);
    const [first, ...others] = thread.queue.splice(0);
    this.#waiting.unshift(...others);
    if (pauses) this.#pauseFor([thread]);
    else void thread.terminate();
    first?.resolve(answer);
    this.#hand();
  }

  /**
   * Ends a thread that still holds much memory after a file, if the process is large, and continues with fewer threads,
   * so that large files are not read in parallel. Other threads read the rest of its queue.
   */
  #adapt(thread: ScanThread, held: number): void {
    const large = LARGE_PROCESS + this.#most * USUAL_THREAD;
    if (held <= LARGE_THREAD || process.memoryUsage.rss() <= large) {
      this.#calm++;
      if (this.#calm % CALM === 0) this.#allowed = Math.min(this.#most, this.#allowed + 1);
      return;
    }
    this.#calm = 0;
    this.#allowed = Math.max(1, Math.floor(this.#allowed / 2));
    const at = this.#threads.indexOf(thread);
    if (at < 0 || this.#relief !== null) return;
    this.#threads.splice(at, 1);
    this.#waiting.unshift(...thread.queue.splice(0));
    this.#pauseFor([thread]);
  }

  #pauseFor(threads: readonly ScanThread[]): void {
    this.#relief = Promise.all(threads.map((thread) => thread.terminate())).then(() => {
      this.#relief = null;
      this.#hand();
    });
  }

  #tooLarge(): CandidateFacts {
    const { maxMemory } = this.#limits;
    return problem(
      'MEMORY_LIMIT',
      `reading it needs more memory than a run of ${maxMemory} MB has; --max-memory allows more`,
    );
  }
}

function problem(code: 'TIME_LIMIT' | 'MEMORY_LIMIT' | 'INTERNAL', message: string): CandidateFacts {
  return { facts: [], problem: { code, message } };
}
