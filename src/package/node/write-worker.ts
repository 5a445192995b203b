import type { MessagePort } from 'node:worker_threads';
import { threadFailure } from '../../node/thread-failure.js';
import { WrittenDigests } from '../../node/written-digests.js';
import { WrittenIdentities } from '../../node/written-identities.js';
import { openLocation } from './open-location.js';
import { writeBatch } from './write-batch.js';
import type { WorkerJob, WorkerReply, WorkerStart } from './write-workers.js';

/** Progress is reported after this many bytes. */
const REPORT_AFTER = 4 * 1024 * 1024;

/** Decodes and writes the batches that are sent. */
export function writeJobs(port: MessagePort, start: WorkerStart): void {
  const { location, tolerant } = start;
  const identities = start.identities && new WrittenIdentities({ memory: start.identities });
  const digests = start.digests && new WrittenDigests({ memory: start.digests });
  const tell = (reply: WorkerReply): void => port.postMessage(reply);

  const guard = (body: () => WorkerReply): void => {
    try {
      tell(body());
    } catch (error) {
      tell(threadFailure(error));
    }
  };

  guard(() => {
    const content = openLocation(location);
    port.on('message', (job: WorkerJob) => {
      guard(() => {
        let unreported = 0;
        let whole = 0;
        const items = job.items.map(({ index, ...paths }) => ({ file: content.files[index]!, ...paths }));
        const warnings = writeBatch(content, items, {
          tolerant,
          identities,
          digests,
          onChunk: (bytes) => {
            unreported += bytes;
            if (unreported < REPORT_AFTER) return;
            tell({ kind: 'progress', bytes: unreported, files: whole });
            unreported = 0;
            whole = 0;
          },
          onFile: () => {
            whole++;
          },
        });
        tell({ kind: 'progress', bytes: unreported, files: whole });
        return { kind: 'done', warnings };
      });
    });
    return { kind: 'ready' };
  });
}
