import { parentPort } from 'node:worker_threads';
import { writeRecords } from './output-worker.js';
import type { WriteThreadStart } from './write-threads.js';
import { writeClaimed } from './write-worker.js';

// What this thread does is said once it is known: it begins while the package is still being opened.
const port = parentPort!;
port.once('message', (start: WriteThreadStart) => {
  if (start.role === 'output') writeRecords(port, start.data);
  else writeClaimed(port, start.data);
});
