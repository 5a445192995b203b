/**
 * Cabinets (MS-CAB): stored, MSZIP, LZX and Quantum, alone or in sets, wherever in a file they lie.
 *
 * @module
 */

export { BufferSource, type ByteSource } from '../core/byte-source.js';
export type { DosDateTime } from '../core/dos-date-time.js';
export {
  type ErrorCode,
  type ErrorFacts,
  type ErrorKind,
  HotfixkitError,
  type Warning,
} from '../core/errors.js';
export { Cabinet, type CabinetOptions } from '../formats/cab/cabinet.js';
export type { CabinetBudget } from '../formats/cab/cabinet-budget.js';
export type { CabinetResolver, ChainLink } from '../formats/cab/cabinet-chain.js';
export type { CabinetFile, CabinetFolder, FolderPart } from '../formats/cab/cabinet-folder.js';
export { CabinetSet, type CabinetSetOptions, type FileSink } from '../formats/cab/cabinet-set.js';
export type { CfFile } from '../formats/cab/cf-file.js';
export type { CfFolder, CompressionMethod } from '../formats/cab/cf-folder.js';
export type { CabinetLink, CfHeader } from '../formats/cab/cf-header.js';
export type { DecodedPart } from '../formats/cab/decode-folder.js';
export { findCabinets } from '../formats/cab/find-cabinets.js';
