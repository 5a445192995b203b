import type { Pe32Image } from '../pe32-image.js';
import type { RiftTable } from '../rift-table.js';

/**
 * The state of a transform: one image that is changed in place, so that each step sees the results of earlier steps.
 */
export interface ImageTransform {
  readonly image: Pe32Image;
  readonly rifts: RiftTable;
  /**
   * One byte for each byte of the file: not 0 if it is known to belong to an address and so is not code. Marks are at
   * least four bytes long.
   */
  readonly fixed: Uint8Array;
}

/** Moves the relative virtual address at an offset in the file. */
export function mapAddress({ image, rifts }: ImageTransform, at: number): void {
  image.view.setUint32(at, rifts.map(image.view.getUint32(at, true)), true);
}

/** {@link mapAddress}, unless it is 0, which means no address. */
export function mapAddressUnlessZero(transform: ImageTransform, at: number): void {
  if (transform.image.view.getUint32(at, true) !== 0) mapAddress(transform, at);
}

/** Excludes these bytes from the search for calls and jumps. */
export function markFixed({ fixed }: ImageTransform, at: number, length: number): void {
  fixed.fill(1, at, at + length);
}
