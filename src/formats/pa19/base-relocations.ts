import { Pe32Directories, type Pe32Image } from './pe32-image.js';

/** Types of base relocations (PE format, "Base Relocation Types"). */
export const RelocationTypes = { absolute: 0, high: 1, low: 2, highLow: 3, highAdjust: 4 } as const;

/** The entries of the base relocation table in stored order, padding entries included. */
export interface BaseRelocations {
  readonly count: number;
  /** Relative virtual addresses. */
  readonly addresses: Uint32Array;
  /** Their offsets in the file; -1 if it lacks the bytes to change (four for HIGHLOW, otherwise two). */
  readonly offsets: Int32Array;
  readonly types: Uint8Array;
  /** For HIGHADJ, the next entry; 0 otherwise. */
  readonly parameters: Uint16Array;
}

/** More than any real table has (32 MB); a larger directory is read up to this limit. */
const MAX_ENTRIES = 2 ** 24;

/** Whether the image can be moved: the directory decides, not RELOCS_STRIPPED. */
export function hasBaseRelocations(image: Pe32Image): boolean {
  const { address, size } = image.directory(Pe32Directories.baseRelocation);
  return address !== 0 && size !== 0;
}

/** Reads the blocks of the table. A block of eight bytes or less ends it, as do the directory and the file. */
export function readBaseRelocations(image: Pe32Image): BaseRelocations {
  const directory = image.directory(Pe32Directories.baseRelocation);
  const start = directory.address === 0 ? -1 : image.offsetOf(directory.address, 0);
  const end = start < 0 ? start : Math.min(start + directory.size, image.bytes.length);
  const most = Math.min((end - start) >> 1, MAX_ENTRIES);
  const addresses = new Uint32Array(most);
  const offsets = new Int32Array(most);
  const types = new Uint8Array(most);
  const parameters = new Uint16Array(most);
  const view = image.view;
  let count = 0;
  let at = start;
  while (at + 8 <= end && count < most) {
    const page = view.getUint32(at, true); // VirtualAddress, u4 at 0
    const size = view.getUint32(at + 4, true); // SizeOfBlock, u4 at 4
    if (size <= 8) break;
    const blockEnd = Math.min(at + size, end);
    for (let entryAt = at + 8; entryAt + 2 <= blockEnd && count < most; entryAt += 2) {
      const entry = view.getUint16(entryAt, true);
      const type = entry >>> 12;
      addresses[count] = page + (entry & 0xfff);
      offsets[count] = image.offsetOf(addresses[count]!, type === RelocationTypes.highLow ? 4 : 2);
      types[count] = type;
      if (type === RelocationTypes.highAdjust && entryAt + 4 <= blockEnd) {
        entryAt += 2;
        parameters[count] = view.getUint16(entryAt, true);
      }
      count++;
    }
    at += size;
  }
  return { count, addresses, offsets, types, parameters };
}
