import type { ThreadFailure } from '../../node/thread-failure.js';
import type { DigestName } from '../../node/written-digests.js';

/** The kinds of records, see `RecordQueue`; the id is the file's number. */
export const OutputRecord = {
  /** A file begins: {@link OutputFileStart} as JSON. */
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
  queue: SharedArrayBuffer;
  /** Of `WrittenIdentities`; null where none are wanted. */
  identities: SharedArrayBuffer | null;
  /** Of `WrittenDigests`; null where none are wanted. */
  digests: SharedArrayBuffer | null;
}

export interface OutputFileStart {
  /** Its place in the identities and digests. */
  number: number;
  staged: string;
  /** What errors name. */
  target: string;
  /** Milliseconds since 1970. */
  modified: number | null;
  /** The MD5 that it must have, lower-case hexadecimal digits; null where none is stated. */
  md5: string | null;
  /** The digests that the thread that writes calculates. */
  hashed: readonly DigestName[];
}

export type OutputReply =
  | { kind: 'room' }
  /** A file has another hash. */
  | { kind: 'differs'; id: number; md5: string }
  | { kind: 'done' }
  | ThreadFailure;
