/*
 * Moves a stream of a compound file to its end, as files have it to which a cabinet was added last, so that a file which is cut
 * loses nothing else. For files of version 3 whose FAT has room for the sectors.
 */

const SECTOR = 512;
const END_OF_CHAIN = 0xfffffffe;
const FREE = 0xffffffff;

/** @param size of the stream, in bytes: no other stream has it, and it is not in the mini stream */
export function withStreamAtEnd(file: Uint8Array, size: number): Uint8Array {
  const count = Math.ceil(size / SECTOR);
  const bytes = new Uint8Array(file.length + count * SECTOR);
  bytes.set(file);
  const view = new DataView(bytes.buffer);
  const place = (sector: number): number => (sector + 1) * SECTOR;
  const fatAt = (sector: number): number =>
    place(view.getUint32(0x4c + 4 * Math.floor(sector / 128), true)) + 4 * (sector % 128);
  const next = (sector: number): number => view.getUint32(fatAt(sector), true);
  const entry = findEntry(view, size, place, next);
  const first = file.length / SECTOR - 1;
  let from = view.getUint32(entry + 0x74, true);
  for (let i = 0; i < count; i++) {
    bytes.copyWithin(place(first + i), place(from), place(from) + SECTOR);
    const after = next(from);
    view.setUint32(fatAt(from), FREE, true);
    if (view.getUint32(fatAt(first + i), true) !== FREE) throw new Error('the FAT has no room');
    view.setUint32(fatAt(first + i), i === count - 1 ? END_OF_CHAIN : first + i + 1, true);
    from = after;
  }
  view.setUint32(entry + 0x74, first, true);
  return bytes;
}

function findEntry(
  view: DataView,
  size: number,
  place: (sector: number) => number,
  next: (sector: number) => number,
): number {
  for (let sector = view.getUint32(0x30, true); sector < END_OF_CHAIN; sector = next(sector)) {
    for (let at = place(sector); at < place(sector) + SECTOR; at += 128) {
      if (view.getUint8(at + 0x42) === 2 && view.getUint32(at + 0x78, true) === size) return at;
    }
  }
  throw new Error('no stream has this size');
}
