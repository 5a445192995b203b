import type { MessagePort } from 'node:worker_threads';
import type { Warning } from '../../core/errors.js';
import { type ThreadFailure, threadFailure } from '../../node/thread-failure.js';
import { WrittenDigests } from '../../node/written-digests.js';
import { WrittenIdentities } from '../../node/written-identities.js';
import type { PackageLocation } from '../opened-package.js';
import type { PackageContent } from '../package-content.js';
import { Claims } from './claims.js';
import { openLocation } from './open-location.js';
import { OutputHere } from './output-here.js';
import {
  type BatchItem,
  type BatchOptions,
  judgeWritten,
  type LateCheck,
  writeBatch,
} from './write-batch.js';
import type { WrittenNotes } from './written-files.js';

/** The data sent to each worker. */
export interface WorkerStart {
  location: PackageLocation;
  tolerant: boolean;
  /** Of `WrittenIdentities`; null where none are wanted. */
  identities: SharedArrayBuffer | null;
  /** Of `WrittenDigests`; null where none are wanted. */
  digests: SharedArrayBuffer | null;
  batches: WorkerBatch[];
  /** Of {@link Claims}. */
  claims: SharedArrayBuffer;
}

/** One batch: files by their place in {@link PackageContent.files}. */
export type WorkerBatch = (Omit<BatchItem, 'file'> & { index: number })[];

export type WorkerReply =
  | { kind: 'progress'; bytes: number; files: number }
  | { kind: 'done'; warnings: Warning[] }
  | ThreadFailure;

/** Progress is reported after this many bytes. */
const REPORT_AFTER = 4 * 1024 * 1024;

/** Decodes and writes batches until no more are left. */
export function writeClaimed(port: MessagePort, start: WorkerStart): void {
  const tell = (reply: WorkerReply): void => port.postMessage(reply);
  let bytes = 0;
  let files = 0;
  const report = (): void => {
    tell({ kind: 'progress', bytes, files });
    bytes = 0;
    files = 0;
  };
  const { tolerant } = start;
  const notes: WrittenNotes = {
    identities: start.identities && new WrittenIdentities({ memory: start.identities }),
    digests: start.digests && new WrittenDigests({ memory: start.digests }),
  };
  const output = new OutputHere(notes, tolerant);
  const checks: LateCheck[] = [];
  const options: BatchOptions = {
    tolerant,
    open: output.open,
    whenWritten: (check) => checks.push(check),
    onChunk: (length) => {
      bytes += length;
      if (bytes >= REPORT_AFTER) report();
    },
    onFile: () => {
      files++;
    },
  };
  try {
    // The others may be done before this thread has begun.
    let content: PackageContent | null = null;
    const warnings: Warning[] = [];
    for (const number of new Claims(start.claims).below(start.batches.length)) {
      content ??= openLocation(start.location);
      const { files: known } = content;
      const items = start.batches[number]!.map(({ index, ...paths }) => ({ file: known[index]!, ...paths }));
      for (const one of writeBatch(content, items, options)) warnings.push(one);
    }
    for (const one of judgeWritten(output.finish(), checks, tolerant)) warnings.push(one);
    report();
    tell({ kind: 'done', warnings });
  } catch (error) {
    output.close();
    tell(threadFailure(error));
  }
}
