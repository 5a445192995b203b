import type { RunLimits } from '../node/run-limits.js';
import type { RunMonitor } from '../node/run-monitor.js';
import { steadyNow } from '../node/turns.js';

/** How often a run is checked, in milliseconds. */
export const LOOK = 20;
/** Most milliseconds between two checks that count. */
const MOST_AT_ONCE = 5 * LOOK;
/** A run ends threads of its own for the memory they take; only where that fails, after this time, it is ended. */
const MEMORY_GRACE = 500;
const MB = 1024 * 1024;

/** Watches, from another thread, whether a run makes progress and what memory it takes. */
export class RunWatch {
  readonly #monitor: RunMonitor;
  #beats = 0;
  /** Milliseconds without progress of the run. */
  #quiet = 0;
  #lookedAt = steadyNow();
  #memoryAt: number | null = null;

  constructor(monitor: RunMonitor) {
    this.#monitor = monitor;
  }

  /** Output was written: that is progress too. */
  progress(): void {
    this.#quiet = 0;
  }

  /** To be called every {@link LOOK} milliseconds; the limit that the run has passed, if any. */
  look(now: number, { maxTime, maxMemory }: RunLimits): 'time' | 'memory' | null {
    // If this thread got no time (the machine slept, the reader of the output is slow), no thread did.
    this.#quiet += Math.min(now - this.#lookedAt, MOST_AT_ONCE);
    this.#lookedAt = now;
    const { beats } = this.#monitor;
    if (beats !== this.#beats || this.#monitor.hasOutput) this.#quiet = 0;
    this.#beats = beats;
    if (this.#quiet > maxTime * 1000) return 'time';
    return this.#isTooLarge(now, maxMemory) ? 'memory' : null;
  }

  #isTooLarge(now: number, maxMemory: number): boolean {
    const rss = takenMemory();
    if (rss === null) return false;
    if (rss <= maxMemory * MB) {
      this.#memoryAt = null;
      return false;
    }
    this.#memoryAt ??= now;
    return !this.#monitor.watchesMemory || rss > 1.5 * maxMemory * MB || now - this.#memoryAt > MEMORY_GRACE;
  }
}

/** Bytes of memory that the process takes; null where that cannot be read: it is a file, and there may be too many open. */
function takenMemory(): number | null {
  try {
    return process.memoryUsage.rss();
  } catch {
    return null;
  }
}
