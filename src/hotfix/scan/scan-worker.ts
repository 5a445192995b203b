import { parentPort, workerData } from 'node:worker_threads';
import { attachRunMonitor, RunMonitor } from '../../node/run-monitor.js';
import { readCandidate } from './read-candidate.js';
import type { ReadReply, ReadRequest, ScanThreadData } from './scan-thread.js';

const port = parentPort!;
const { manifests, memory } = workerData as ScanThreadData;
attachRunMonitor(new RunMonitor(memory));

// One after the other, so that the watching thread knows which file takes so long.
let last: Promise<void> = Promise.resolve();

port.on('message', ({ fullPath, candidate }: ReadRequest) => {
  last = last.then(async () => {
    let reply: ReadReply;
    try {
      reply = { answer: await readCandidate(fullPath, candidate, manifests), bug: null };
    } catch (error) {
      reply = { answer: null, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    port.postMessage(reply);
  });
});
