import { type ByteSource, readAll } from '../../core/byte-source.js';
import { crc32 } from '../../core/crc32.js';
import { HotfixkitError } from '../../core/errors.js';
import { type Pa19Header, parsePa19Header } from './pa19-header.js';

/** A PA19 delta: its header, and whether it has streams. */
export interface Delta extends Pa19Header {
  /** Length of the delta in bytes. */
  readonly size: number;
  /**
   * The streams are missing, as in a Patch table's Header column (or MsiPatchHeaders): enough to check whether a file
   * can be patched, but not to patch it.
   */
  readonly isHeaderOnly: boolean;
}

/** CRC-32 of every whole delta; the last four bytes produce it. */
const WHOLE_CRC = 0xffffffff;
/** Length of those bytes. */
const TRAILER_SIZE = 4;

/** Whether a file starts like a PatchAPI delta of any generation. */
export function isDelta(head: Uint8Array): boolean {
  return /^PA(19|30|31)$/.test(String.fromCharCode(...head.subarray(0, 4)));
}

/**
 * Reads and checks a PatchAPI delta, as in Windows Installer patches. Throws `DELTA_BAD_SIGNATURE`,
 * `DELTA_PA30_UNSUPPORTED`, `DELTA_UNSUPPORTED_FLAG`, `DELTA_BAD_HEADER` and, where the checksum or the length is
 * wrong, `DELTA_CORRUPT`.
 */
export function readDelta(source: ByteSource | Uint8Array): Delta {
  const bytes = source instanceof Uint8Array ? source : readAll(source);
  const header = parsePa19Header(bytes);
  const behind = bytes.length - header.streamsOffset;
  const streams = header.oldFiles.reduce((sum, { streamSize }) => sum + streamSize, 0);
  const isHeaderOnly = streams > 0 && (behind === 0 || behind === TRAILER_SIZE);
  // An extracted header has a separate trailer. One without a trailer cannot be checked.
  if (behind !== 0) {
    const crc = crc32(bytes);
    if (crc !== WHOLE_CRC) {
      throw new HotfixkitError('DELTA_CORRUPT', 'the delta fails its own checksum', {
        structure: 'PA19',
        expected: WHOLE_CRC.toString(16),
        found: crc.toString(16).padStart(8, '0'),
      });
    }
    if (!isHeaderOnly && behind !== streams + TRAILER_SIZE) {
      throw new HotfixkitError(
        'DELTA_CORRUPT',
        'the streams of the delta do not have the length that it states',
        {
          offset: header.streamsOffset,
          structure: 'PA19',
          expected: streams,
          found: behind - TRAILER_SIZE,
        },
      );
    }
  }
  if (behind === 0 && streams === 0) throw missingTrailer(header);
  return { ...header, size: bytes.length, isHeaderOnly };
}

function missingTrailer(header: Pa19Header): HotfixkitError {
  return new HotfixkitError('DELTA_CORRUPT', 'the delta ends before its checksum', {
    offset: header.streamsOffset,
    structure: 'PA19',
    expected: TRAILER_SIZE,
    found: 0,
  });
}
