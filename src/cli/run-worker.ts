import { parentPort, workerData } from 'node:worker_threads';
import { attachRunMonitor, RunMonitor, waitsForOthers } from '../node/run-monitor.js';
import { main } from './main.js';
import type { RunData, RunMessage } from './run-messages.js';

/** How often a waiting run reports progress, in milliseconds. */
const PULSE = 100;
/** A thread that is busy for a larger share of its time than this is not waiting. */
const BUSY = 0.9;

const { argv, memory, stdoutIsTTY, stderrIsTTY } = workerData as RunData;
const port = parentPort!;
const monitor = new RunMonitor(memory);
const tell = (message: RunMessage, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

attachRunMonitor(monitor, { outputFolder: (path) => tell({ kind: 'folder', path }) });

const interrupt = new AbortController();
port.on('message', () => {
  monitor.isAborting = true;
  interrupt.abort();
});
port.unref();

let last = performance.eventLoopUtilization();
const pulse = setInterval(() => {
  const now = performance.eventLoopUtilization();
  // Work that gives way to others now and then may still be work without an end.
  if (performance.eventLoopUtilization(now, last).utilization < BUSY && waitsForOthers()) monitor.beat();
  last = now;
}, PULSE);
pulse.unref();

function write(stream: 'stdout' | 'stderr', data: string | Uint8Array): void {
  // Bytes may be a view of something large, or change afterwards.
  const sent = typeof data === 'string' ? data : new Uint8Array(data);
  tell({ kind: 'write', stream, data: sent }, typeof sent === 'string' ? [] : [sent.buffer]);
  monitor.sendOutput(data.length);
}

const status = await main(argv, {
  stdout: {
    write: (data) => write('stdout', data),
    isTTY: stdoutIsTTY,
    get columns() {
      return monitor.columns('stdout');
    },
  },
  stderr: {
    write: (data) => write('stderr', data),
    isTTY: stderrIsTTY,
    get columns() {
      return monitor.columns('stderr');
    },
  },
  env: process.env,
  signal: interrupt.signal,
  onStart: (start) => tell({ kind: 'start', start }),
});
tell({ kind: 'end', status });
