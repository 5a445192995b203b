import type { RunLimits } from '../node/run-limits.js';
import type { RunMonitor } from '../node/run-monitor.js';
import { steadyNow } from '../node/turns.js';
import { RunWatch } from './run-watch.js';

/** How long a run may take to end by itself after it was asked to, in milliseconds. */
const GRACE = 1000;
/** A thread that does not stop within this time, in milliseconds, is inside a call that cannot be stopped. */
export const STUCK = 15_000;

/** Why a run was stopped. */
export type StopReason = 'interrupted' | 'time' | 'memory' | 'closed';

/** Says, in another thread, when a run is to be stopped: it has passed a limit, or was asked to end and did not. */
export class RunEnding {
  readonly #monitor: RunMonitor;
  readonly #watch: RunWatch;
  #reason: StopReason | null = null;
  #deadline = Number.POSITIVE_INFINITY;
  #isAborting = false;

  constructor(monitor: RunMonitor) {
    this.#monitor = monitor;
    this.#watch = new RunWatch(monitor);
  }

  /** Null: it may go on. */
  get reason(): StopReason | null {
    return this.#reason;
  }

  /** Output was written: that is progress too. */
  progress(): void {
    this.#watch.progress();
  }

  /** The run was asked to end. False if it is ending already. */
  ask(reason: StopReason): boolean {
    if (this.#reason !== null) return false;
    this.#reason = reason;
    this.#deadline = steadyNow() + GRACE;
    return true;
  }

  /** Nothing is waited for any more. */
  hurry(): void {
    this.#deadline = steadyNow();
  }

  /** To be called every `LOOK` milliseconds. True: from now on the run cannot begin what must not be cut short. */
  isDue(limits: RunLimits, now = steadyNow()): boolean {
    const passed = this.#watch.look(now, limits);
    if (this.#monitor.isAborting && !this.#isAborting) {
      // The run has heard of it and rolls back.
      this.#isAborting = true;
      this.#deadline = now + GRACE;
    }
    if (this.#reason === null) {
      if (passed === null) return false;
      this.#reason = passed;
      this.#deadline = now;
    }
    return now >= this.#deadline && this.#monitor.stop();
  }
}
