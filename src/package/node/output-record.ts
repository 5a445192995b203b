import type { ThreadFailure } from '../../node/thread-failure.js';
import type { SharedFile } from './written-files.js';

/** The kinds of records, see `RecordQueue`; the id is the file's place in the identities and digests. */
export const OutputRecord = {
  /** A file begins: a `WrittenFileStart` as JSON. */
  open: 0,
  data: 1,
  /** The file is complete. */
  end: 2,
  /** The same; its hash is not compared. */
  endUnchecked: 3,
  /** There are no more files. */
  finish: 4,
} as const;

/** What the thread that writes begins with. */
export interface OutputThreadData {
  /** Of `WrittenIdentities`; null where none are wanted. */
  identities: SharedArrayBuffer | null;
  /** Of `WrittenDigests`; null where none are wanted. */
  digests: SharedArrayBuffer | null;
}

export type OutputReply =
  | { kind: 'room' }
  /** A file has another hash. */
  | { kind: 'differs'; id: number; md5: string }
  /** After the last file: what the other thread is to hash meanwhile. */
  | { kind: 'share'; files: SharedFile[] }
  | { kind: 'done' }
  | ThreadFailure;
