import type { ByteReader } from '../../core/byte-reader.js';
import { type ErrorCode, HotfixkitError } from '../../core/errors.js';

/** Longest name in a cabinet, in bytes, without its NUL (MS-CAB 2.1 and 2.3). */
const MAX_LENGTH = 255;

/**
 * The bytes of a NUL-terminated name. Throws `CAB_TRUNCATED` where the data ends before the NUL, and `code` where the
 * name is longer than 255 bytes.
 */
export function readCabinetString(reader: ByteReader, structure: string, code: ErrorCode): Uint8Array {
  const within = reader.bytes.subarray(reader.position, reader.position + MAX_LENGTH + 1);
  const length = within.indexOf(0);
  if (length >= 0) {
    reader.skip(length + 1);
    return within.subarray(0, length);
  }
  const isCut = within.length <= MAX_LENGTH;
  throw new HotfixkitError(
    isCut ? 'CAB_TRUNCATED' : code,
    isCut ? 'a name is cut short' : 'a name is too long',
    {
      offset: reader.offset,
      structure,
      expected: `NUL within ${MAX_LENGTH + 1} bytes`,
    },
  );
}
