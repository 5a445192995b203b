import { describe, expect, it } from 'vitest';
import { RunEnding } from '../../src/cli/run-ending.js';
import { RunMonitor } from '../../src/node/run-monitor.js';
import { steadyNow } from '../../src/node/turns.js';

const limits = { maxTime: 1, maxMemory: 1e6 };

function ending() {
  const monitor = new RunMonitor();
  const own = new RunEnding(monitor);
  const begun = steadyNow();
  let passed = 0;
  /** The time at which it is due, in steps of 50 ms; null: not within so long. */
  const dueWithin = (milliseconds: number): number | null => {
    for (const end = passed + milliseconds; passed < end; ) {
      passed += 50;
      if (own.isDue(limits, begun + passed)) return passed;
    }
    return null;
  };
  return { monitor, own, dueWithin };
}

describe('the end of a run', () => {
  it('comes at once when a limit is passed', () => {
    const { own, dueWithin } = ending();
    const due = dueWithin(2000)!;
    expect([own.reason, due >= 1000, due < 1300]).toEqual(['time', true, true]);
  });

  it('comes a second after the run was asked, though it gets on', () => {
    const { monitor, own, dueWithin } = ending();
    expect([own.ask('interrupted'), own.ask('closed'), own.reason]).toEqual([true, false, 'interrupted']);
    monitor.beat();
    expect(dueWithin(900)).toBeNull();
    monitor.beat();
    expect(dueWithin(300)).not.toBeNull();
  });

  it('comes a second after the run has heard of it', () => {
    const { monitor, own, dueWithin } = ending();
    own.ask('interrupted');
    monitor.beat();
    expect(dueWithin(800)).toBeNull();
    monitor.isAborting = true;
    monitor.beat();
    expect(dueWithin(900)).toBeNull();
    expect(dueWithin(300)).not.toBeNull();
  });

  it('is not waited for where nothing is left to wait for', () => {
    const { own, dueWithin } = ending();
    own.ask('closed');
    own.hurry();
    expect(dueWithin(50)).toBe(50);
  });

  it('does not come during critical work, which cannot begin afterwards', () => {
    const { monitor, own, dueWithin } = ending();
    monitor.enter();
    own.ask('interrupted');
    own.hurry();
    expect(dueWithin(5000)).toBeNull();
    monitor.leave();
    expect(dueWithin(50)).not.toBeNull();
    expect(monitor.stop()).toBe(true);
  });
});
