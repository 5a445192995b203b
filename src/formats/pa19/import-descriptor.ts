import type { Pe32Image } from './pe32-image.js';

const IMPORT_DESCRIPTOR_SIZE = 20;

/** An image imports from hundreds of libraries at most. */
const MAX_DESCRIPTORS = 65536;

/** One row of the import directory table (PE format, "Import Directory Table"). */
export interface ImportDescriptor {
  /** Offset in the file. */
  readonly at: number;
  /** OriginalFirstThunk, u4 at 0: address of the lookup table */
  readonly lookupTable: number;
  /** TimeDateStamp, u4 at 4: not 0 where the image is bound */
  readonly timestamp: number;
  /** FirstThunk, u4 at 16: address of the import address table */
  readonly addressTable: number;
}

/**
 * Reads descriptors from an address on, up to one without a name (u4 at 12) or the end of the file. The rest of the
 * last one should be 0, but is not checked.
 */
export function readImportDescriptors(image: Pe32Image, address: number): ImportDescriptor[] {
  const descriptors: ImportDescriptor[] = [];
  if (address === 0) return descriptors;
  const view = image.view;
  while (descriptors.length < MAX_DESCRIPTORS) {
    const at = image.offsetOf(address + descriptors.length * IMPORT_DESCRIPTOR_SIZE, IMPORT_DESCRIPTOR_SIZE);
    if (at < 0 || view.getUint32(at + 12, true) === 0) return descriptors;
    descriptors.push({
      at,
      lookupTable: view.getUint32(at, true),
      timestamp: view.getUint32(at + 4, true),
      addressTable: view.getUint32(at + 16, true),
    });
  }
  return descriptors;
}

/** Number of entries before the first zero entry or the end of the file. `budget` bounds them. */
export function countThunks(image: Pe32Image, at: number, budget: number): number {
  const most = Math.min((image.bytes.length - at) >> 2, budget);
  let count = 0;
  while (count < most && image.view.getUint32(at + count * 4, true) !== 0) count++;
  return count;
}
