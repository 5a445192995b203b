import { BLOCK_INPUT_LENGTH, BLOCK_LENGTH } from '../../codecs/block-decoder.js';
import { HotfixkitError } from '../../core/errors.js';
import { cfDataChecksum } from './cf-data-checksum.js';

/** Bytes of a CFDATA without reserve and data. */
export const CF_DATA_LENGTH = 8;

/** The fixed part of a CFDATA (MS-CAB 2.4). */
export interface CfData {
  /** 0: the block is not checked. // csum, u4 at 0x00 */
  checksum: number;
  /** Bytes of data. // cbData, u2 at 0x04 */
  dataLength: number;
  /** Bytes of output; 0: the rest of the block is in the next cabinet. // cbUncomp, u2 at 0x06 */
  outputLength: number;
  /** The checksum of the two lengths: the seed for the checksum of the data. */
  lengthsChecksum: number;
}

/** `bytes` are the fixed part. Throws `CAB_BAD_DATA` where a length exceeds the limit of a block. */
export function parseCfData(bytes: Uint8Array): CfData {
  // Not by a DataView: there are as many of these as there are blocks.
  const u2 = (at: number): number => bytes[at]! | (bytes[at + 1]! << 8);
  const dataLength = u2(4);
  const outputLength = u2(6);
  if (dataLength > BLOCK_INPUT_LENGTH) throw tooLong('input', BLOCK_INPUT_LENGTH, dataLength);
  if (outputLength > BLOCK_LENGTH) throw tooLong('output', BLOCK_LENGTH, outputLength);
  return {
    checksum: (u2(0) | (u2(2) << 16)) >>> 0,
    dataLength,
    outputLength,
    lengthsChecksum: (dataLength | (outputLength << 16)) >>> 0,
  };
}

/**
 * Throws `CAB_CHECKSUM` where `data` does not match the checksum. Writers disagree about the reserve: MS-CAB 2.4
 * includes everything from cbData to the end of the data, and makecab leaves the reserve out. Both are accepted.
 *
 * @param reserve the bytes between the fixed part and the data
 */
export function verifyCfData(block: CfData, data: Uint8Array, reserve: Uint8Array): void {
  if (block.checksum === 0) return;
  const found = cfDataChecksum(data, block.lengthsChecksum);
  if (found === block.checksum) return;
  if (reserve.length === 0 || !withReserve(block, data, reserve).includes(block.checksum)) {
    throw new HotfixkitError('CAB_CHECKSUM', 'a block is damaged: its checksum is wrong', {
      structure: 'CFDATA',
      expected: `0x${block.checksum.toString(16)}`,
      found: `0x${found.toString(16)}`,
    });
  }
}

/**
 * The checksums that include the reserve: over reserve and data as one run of bytes, and over each separately. They
 * differ where the reserve is not a multiple of four bytes.
 */
function withReserve({ lengthsChecksum }: CfData, data: Uint8Array, reserve: Uint8Array): number[] {
  const bytes = new Uint8Array(reserve.length + data.length);
  bytes.set(reserve);
  bytes.set(data, reserve.length);
  const apart = cfDataChecksum(data, cfDataChecksum(reserve, lengthsChecksum));
  return [cfDataChecksum(bytes, lengthsChecksum), apart];
}

function tooLong(what: string, expected: number, found: number): HotfixkitError {
  return new HotfixkitError('CAB_BAD_DATA', `a block has too much ${what}`, {
    structure: 'CFDATA',
    expected: `${expected} bytes at most`,
    found,
  });
}
