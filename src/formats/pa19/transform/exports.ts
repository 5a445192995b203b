import { Pe32Directories } from '../pe32-image.js';
import { type ImageTransform, mapAddressUnlessZero, markFixed } from './image-transform.js';

const EXPORT_DIRECTORY_SIZE = 40;

/**
 * Maps the addresses of the export directory: those in its header, of the functions (forwarders included: their entries
 * are addresses too) and of the names of functions. The header and the entries that are mapped are not searched for calls
 * and jumps. Entries that are 0 and the table of ordinals are searched; whether the creator does that too is unknown.
 */
export function transformExports(transform: ImageTransform): void {
  const { image } = transform;
  const { address } = image.directory(Pe32Directories.export);
  const at = address === 0 ? -1 : image.offsetOf(address, EXPORT_DIRECTORY_SIZE);
  if (at < 0) return;
  const { view } = image;
  const functions = view.getUint32(at + 20, true); // NumberOfFunctions, u4 at 20
  const names = view.getUint32(at + 24, true); // NumberOfNames, u4 at 24
  transformAddresses(transform, view.getUint32(at + 28, true), functions); // AddressOfFunctions, u4 at 28
  transformAddresses(transform, view.getUint32(at + 32, true), names); // AddressOfNames, u4 at 32

  mapAddressUnlessZero(transform, at + 12); // Name, u4 at 12
  mapAddressUnlessZero(transform, at + 28);
  mapAddressUnlessZero(transform, at + 32);
  mapAddressUnlessZero(transform, at + 36); // AddressOfNameOrdinals, u4 at 36
  markFixed(transform, at, EXPORT_DIRECTORY_SIZE);
}

function transformAddresses(transform: ImageTransform, address: number, count: number): void {
  const { image } = transform;
  const start = address === 0 ? -1 : image.offsetOf(address, 0);
  if (start < 0) return;
  const end = Math.min(start + count * 4, image.bytes.length - 3);
  for (let at = start; at < end; at += 4) {
    if (image.view.getUint32(at, true) === 0) continue;
    mapAddressUnlessZero(transform, at);
    markFixed(transform, at, 4);
  }
}
