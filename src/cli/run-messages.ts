import type { RunStart } from './context.js';

/** What the thread of a run gets when it starts. */
export interface RunData {
  argv: readonly string[];
  /** Memory of the {@link RunMonitor}. */
  memory: SharedArrayBuffer;
  stdoutIsTTY: boolean;
  stderrIsTTY: boolean;
}

/** What it tells its supervisor, in this order of things. */
export type RunMessage =
  | { kind: 'start'; start: RunStart }
  | { kind: 'write'; stream: 'stdout' | 'stderr'; data: string | Uint8Array }
  | { kind: 'folder'; path: string }
  | { kind: 'end'; status: number };

/** The only thing that the supervisor tells it: end, and clean up. */
export type RunOrder = 'abort';
