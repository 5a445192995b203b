import { ByteReader } from '../../core/byte-reader.js';
import type { ByteSource } from '../../core/byte-source.js';
import { decodeText } from '../../core/code-page.js';
import { HotfixkitError } from '../../core/errors.js';
import type { Resource } from './resource.js';

/*
 * The resource table of a 16-bit (NE) executable: groups by type, each with a list of resources. A type or name with
 * bit 15 set is a number, otherwise the offset of a name in the table; positions and lengths count in units of
 * 1 << alignmentShift.
 */

const TYPE_SIZE = 8;
const NAME_SIZE = 12;
/** Offsets in the table have 16 bits. */
const MAX_TABLE = 0x10000;

export function* readResourceTable(
  source: ByteSource,
  headerOffset: number,
  type?: number | string,
): IterableIterator<Resource> {
  const header = new ByteReader(source.read(headerOffset, 0x28), 'IMAGE_OS2_HEADER', headerOffset);
  header.position = 0x24;
  const tableAt = header.u16(); // ne_rsrctab, u2 at 0x24, from the header on
  const namesAt = header.u16(); // ne_restab, u2 at 0x26: the table of resident names comes next
  // Length 0 means that there is no resource table.
  if (tableAt === 0 || tableAt === namesAt) return;

  const start = headerOffset + tableAt;
  const available = Math.max(0, Math.min(MAX_TABLE, source.size - start));
  const bytes = available === 0 ? new Uint8Array() : source.read(start, available);
  const table = new ByteReader(bytes, 'resource table', start, 'PE_BAD_RESOURCE');
  const shift = table.u16(); // rscAlignShift
  if (shift > 16) {
    throw new HotfixkitError('PE_BAD_RESOURCE', 'the alignment of 16-bit resources is out of range', {
      offset: start,
      structure: 'resource table',
      expected: 'at most 16',
      found: shift,
    });
  }
  const unit = 2 ** shift;
  for (;;) {
    const typeId = table.u16(); // rtTypeID; 0 ends the table
    if (typeId === 0) return;
    const count = table.u16(); // rtResourceCount
    table.skip(TYPE_SIZE - 4);
    const thisType = readKey(bytes, typeId);
    if (type !== undefined && thisType !== type) {
      table.skip(count * NAME_SIZE);
      continue;
    }
    for (let i = 0; i < count; i++) {
      const offset = Math.min(table.u16() * unit, source.size); // rnOffset
      const claimed = table.u16() * unit; // rnLength
      table.skip(2); // rnFlags
      const name = readKey(bytes, table.u16()); // rnID
      table.skip(4); // rnHandle, rnUsage
      const size = Math.min(claimed, source.size - offset);
      yield { type: thisType, name, language: 0, offset, size, clamped: size < claimed };
    }
  }
}

/** A number (bit 15 set), or a name: a length in one byte, then ANSI characters. */
function readKey(table: Uint8Array, key: number): number | string {
  if (key >= 0x8000) return key - 0x8000;
  const length = table[key] ?? 0;
  return decodeText(table.subarray(key + 1, key + 1 + length), 1252);
}
