import { type BaseRelocations, RelocationTypes, readBaseRelocations } from '../base-relocations.js';
import { Pe32Directories } from '../pe32-image.js';
import type { RiftTable } from '../rift-table.js';
import type { ImageTransform } from './image-transform.js';

/**
 * Rewrites the base relocation table with the new addresses of its entries, in ascending order, one block per page. It
 * may be longer than the directory's size, which does not change, up to the end of the section's data; if it is
 * shorter, the old bytes remain after it.
 */
export function rebuildRelocationTable({ image, rifts }: ImageTransform): void {
  const { address } = image.directory(Pe32Directories.baseRelocation);
  const at = image.offsetOf(address, 0);
  if (at < 0) return;
  const section = address < image.sizeOfHeaders ? null : image.sectionOf(address);
  const end = section ? section.rawOffset + section.rawSize : image.sizeOfHeaders;
  const table = buildTable(readBaseRelocations(image), rifts);
  image.bytes.set(table.subarray(0, Math.min(table.length, end - at, image.bytes.length - at)), at);
}

/** Padding entries are dropped; a HIGHADJ loses its parameter. */
function buildTable(relocations: BaseRelocations, rifts: RiftTable): Uint8Array {
  const sorted = sortedEntries(relocations, rifts);
  const count = sorted.addresses.length;
  // At worst every entry has a separate block of 12 bytes.
  const table = new Uint8Array(count * 12);
  const view = new DataView(table.buffer);
  let at = 0;
  let i = 0;
  while (i < count) {
    const page = sorted.addresses[i]! & ~0xfff;
    const blockAt = at;
    at += 8;
    for (; i < count && (sorted.addresses[i]! & ~0xfff) === page; i++) {
      view.setUint16(at, (sorted.types[i]! << 12) | (sorted.addresses[i]! & 0xfff), true);
      at += 2;
    }
    // Blocks start on a multiple of four; the padding entry is 0.
    if ((at & 2) !== 0) at += 2;
    view.setInt32(blockAt, page, true);
    view.setUint32(blockAt + 4, at - blockAt, true);
  }
  return table.subarray(0, at);
}

interface MappedEntries {
  readonly addresses: Uint32Array;
  readonly types: Uint8Array;
}

/** New addresses in ascending order; entries of the same address keep theirs. */
function sortedEntries({ count, addresses, types }: BaseRelocations, rifts: RiftTable): MappedEntries {
  const mapped = new Uint32Array(count);
  const kept = new Uint8Array(count);
  let used = 0;
  let isSorted = true;
  for (let i = 0; i < count; i++) {
    if (types[i] === RelocationTypes.absolute) continue;
    const address = rifts.map(addresses[i]!);
    if (used > 0 && address < mapped[used - 1]!) isSorted = false;
    mapped[used] = address;
    kept[used++] = types[i]!;
  }
  const entries = { addresses: mapped.subarray(0, used), types: kept.subarray(0, used) };
  return isSorted ? entries : sortByAddress(entries);
}

const DIGIT_BITS = 11;

/** Stable, digit by digit from the lowest: three passes over the table, whatever its length. */
function sortByAddress(entries: MappedEntries): MappedEntries {
  const length = entries.addresses.length;
  let from = entries;
  let to: MappedEntries = { addresses: new Uint32Array(length), types: new Uint8Array(length) };
  const places = new Uint32Array((1 << DIGIT_BITS) + 1);
  const mask = (1 << DIGIT_BITS) - 1;
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    places.fill(0);
    for (let i = 0; i < length; i++) places[((from.addresses[i]! >>> shift) & mask) + 1]!++;
    for (let digit = 0; digit < mask; digit++) places[digit + 1]! += places[digit]!;
    for (let i = 0; i < length; i++) {
      const address = from.addresses[i]!;
      const place = places[(address >>> shift) & mask]!++;
      to.addresses[place] = address;
      to.types[place] = from.types[i]!;
    }
    [from, to] = [to, from];
  }
  return from;
}
