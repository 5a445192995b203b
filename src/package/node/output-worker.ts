import type { MessagePort } from 'node:worker_threads';
import { RecordQueue } from '../../node/record-queue.js';
import { threadFailure } from '../../node/thread-failure.js';
import { WrittenDigests } from '../../node/written-digests.js';
import { WrittenIdentities } from '../../node/written-identities.js';
import { OutputRecord, type OutputReply, type OutputThreadData } from './output-record.js';
import { type WrittenFile, type WrittenFileStart, WrittenFiles } from './written-files.js';

/** Writes the files whose records another thread puts into a queue, until the last one. */
export function writeRecords(port: MessagePort, memory: SharedArrayBuffer, data: OutputThreadData): void {
  const queue = new RecordQueue({ memory });
  const tell = (reply: OutputReply): void => port.postMessage(reply);
  const files = new WrittenFiles(
    {
      identities: data.identities && new WrittenIdentities({ memory: data.identities }),
      digests: data.digests && new WrittenDigests({ memory: data.digests }),
    },
    (id, md5) => tell({ kind: 'differs', id, md5 }),
  );
  const open = new Map<number, WrittenFile>();

  function handle(kind: number, id: number, parts: readonly Uint8Array[]): void {
    if (kind === OutputRecord.open) {
      // Text is not decoded from shared memory.
      open.set(id, files.open(JSON.parse(Buffer.concat(parts).toString()) as WrittenFileStart));
      return;
    }
    const file = open.get(id)!;
    if (kind === OutputRecord.data) {
      for (const part of parts) file.write(part);
      return;
    }
    open.delete(id);
    file.end(kind === OutputRecord.endUnchecked);
  }

  try {
    for (;;) {
      if (queue.isEmpty && files.goOn()) continue;
      const { kind, id, parts } = queue.take();
      if (kind === OutputRecord.finish) break;
      handle(kind, id, parts);
      if (queue.release()) tell({ kind: 'room' });
    }
    const shared = files.share();
    if (shared.length > 0) tell({ kind: 'share', files: shared });
    files.finish();
    tell({ kind: 'done' });
  } catch (error) {
    files.abandon();
    queue.break();
    tell(threadFailure(error));
  }
}
