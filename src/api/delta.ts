/**
 * Deltas of the PatchAPI (PA19).
 *
 * @module
 */

export { BufferSource, type ByteSource } from '../core/byte-source.js';
export {
  type ErrorCode,
  type ErrorFacts,
  type ErrorKind,
  HotfixkitError,
  type Warning,
} from '../core/errors.js';
export { applyDelta } from '../formats/pa19/apply-delta.js';
export type {
  ByteRange,
  InterleavePart,
  Pa19Header,
  Pa19OldFile,
  RetainRange,
} from '../formats/pa19/pa19-header.js';
export { type Delta, isDelta, readDelta } from '../formats/pa19/read-delta.js';
export type { RiftTable } from '../formats/pa19/rift-table.js';
