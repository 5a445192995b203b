import { expect, it, vi } from 'vitest';
import { RunMonitor } from '../../src/node/run-monitor.js';

const messages: unknown[] = [];
vi.mock('node:worker_threads', async (original) => ({
  ...(await original<object>()),
  parentPort: {
    on: () => undefined,
    unref: () => undefined,
    postMessage: (one: unknown) => messages.push(one),
  },
  workerData: {
    argv: ['list', 'no-such-file.msi'],
    memory: new RunMonitor().memory,
    stdoutIsTTY: false,
    stderrIsTTY: false,
  },
}));

it('runs a command line, and is done with the status that it tells', async () => {
  const { done } = await import('../../src/cli/run-worker.js');
  expect(await done).toBe(4);
  expect(messages.at(-1)).toEqual({ kind: 'end', status: 4 });
  expect(JSON.stringify(messages)).toMatch(/no-such-file\.msi/);
});
