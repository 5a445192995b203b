import { RelocationTypes, readBaseRelocations } from '../base-relocations.js';
import type { ImageTransform } from './image-transform.js';

/**
 * Moves the values at the base relocations. Values below the image base wrap around and are moved like any other. HIGH,
 * LOW and HIGHADJ, which i386 images do not have, are assumed not to change.
 */
export function transformRelocations({ image, rifts, fixed }: ImageTransform): void {
  const { view, imageBase } = image;
  const { count, offsets, types } = readBaseRelocations(image);
  for (let i = 0; i < count; i++) {
    const at = offsets[i]!;
    if (at < 0 || types[i] !== RelocationTypes.highLow) continue;
    view.setUint32(at, rifts.map(view.getUint32(at, true) - imageBase) + imageBase, true);
    fixed[at] = 1;
    fixed[at + 1] = 1;
    fixed[at + 2] = 1;
    fixed[at + 3] = 1;
  }
}
