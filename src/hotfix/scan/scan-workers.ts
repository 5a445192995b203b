import { HotfixkitError } from '../../core/errors.js';
import { isOutOfMemory } from '../../node/out-of-memory.js';
import type { RunLimits } from '../../node/run-limits.js';
import { watchesMemory } from '../../node/run-monitor.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Candidate, CandidateFacts } from './candidate.js';
import { readCandidate } from './read-candidate.js';
import { canUseScanThreads, type OpenRead, ScanThread } from './scan-thread.js';

/** Requests that a thread has waiting: enough to keep it busy, few enough to bound memory. */
const DEPTH = 8;
/** With so many waiting for the other threads one more is worth its start. */
const WORTH = 4;
/** How often the threads are looked at, in milliseconds. */
const LOOK = 25;
/** Share of the memory limit at which threads are ended: before the whole run is. */
const SHARE = 0.75;
const MB = 1024 * 1024;
/** A thread that holds more than this is ended where the process is large: what it held goes with it. */
const LARGE_THREAD = 48 * MB;
/** A process is large that has more memory than this, and so much more for each thread. */
const LARGE_PROCESS = 96 * MB;
const USUAL_THREAD = 32 * MB;
/** After so many candidates that took little there may be one more thread. */
const CALM = 32;

/**
 * Reads candidates on threads of their own, so that one that takes too much time or memory costs one answer: its thread
 * is ended and another takes its place. Run from TypeScript sources there are no threads and no limits.
 *
 * Memory is that of the whole process. When there is too much of it all threads are ended, and what each was at is read
 * again by itself: the one that takes too much then is the one.
 */
export class ScanWorkers {
  readonly #manifests: readonly Manifest[];
  readonly #most: number;
  /** How many there may be now; less than the most while files take much memory. */
  #allowed: number;
  /** Candidates that took little since the last that took much. */
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

  /** How many candidates may be under way before one should wait for some. */
  get capacity(): number {
    return this.#most * DEPTH;
  }

  /** What was learnt of a candidate; limits and faults of ours are answers too. Rejects with `ABORTED`. */
  async read(fullPath: string, candidate: Candidate): Promise<CandidateFacts> {
    if (!canUseScanThreads()) return readCandidate(fullPath, candidate, this.#manifests);
    return await new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new HotfixkitError('ABORTED', 'interrupted'));
        return;
      }
      this.#waiting.push({ fullPath, candidate, alone: false, resolve, reject });
      this.#hand();
    });
  }

  /** Gives up what is under way and ends all threads. */
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
    // A heap that is full can take the process with it: the memory of the process is watched instead.
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
    // Where this thread did not get its turn, the others may not have had theirs.
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
    // What other threads left behind is not its fault.
    else if (rss - this.#before > (SHARE * maxMemory * MB) / 4) this.#replace(alone, this.#tooLarge(), true);
  }

  /** Ends all threads; what they were at is read again, one by one. */
  #relieve(): void {
    const threads = this.#threads.splice(0);
    for (const { queue } of threads) {
      const [first, ...others] = queue.splice(0);
      if (first) this.#suspects.push({ ...first, alone: true });
      this.#waiting.unshift(...others);
    }
    this.#pauseFor(threads);
  }

  /** Answers for what a thread was at, and ends the thread; the rest goes to others. */
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
   * Ends a thread that holds much after what it was asked, where the process is large, and goes on with fewer: files that
   * take much are not read side by side. What the thread has still to read goes to others.
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
