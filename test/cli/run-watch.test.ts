import { describe, expect, it, vi } from 'vitest';
import { RunWatch } from '../../src/cli/run-watch.js';
import { RunMonitor } from '../../src/node/run-monitor.js';
import { steadyNow } from '../../src/node/turns.js';

const limits = { maxTime: 1, maxMemory: 1e6 };

/** Looks every 50 ms for so many seconds; `each` is called before. The first limit that was passed, and when. */
function look(seconds: number, each: (monitor: RunMonitor) => void, given = limits) {
  const monitor = new RunMonitor();
  const watch = new RunWatch(monitor);
  const begun = steadyNow();
  for (let passed = 50; passed <= seconds * 1000; passed += 50) {
    each(monitor);
    const limit = watch.look(begun + passed, given);
    if (limit) return { limit, seconds: passed / 1000 };
  }
  return null;
}

describe('a watch of a run', () => {
  it('counts the time without progress', () => {
    const passed = look(5, () => undefined)!;
    expect(passed.limit).toBe('time');
    expect(passed.seconds).toBeGreaterThanOrEqual(1);
    expect(passed.seconds).toBeLessThan(1.3);
  });

  it.each([
    ['beats', (monitor: RunMonitor) => monitor.beat()],
    [
      'output that waits for its reader',
      (monitor: RunMonitor) => {
        monitor.hasOutput = true;
      },
    ],
  ])('takes %s for progress', (_, each) => {
    expect(look(5, each)).toBeNull();
  });

  it('goes on where the system does not say what memory is taken, as with too many open files', () => {
    const rss = vi.spyOn(process.memoryUsage, 'rss').mockImplementation(() => {
      throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    });
    try {
      expect(look(1, (monitor) => monitor.beat(), { maxTime: 1, maxMemory: 1 })).toBeNull();
    } finally {
      rss.mockRestore();
    }
  });

  it('does not count a pause in which this thread had no time either', () => {
    const watch = new RunWatch(new RunMonitor());
    expect(watch.look(steadyNow() + 3_600_000, limits)).toBeNull();
  });

  it.each([
    { watches: false, least: 0, most: 0.06 },
    // What a run does about its own threads comes first.
    { watches: true, least: 0.5, most: 0.7 },
  ])('gives a run that watches its memory ($watches) time', ({ watches, least, most }) => {
    const rss = process.memoryUsage.rss() / (1024 * 1024);
    const passed = look(
      5,
      (monitor) => {
        monitor.watchesMemory = watches;
        monitor.beat();
      },
      { maxTime: 100, maxMemory: Math.floor(rss * 0.9) },
    )!;
    expect(passed.limit).toBe('memory');
    expect(passed.seconds).toBeGreaterThanOrEqual(least);
    expect(passed.seconds).toBeLessThanOrEqual(most);
  });
});
