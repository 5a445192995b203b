/**
 * What executables say of themselves: platform, version resource, languages.
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
export type { FileVersion } from '../core/file-version.js';
export type { Platform } from '../formats/pe/coff-header.js';
export { type FileFacts as ExecutableFacts, readFileFacts } from '../formats/pe/file-facts.js';
export type { FixedFileInfo } from '../formats/pe/fixed-file-info.js';
export type { DataDirectory } from '../formats/pe/optional-header.js';
export { type PortableExecutable, readPortableExecutable } from '../formats/pe/portable-executable.js';
export type { SectionHeader } from '../formats/pe/section-header.js';
export { readVersionInfo, type VersionInfo, type VersionStrings } from '../formats/pe/version-info.js';
