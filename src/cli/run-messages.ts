import type { RunStart } from './context.js';

/** The data that the thread of a run starts with. */
export interface RunData {
  argv: readonly string[];
  /** Memory of the {@link RunMonitor}. */
  memory: SharedArrayBuffer;
  stdoutIsTTY: boolean;
  stderrIsTTY: boolean;
}

/** The messages of a run to its supervisor, in this order. */
export type RunMessage =
  | { kind: 'start'; start: RunStart }
  | { kind: 'write'; stream: 'stdout' | 'stderr'; data: string | Uint8Array }
  | { kind: 'folder'; path: string }
  | { kind: 'end'; status: number };

/** The only message of the supervisor: end, and clean up. */
export type RunOrder = 'abort';
