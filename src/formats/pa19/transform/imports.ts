import { countThunks, readImportDescriptors } from '../import-descriptor.js';
import { Pe32Directories } from '../pe32-image.js';
import { type ImageTransform, mapAddress, mapAddressUnlessZero } from './image-transform.js';

const BY_ORDINAL = 0x80000000;

/** Moves the addresses in the import directory, its lookup tables and its address tables. */
export function transformImports(transform: ImageTransform): void {
  const { image } = transform;
  const descriptors = readImportDescriptors(image, image.directory(Pe32Directories.import).address);
  // Real tables do not overlap. A limit bounds the work for crafted overlapping tables.
  let budget = image.bytes.length;
  for (const { at, lookupTable, addressTable } of descriptors) {
    if (lookupTable !== 0) budget -= transformThunks(transform, lookupTable, budget);
    if (addressTable !== 0 && addressTable !== lookupTable)
      budget -= transformThunks(transform, addressTable, budget);
    mapAddressUnlessZero(transform, at); // OriginalFirstThunk, u4 at 0
    mapAddress(transform, at + 12); // Name, u4 at 12
    mapAddress(transform, at + 16); // FirstThunk, u4 at 16
  }
}

/** Returns the number of entries. */
function transformThunks(transform: ImageTransform, address: number, budget: number): number {
  const { image } = transform;
  const start = image.offsetOf(address, 4);
  if (start < 0) return 0;
  const count = countThunks(image, start, budget);
  for (let i = 0; i < count; i++) {
    const at = start + i * 4;
    if ((image.view.getUint32(at, true) & BY_ORDINAL) === 0) mapAddress(transform, at);
  }
  return count;
}
