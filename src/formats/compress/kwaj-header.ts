import { ByteReader } from '../../core/byte-reader.js';
import type { ByteSource } from '../../core/byte-source.js';
import { decodeText } from '../../core/code-page.js';
import { HotfixkitError } from '../../core/errors.js';

const SIGNATURE = [0x4b, 0x57, 0x41, 0x4a, 0x88, 0xf0, 0x27, 0xd1];
const FIXED = 14;
/** Most bytes of the header with its extensions: two lists of 64 KiB are the longest parts. */
const LONGEST = FIXED + 4 + 2 + 2 + 0xffff + 9 + 4;
const Flags = { size: 1, unknown: 2, data: 4, name: 8, extension: 16 } as const;
/** The MS-DOS code page of names. */
const IBM_PC = 437;

export interface KwajHeader {
  /** // u2 at 0x08 */
  readonly method: number;
  /** Offset of the compressed data. // u2 at 0x0A */
  readonly dataOffset: number;
  readonly size: number | null;
  /** At most 8 and 3 characters. */
  readonly name: string | null;
  readonly extension: string | null;
}

export function startsLikeKwaj(head: Uint8Array): boolean {
  return head.length >= SIGNATURE.length && SIGNATURE.every((byte, i) => head[i] === byte);
}

/** The header and those of its extensions that describe the file. Throws `KWAJ_CORRUPT`. */
export function parseKwajHeader(source: ByteSource): KwajHeader {
  const bytes = source.read(0, Math.min(LONGEST, source.size));
  const reader = new ByteReader(bytes, 'KWAJ header', 0, 'KWAJ_CORRUPT');
  reader.skip(SIGNATURE.length);
  const method = reader.u16();
  const dataOffset = reader.u16();
  const flags = reader.u16(); // at 0x0C
  if (dataOffset < FIXED || dataOffset > source.size) {
    throw new HotfixkitError('KWAJ_CORRUPT', 'the header leads out of the file', {
      offset: 0x0a,
      structure: 'KWAJ header',
      expected: `${FIXED} to ${source.size}`,
      found: dataOffset,
    });
  }
  const size = (flags & Flags.size) === 0 ? null : reader.u32();
  if ((flags & Flags.unknown) !== 0) reader.skip(2);
  if ((flags & Flags.data) !== 0) reader.skip(reader.u16());
  const name = (flags & Flags.name) === 0 ? null : readText(reader, 8);
  const extension = (flags & Flags.extension) === 0 ? null : readText(reader, 3);
  return { method, dataOffset, size, name, extension };
}

/** Ends with a NUL, at the latest after its longest length. */
function readText(reader: ByteReader, longest: number): string {
  const bytes: number[] = [];
  for (let byte = reader.u8(); byte !== 0; byte = reader.u8()) {
    if (bytes.length === longest) {
      throw new HotfixkitError('KWAJ_CORRUPT', 'the name in the header is too long', {
        structure: 'KWAJ header',
        expected: `${longest} characters at most`,
      });
    }
    bytes.push(byte);
  }
  return decodeText(Uint8Array.from(bytes), IBM_PC);
}
