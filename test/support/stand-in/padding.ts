import { buildCabinet } from '../cabinet-builder.js';

/* Brings small valid files to a given length without making them invalid, with bytes that compress to little. */

const SECTOR = 512;
const ENTRIES = SECTOR / 4;
const IN_HEADER = 109;
const FREE = 0xffffffff;
const FAT = 0xfffffffd;
const DIFAT = 0xfffffffc;

/**
 * A compound file of version 3 with free sectors behind its content, all covered by the FAT (and, beyond 109 FAT
 * sectors, by a DIFAT), as a file looks from which a large stream was deleted. `size` is in bytes, a multiple of 512.
 */
export function padCompoundFile(content: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set(content);
  const view = new DataView(bytes.buffer);
  const used = content.length / SECTOR - 1;
  const total = size / SECTOR - 1;
  const fatSectors = view.getUint32(0x2c, true); // csectFat
  const neededFat = Math.ceil(total / ENTRIES);
  const newFat = neededFat - fatSectors;
  const newDifat = Math.max(0, Math.ceil((neededFat - IN_HEADER) / (ENTRIES - 1)));
  if (!Number.isInteger(total) || used + newFat + newDifat > total || fatSectors > IN_HEADER || newFat < 0) {
    throw new Error(`a compound file of ${content.length} bytes cannot be padded to ${size}`);
  }
  const at = (sector: number): number => (sector + 1) * SECTOR;
  // At the very end, so that no reader takes the free sectors for something attached to the file.
  const fatAt = total - newFat - newDifat;
  const difatAt = total - newDifat;
  bytes.fill(0xff, at(fatAt), at(difatAt));

  const place = (index: number): number => {
    if (index < IN_HEADER) return 0x4c + 4 * index;
    const beyond = index - IN_HEADER;
    return at(difatAt + Math.floor(beyond / (ENTRIES - 1))) + 4 * (beyond % (ENTRIES - 1));
  };
  for (let i = 0; i < newDifat; i++) {
    const start = at(difatAt + i);
    bytes.fill(0xff, start, start + SECTOR);
    view.setUint32(start + SECTOR - 4, i + 1 < newDifat ? difatAt + i + 1 : 0xfffffffe, true);
  }
  for (let i = fatSectors; i < neededFat; i++) view.setUint32(place(i), fatAt + i - fatSectors, true);
  view.setUint32(0x2c, neededFat, true);
  if (newDifat > 0) {
    view.setUint32(0x44, difatAt, true); // sectDifStart
    view.setUint32(0x48, newDifat, true); // csectDif
  }
  const mark = (sector: number, value: number): void => {
    const fatSector = view.getUint32(place(Math.floor(sector / ENTRIES)), true);
    const entry = at(fatSector) + 4 * (sector % ENTRIES);
    if (view.getUint32(entry, true) !== FREE) throw new Error(`sector ${sector} is in use`);
    view.setUint32(entry, value, true);
  };
  for (let i = 0; i < newFat; i++) mark(fatAt + i, FAT);
  for (let i = 0; i < newDifat; i++) mark(difatAt + i, DIFAT);
  return bytes;
}

/** A cabinet of exactly `size` bytes: one text and, behind it in the same stored folder, a member of zeros. */
export function buildCabinetOfSize(size: number, name: string, text: string, modified: Date): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const build = (padding: number): Uint8Array =>
    buildCabinet({
      folders: [
        {
          method: 'none',
          files: [
            { name, bytes, modified },
            { name: 'padding.bin', bytes: new Uint8Array(padding), modified },
          ],
        },
      ],
    });
  // Every 32 KiB of content costs eight bytes more for its CFDATA: a few steps find the length.
  let padding = size - build(0).length;
  for (let step = 0; step < 8; step++) {
    const cabinet = build(padding);
    if (cabinet.length === size) return cabinet;
    padding += size - cabinet.length;
  }
  throw new Error(`no cabinet has exactly ${size} bytes`);
}
