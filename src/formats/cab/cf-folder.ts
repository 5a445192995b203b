import type { ByteReader } from '../../core/byte-reader.js';

/** How a folder is compressed; window sizes are 2^windowBits bytes, as stored (not validated). */
export type CompressionMethod =
  | { kind: 'none' }
  | { kind: 'mszip' }
  | { kind: 'quantum'; windowBits: number }
  | { kind: 'lzx'; windowBits: number }
  | { kind: 'unknown' };

/** CFFOLDER (MS-CAB 2.2), 8 bytes and the folder reserve. */
export interface CfFolder {
  index: number;
  /** Offset of the first CFDATA. // coffCabStart, u4 at 0x00 */
  dataOffset: number;
  /**
   * Blocks of this folder in this cabinet, modulo 65536: some writers exceed the field's range.
   * // cCFData, u2 at 0x04
   */
  dataBlockCount: number;
  /** // typeCompress, u2 at 0x06 */
  typeCompress: number;
  method: CompressionMethod;
}

export function readCfFolder(reader: ByteReader, index: number, reserve: number): CfFolder {
  const dataOffset = reader.u32();
  const dataBlockCount = reader.u16();
  const typeCompress = reader.u16();
  reader.skip(reserve);
  return { index, dataOffset, dataBlockCount, typeCompress, method: methodOf(typeCompress) };
}

/** Bits 0-3 are the method, 8-12 the window; bits 4-7 are Quantum's level, which the decoder ignores. */
function methodOf(typeCompress: number): CompressionMethod {
  const windowBits = (typeCompress >> 8) & 0x1f;
  switch (typeCompress & 0x0f) {
    case 0:
      return { kind: 'none' };
    case 1:
      return { kind: 'mszip' };
    case 2:
      return { kind: 'quantum', windowBits };
    case 3:
      return { kind: 'lzx', windowBits };
    default:
      return { kind: 'unknown' };
  }
}
