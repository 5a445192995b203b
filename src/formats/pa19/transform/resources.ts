import { Pe32Directories } from '../pe32-image.js';
import { type ImageTransform, mapAddress, markFixed } from './image-transform.js';

const DIRECTORY_SIZE = 16;
const ENTRY_SIZE = 8;
/** In Name: an offset to a string follows, not a number. In OffsetToData: to a directory, not to data. */
const HIGH_BIT = 0x80000000;
const OFFSET = 0x7fffffff;
/** More than any real tree has. */
const MAX_ENTRIES = 2 ** 22;

/**
 * Moves the offsets and addresses in the resource tree, which count from its root (even if it moves) except for those
 * of the data, and sets the new file's time in every directory.
 */
export function transformResources(transform: ImageTransform, timestamp: number): void {
  const { image, rifts } = transform;
  const { view } = image;
  const root = image.directory(Pe32Directories.resource).address;
  if (root === 0) return;
  const newRoot = rifts.map(root);
  const mapOffset = (at: number): void => {
    const value = view.getUint32(at, true);
    const offset = rifts.map(root + (value & OFFSET)) - newRoot;
    view.setUint32(at, ((value & HIGH_BIT) | (offset & OFFSET)) >>> 0, true);
    markFixed(transform, at, 4);
  };

  // Linkers never write two paths to one node; each node is processed once, so loops end. Crafted overlapping
  // directories would still take quadratic time.
  const seen = new Set<number>();
  let budget = Math.min(image.bytes.length, MAX_ENTRIES);
  const directories = [root];
  for (let address = directories.pop(); address !== undefined; address = directories.pop()) {
    const at = image.offsetOf(address, DIRECTORY_SIZE);
    if (at < 0 || seen.has(at)) continue;
    seen.add(at);
    view.setUint32(at + 4, timestamp, true); // TimeDateStamp, u4 at 4
    markFixed(transform, at + 4, 4);
    // NumberOfNamedEntries, u2 at 12, and NumberOfIdEntries, u2 at 14
    const count = view.getUint16(at + 12, true) + view.getUint16(at + 14, true);
    const end = Math.min(at + DIRECTORY_SIZE + count * ENTRY_SIZE, image.bytes.length - ENTRY_SIZE + 1);
    for (let entryAt = at + DIRECTORY_SIZE; entryAt < end; entryAt += ENTRY_SIZE) {
      if (budget-- === 0) return;
      const name = view.getUint32(entryAt, true); // Name, u4 at 0
      const data = view.getUint32(entryAt + 4, true); // OffsetToData, u4 at 4
      if ((name & HIGH_BIT) !== 0) mapOffset(entryAt);
      mapOffset(entryAt + 4);
      const target = root + (data & OFFSET);
      if ((data & HIGH_BIT) !== 0) {
        directories.push(target);
        continue;
      }
      const leafAt = image.offsetOf(target, 16);
      if (leafAt < 0 || seen.has(leafAt)) continue;
      seen.add(leafAt);
      mapAddress(transform, leafAt); // OffsetToData, u4 at 0: an address after all
      markFixed(transform, leafAt, 4);
    }
  }
}
