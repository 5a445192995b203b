import type { MessagePort } from 'node:worker_threads';
import { RecordQueue } from '../../node/record-queue.js';
import { StagedFile } from '../../node/staged-file.js';
import { threadFailure } from '../../node/thread-failure.js';
import { WrittenDigests } from '../../node/written-digests.js';
import { WrittenIdentities } from '../../node/written-identities.js';
import {
  type OutputFileStart,
  OutputRecord,
  type OutputReply,
  type OutputThreadData,
} from './output-record.js';
import { WrittenHash } from './written-hash.js';

interface OpenFile {
  output: StagedFile;
  hash: WrittenHash | null;
  md5: string | null;
}

/** Writes the files whose records another thread puts into a queue, until the last one. */
export function writeRecords(port: MessagePort, data: OutputThreadData): void {
  const queue = new RecordQueue({ memory: data.queue });
  const identities = data.identities && new WrittenIdentities({ memory: data.identities });
  const digests = data.digests && new WrittenDigests({ memory: data.digests });
  const files = new Map<number, OpenFile>();
  const tell = (reply: OutputReply): void => port.postMessage(reply);

  function open(parts: readonly Uint8Array[]): OpenFile {
    // Text is not decoded from shared memory.
    const { number, staged, target, modified, md5, hashed } = JSON.parse(
      Buffer.concat(parts).toString(),
    ) as OutputFileStart;
    return {
      output: new StagedFile(staged, {
        label: target,
        modified: modified === null ? null : new Date(modified),
        identify: identities && ((stat) => identities.note(number, stat)),
      }),
      hash: hashed.length > 0 ? new WrittenHash(number, hashed, digests) : null,
      md5,
    };
  }

  function write({ output, hash }: OpenFile, parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      hash?.update(part);
      output.write(part);
    }
  }

  function end(id: number, isUnchecked: boolean): void {
    const { output, hash, md5 } = files.get(id)!;
    files.delete(id);
    output.end();
    const found = hash?.end() ?? null;
    if (found !== null && found !== md5 && !isUnchecked) tell({ kind: 'differs', id, md5: found });
  }

  try {
    for (;;) {
      const { kind, id, parts } = queue.take();
      if (kind === OutputRecord.finish) break;
      if (kind === OutputRecord.open) files.set(id, open(parts));
      else if (kind === OutputRecord.data) write(files.get(id)!, parts);
      else end(id, kind === OutputRecord.endUnchecked);
      if (queue.release()) tell({ kind: 'room' });
    }
    tell({ kind: 'done' });
  } catch (error) {
    for (const { output } of files.values()) output.abandon();
    queue.break();
    tell(threadFailure(error));
  }
}
