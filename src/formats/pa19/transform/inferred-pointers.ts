import { DIRECTORY_COUNT, type Pe32Image } from '../pe32-image.js';
import type { ImageTransform } from './image-transform.js';

/**
 * Where an image has no base relocations, everything that looks like a pointer into it is taken for one, at any byte
 * from the first section's data to the end of the file, what is attached behind the image included.
 *
 * With `extended` (PE_IRELOC_2) pointers into the headers count too, and the data directories are left out.
 */
export function transformInferredPointers(transform: ImageTransform, extended: boolean): void {
  const { image, rifts, fixed } = transform;
  const { bytes, view, imageBase, sizeOfImage } = image;
  const lowest = extended ? 0 : lowestSectionAddress(image);
  const excluded = extended ? directoryBytes(image) : null;
  const end = bytes.length - 4;
  let at = firstSectionData(image);
  while (at <= end) {
    const address = (view.getUint32(at, true) - imageBase) >>> 0;
    if (address >= sizeOfImage || address < lowest || (excluded !== null && touches(excluded, at))) {
      at++;
      continue;
    }
    view.setUint32(at, rifts.map(address) + imageBase, true);
    fixed[at] = 1;
    fixed[at + 1] = 1;
    fixed[at + 2] = 1;
    fixed[at + 3] = 1;
    at += 4;
  }
}

/** Whether it is the lowest section or the first listed has not been seen to make a difference: linkers sort them. */
function lowestSectionAddress(image: Pe32Image): number {
  return image.sections.reduce((lowest, section) => Math.min(lowest, section.virtualAddress), 0xffffffff);
}

/** SizeOfHeaders is the same in all that was seen; sections that have no data in the file cannot be meant. */
function firstSectionData(image: Pe32Image): number {
  return image.sections
    .filter((section) => section.rawSize !== 0)
    .reduce((first, section) => Math.min(first, section.rawOffset), image.bytes.length);
}

/** One byte for each of the file's: 1 where a data directory's content is. */
function directoryBytes(image: Pe32Image): Uint8Array {
  const marks = new Uint8Array(image.bytes.length);
  for (let index = 0; index < DIRECTORY_COUNT; index++) {
    const { address, size } = image.directory(index);
    // The certificate table has an offset in the file in place of an address; whether it gets special
    // treatment is unknown.
    const at = address === 0 || size === 0 ? -1 : image.offsetOf(address, 1);
    if (at >= 0) marks.fill(1, at, at + size);
  }
  return marks;
}

function touches(marks: Uint8Array, at: number): boolean {
  return (marks[at]! | marks[at + 1]! | marks[at + 2]! | marks[at + 3]!) !== 0;
}
