import { hasBaseRelocations, RelocationTypes, readBaseRelocations } from '../base-relocations.js';
import type { Pe32Image } from '../pe32-image.js';

/**
 * Moves an image to another base like the loader, and updates its header. An image without base relocations does not
 * change.
 */
export function rebase(image: Pe32Image, newBase: number): void {
  if (newBase === 0 || newBase === image.imageBase || !hasBaseRelocations(image)) return;
  const difference = (newBase - image.imageBase) | 0;
  const view = image.view;
  const { count, offsets, types, parameters } = readBaseRelocations(image);
  for (let i = 0; i < count; i++) {
    const at = offsets[i]!;
    if (at < 0) continue;
    switch (types[i]) {
      case RelocationTypes.highLow:
        view.setInt32(at, view.getInt32(at, true) + difference, true);
        break;
      case RelocationTypes.high:
        view.setUint16(at, view.getUint16(at, true) + (difference >>> 16), true);
        break;
      case RelocationTypes.low:
        view.setUint16(at, view.getUint16(at, true) + difference, true);
        break;
      case RelocationTypes.highAdjust: {
        // The parameter is the (signed) low half of the value; the code holds its rounded high half.
        const low = (parameters[i]! << 16) >> 16;
        const value = (view.getUint16(at, true) << 16) + low + difference + 0x8000;
        view.setUint16(at, value >>> 16, true);
        break;
      }
    }
  }
  image.imageBase = newBase;
}
