import type { MessagePort } from 'node:worker_threads';
import type { RunStart } from './context.js';

/** The data that the thread of a run starts with. */
export interface RunData {
  argv: readonly string[];
  /** Memory of the {@link RunMonitor}. */
  memory: SharedArrayBuffer;
  stdoutIsTTY: boolean;
  stderrIsTTY: boolean;
  /** Where the code that the thread begins with comes, if the other thread has read it by then. */
  code: MessagePort;
}

/** A folder that a run writes to. */
export interface WrittenFolder {
  path: string;
  /** It was not there before. */
  isNew: boolean;
}

/** The messages of a run to its supervisor, in this order. */
export type RunMessage =
  | { kind: 'start'; start: RunStart }
  | { kind: 'write'; stream: 'stdout' | 'stderr'; data: string | Uint8Array }
  | { kind: 'folder'; folder: WrittenFolder }
  | { kind: 'end'; status: number };

/** The only message of the supervisor: end, and clean up. */
export type RunOrder = 'abort';

/** The data that the guard of a short run starts with. */
export interface GuardData {
  argv: readonly string[];
  /** Memory of the {@link RunMonitor}. */
  memory: SharedArrayBuffer;
  /** Name of the global function that makes the thread of the run stand still. */
  freeze: string;
  start: RunStart | null;
  /** Folders that have been written to. */
  folders: readonly WrittenFolder[];
}

/** What the run tells its guard: another folder that it writes to; a signal came. */
export type GuardMessage = { kind: 'folder'; folder: WrittenFolder } | { kind: 'interrupt' };
