import { countThunks, readImportDescriptors } from '../import-descriptor.js';
import { Pe32Directories, type Pe32Image } from '../pe32-image.js';

const MEM_READ_WRITE = 0xc0000000;
const IDATA = [0x2e, 0x69, 0x64, 0x61, 0x74, 0x61, 0, 0]; // ".idata"

/**
 * Undoes bind.exe: clears the bound-import directory and copies the lookup tables of bound libraries over their address
 * tables. Makes `.idata` writable, bound or not.
 */
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

/**
 * Restores the address table of each library that has a time in its descriptor and a lookup table. The time alone counts,
 * because old-style binding has no bound-import directory.
 */
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

/** Sets read and write access of the sections named `.idata`, in any letter case, because the creator does. */
function makeImportsWritable(image: Pe32Image): void {
  for (const { headerAt } of image.sections) {
    const matches = IDATA.every((byte, i) => {
      const found = image.bytes[headerAt + i]!;
      // Of letters, the capital fits too.
      return found === byte || (byte >= 0x61 && found === byte - 0x20);
    });
    if (!matches) continue;
    const characteristics = image.view.getUint32(headerAt + 36, true); // Characteristics, u4 at 36
    image.view.setUint32(headerAt + 36, characteristics | MEM_READ_WRITE, true);
  }
}
