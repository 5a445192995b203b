import type { Failure } from './outcome.js';
import type { FuzzCase } from './target.js';

/** What a host is started with. */
export interface HostOptions {
  target: string;
  /** Of the run, not a file to start from. */
  seed: number;
  corpus: string | null;
  repository: string;
  /** A folder of its own. */
  folder: string;
  /** Milliseconds and bytes that one case may take. */
  limits: { time: number; memory: number };
}

export type HostRequest =
  /** Runs cases from this index on until the deadline (milliseconds since 1970) or for so many. */
  | { type: 'run'; from: number; count: number; deadline: number }
  /** Runs one case. */
  | { type: 'judge'; fuzzCase: FuzzCase }
  /** Makes a case and gives it back. */
  | { type: 'make'; index: number };

export type HostReply =
  | { type: 'ready'; seeds: number }
  /** `isLast`: the process is given up, since a case was too much for it. */
  | {
      type: 'failed';
      index: number;
      failure: Failure;
      fuzzCase: FuzzCase | null;
      executed?: number;
      isLast?: boolean;
    }
  | { type: 'progress'; next: number; executed: number; codes: Record<string, number>; repeated: number }
  | { type: 'done'; next: number }
  | {
      type: 'judged';
      failure: Failure | null;
      code: string;
      milliseconds: number;
      peak: number;
      isLast?: boolean;
    }
  | { type: 'made'; fuzzCase: FuzzCase }
  | { type: 'broken-down'; message: string };

/** Slots of the memory that the thread and its watchdog share. */
export const Slot = { running: 0, index: 1, executed: 2 } as const;
export const SLOTS = 3;

/** What a thread is started with. */
export interface ThreadOptions extends HostOptions {
  shared: SharedArrayBuffer;
}
