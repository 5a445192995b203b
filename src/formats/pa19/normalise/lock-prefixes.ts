import { Pe32Directories, type Pe32Image } from '../pe32-image.js';

const LOCK = 0xf0;
const NOP = 0x90;

/**
 * Restores the LOCK prefixes in the load configuration's list that a tool for single-processor systems replaced by
 * NOPs.
 */
export function restoreLockPrefixes(image: Pe32Image): void {
  const { address, size } = image.directory(Pe32Directories.loadConfig);
  const config = address === 0 || size === 0 ? -1 : image.offsetOf(address, 0x24);
  if (config < 0) return;
  const view = image.view;
  const base = image.imageBase;
  const table = view.getUint32(config + 0x20, true); // LockPrefixTable, u4 at 0x20: a virtual address
  let at = table === 0 ? -1 : image.offsetOf((table - base) >>> 0, 4);
  if (at < 0) return;
  for (; at + 4 <= image.bytes.length; at += 4) {
    const prefix = view.getUint32(at, true);
    if (prefix === 0) return;
    const prefixAt = image.offsetOf((prefix - base) >>> 0, 1);
    if (prefixAt >= 0 && image.bytes[prefixAt] === NOP) image.bytes[prefixAt] = LOCK;
  }
}
