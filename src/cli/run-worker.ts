import { parentPort, workerData } from 'node:worker_threads';
import { attachRunMonitor, RunMonitor, startPulse } from '../node/run-monitor.js';
import { main } from './main.js';
import type { RunData, RunMessage } from './run-messages.js';

const { argv, memory, stdoutIsTTY, stderrIsTTY } = workerData as RunData;
const port = parentPort!;
const monitor = new RunMonitor(memory);
const tell = (message: RunMessage, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

attachRunMonitor(monitor, {
  outputFolder: (path, isNew) => tell({ kind: 'folder', folder: { path, isNew } }),
});

const interrupt = new AbortController();
port.on('message', () => {
  monitor.isAborting = true;
  interrupt.abort();
});
port.unref();

startPulse(monitor);

function write(stream: 'stdout' | 'stderr', data: string | Uint8Array): void {
  // Bytes may be a view of something large, or change afterwards.
  const sent = typeof data === 'string' ? data : new Uint8Array(data);
  tell({ kind: 'write', stream, data: sent }, typeof sent === 'string' ? [] : [sent.buffer]);
  monitor.sendOutput(data.length);
}

/** When the run is over: its exit status. */
export const done: Promise<number> = main(argv, {
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
}).then((status) => {
  tell({ kind: 'end', status });
  return status;
});
