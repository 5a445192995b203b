import { BufferSource, readAll } from '../../core/byte-source.js';
import { HotfixkitError, type Warning, withFacts } from '../../core/errors.js';
import { decodeXml } from '../../formats/xml/xml-encoding.js';
import { FileSource } from '../../node/file-source.js';
import { isSameFolder } from '../../node/same-folder.js';
import { writeFileAtomic } from '../../node/write-file-atomic.js';
import {
  planTaskSequence,
  type TaskSequencePlan,
  type TaskSequenceRequest,
} from './task-sequence/plan-task-sequence.js';
import { TaskSequence } from './task-sequence/task-sequence.js';

/** Longest export, in bytes: those of large sites have a few hundred kilobytes. */
const LIMIT = 64 * 1024 * 1024;

/** An edited task sequence, as text and as the bytes of its file. */
export interface TaskSequenceEdit extends TaskSequencePlan {
  /** The document edited, in its own encoding. */
  bytes: Uint8Array;
}

/**
 * Reads an exported task sequence and plans its edit, see {@link planTaskSequence}. Throws what that throws and
 * `XML_NOT_WELL_FORMED`, `XML_BAD_ENCODING`, `TASK_SEQUENCE_INVALID`, `FILE_NOT_FOUND`, `FILE_READ`.
 */
export function readTaskSequenceEdit(path: string, request: TaskSequenceRequest): TaskSequenceEdit {
  return withFacts({ file: path }, () => {
    const source = new FileSource(path);
    let bytes: Uint8Array;
    try {
      if (source.size > LIMIT) {
        throw new HotfixkitError('TASK_SEQUENCE_INVALID', 'this is too large for a task sequence');
      }
      bytes = Uint8Array.from(readAll(source));
    } finally {
      source.close();
    }
    const document = decodeXml(bytes);
    const plan = planTaskSequence(TaskSequence.parse(document.text), request);
    return { ...plan, bytes: plan.changes.length === 0 ? bytes : document.encode(plan.text) };
  });
}

/** The exported file is never replaced: throws `USAGE` if the edited one would be written to it, by any path. */
export function refuseSameTaskSequence(from: string, to: string): void {
  if (!isSameFolder(from, to)) return;
  throw new HotfixkitError(
    'USAGE',
    'the exported task sequence is never overwritten; give another file for the edited one (-o ts.new.xml)',
    { file: to },
  );
}

/** Writes the edited document completely or not at all. Returns the warnings of writing. */
export function writeTaskSequence({ bytes }: TaskSequenceEdit, path: string): Promise<Warning[]> {
  return writeFileAtomic(path, new BufferSource(bytes));
}
