import { parentPort, workerData } from 'node:worker_threads';
import { touch } from '../../node/record-queue.js';
import type { WriteThreadStart } from './write-threads.js';

// What this thread does is said once it is known: it begins while the package is still being opened. Only what it needs is
// loaded then: whoever decodes waits for it.
const port = parentPort!;
port.once('message', async (start: WriteThreadStart) => {
  if (start.role === 'output') {
    (await import('./output-worker.js')).writeRecords(port, start.queue, start.data);
  } else (await import('./write-worker.js')).writeClaimed(port, start.data);
});
if (workerData !== null) touch(workerData as SharedArrayBuffer);
