import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { attachRunMonitor, RunMonitor } from '../../node/run-monitor.js';
import { readCandidate } from './read-candidate.js';
import type { ReadReply, ReadRequest, ScanThreadData } from './scan-thread.js';

const port = parentPort!;
const { manifests, memory } = workerData as ScanThreadData;
const monitor = new RunMonitor(memory);
attachRunMonitor(monitor);
// From now on the time counts for the file that is being read.
monitor.beat();

// One after the other, so that the watching thread knows which file takes so long.
let last: Promise<void> = Promise.resolve();

port.on('message', ({ fullPath, candidate }: ReadRequest) => {
  last = last.then(async () => {
    let answer: ReadReply['answer'] = null;
    let bug: ReadReply['bug'] = null;
    try {
      answer = await readCandidate(fullPath, candidate, manifests);
    } catch (error) {
      bug = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    const { total_heap_size, external_memory } = getHeapStatistics();
    port.postMessage({ answer, bug, held: total_heap_size + external_memory } satisfies ReadReply);
  });
});
