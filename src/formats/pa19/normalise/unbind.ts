import { countThunks, readImportDescriptors } from '../import-descriptor.js';
import { Pe32Directories, type Pe32Image } from '../pe32-image.js';

const MEM_READ_WRITE = 0xc0000000;
const IDATA = [0x2e, 0x69, 0x64, 0x61, 0x74, 0x61, 0, 0]; // ".idata"

/** Undoes bind.exe: restores the linked image, without addresses of libraries. */
export function unbind(image: Pe32Image): void {
  clearBoundImports(image);
  restoreAddressTables(image);
  makeImportsWritable(image);
}

function clearBoundImports(image: Pe32Image): void {
  const { address, size } = image.directory(Pe32Directories.boundImport);
  const at = address === 0 ? -1 : image.offsetOf(address, 0);
  if (at >= 0) image.bytes.fill(0, at, Math.min(at + size, image.bytes.length));
  image.clearDirectory(Pe32Directories.boundImport);
}

/** Also without a bound-import directory: old-style binding has only the time in the descriptor. */
function restoreAddressTables(image: Pe32Image): void {
  let budget = image.bytes.length;
  const descriptors = readImportDescriptors(image, image.directory(Pe32Directories.import).address);
  for (const { at, lookupTable, timestamp, addressTable } of descriptors) {
    if (timestamp === 0 || lookupTable === 0) continue;
    image.view.setUint32(at + 4, 0, true); // TimeDateStamp, u4 at 4
    image.view.setUint32(at + 8, 0, true); // ForwarderChain, u4 at 8
    const from = image.offsetOf(lookupTable, 4);
    const to = image.offsetOf(addressTable, 4);
    if (from < 0 || to < 0) continue;
    const length = countThunks(image, from, budget) * 4;
    budget -= length;
    image.bytes.copyWithin(to, from, from + Math.min(length, image.bytes.length - to));
  }
}

/** The linker makes this section read-only; the binder makes it writable. */
function makeImportsWritable(image: Pe32Image): void {
  for (const { headerAt } of image.sections) {
    const matches = IDATA.every((byte, i) => {
      const found = image.bytes[headerAt + i]!;
      // The comparison ignores letter case.
      return found === byte || (byte >= 0x61 && found === byte - 0x20);
    });
    if (!matches) continue;
    const characteristics = image.view.getUint32(headerAt + 36, true); // Characteristics, u4 at 36
    image.view.setUint32(headerAt + 36, characteristics | MEM_READ_WRITE, true);
  }
}
