/**
 * Compound files (MS-CFB), read at random and written.
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
export { CompoundFile, isCompoundFile } from '../formats/cfb/compound-file.js';
export { type StorageContent, writeCompoundFile } from '../formats/cfb/compound-file-writer.js';
export { Storage, type StorageProperties, StreamEntry, type StreamOptions } from '../formats/cfb/storage.js';
export { composeStorage, storageContent } from '../formats/cfb/storage-content.js';
