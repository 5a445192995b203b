import { totalmem } from 'node:os';

/** Time and memory that one run, or one file of a scan, may use. */
export interface RunLimits {
  /** Seconds that work may go on without getting anywhere. */
  maxTime: number;
  /** MB (1024²) of memory of the whole process. */
  maxMemory: number;
}

const MB = 1024 * 1024;

/** 60 s; 1,536 MB or half of what the machine (or its container) has, whichever is less. */
export function defaultRunLimits(): RunLimits {
  const constrained = process.constrainedMemory?.() ?? 0;
  const total = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  // One array that grows without end is seen at this size. V8 ends the process when such an array passes 134 million
  // elements, which it does at 1.6 GB at the earliest.
  return { maxTime: 60, maxMemory: Math.min(1536, Math.floor(total / 2 / MB)) };
}
