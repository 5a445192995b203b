import { DIRECTORY_COUNT, type Pe32Image } from '../pe32-image.js';
import type { ImageTransform } from './image-transform.js';

/**
 * In an image without base relocations, every value in the range of its addresses is taken as a pointer, at any byte
 * from the first section's data to the end of the file, appended data included.
 *
 * With `extended` (PE_IRELOC_2) pointers into the headers count too, and the data directories are skipped.
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

/** The lowest and the first listed section are the same in all known files: linkers sort them. */
function lowestSectionAddress(image: Pe32Image): number {
  return image.sections.reduce((lowest, section) => Math.min(lowest, section.virtualAddress), 0xffffffff);
}

/** SizeOfHeaders is the same in all known files; sections without data in the file are excluded. */
function firstSectionData(image: Pe32Image): number {
  return image.sections
    .filter((section) => section.rawSize !== 0)
    .reduce((first, section) => Math.min(first, section.rawOffset), image.bytes.length);
}

/** One byte for each byte of the file: 1 in the content of data directories. */
function directoryBytes(image: Pe32Image): Uint8Array {
  const marks = new Uint8Array(image.bytes.length);
  for (let index = 0; index < DIRECTORY_COUNT; index++) {
    const { address, size } = image.directory(index);
    // The certificate table has a file offset in place of an address; whether it gets special treatment is unknown.
    const at = address === 0 || size === 0 ? -1 : image.offsetOf(address, 1);
    if (at >= 0) marks.fill(1, at, at + size);
  }
  return marks;
}

function touches(marks: Uint8Array, at: number): boolean {
  return (marks[at]! | marks[at + 1]! | marks[at + 2]! | marks[at + 3]!) !== 0;
}
