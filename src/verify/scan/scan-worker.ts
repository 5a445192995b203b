import { parentPort, workerData } from 'node:worker_threads';
import type { Manifest } from '../../manifest/manifest.js';
import { readCandidate } from './read-candidate.js';
import type { ReadReply, ReadRequest } from './scan-workers.js';

const port = parentPort!;
const { manifests } = workerData as { manifests: Manifest[] };

port.on('message', ({ id, fullPath, candidate }: ReadRequest) => {
  readCandidate(fullPath, candidate, manifests).then(
    (answer) => port.postMessage({ id, answer, bug: null } satisfies ReadReply),
    (error) => {
      const bug = error instanceof Error ? (error.stack ?? error.message) : String(error);
      port.postMessage({ id, answer: null, bug } satisfies ReadReply);
    },
  );
});
