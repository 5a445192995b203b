import { Pa19Flags } from '../pa19-flags.js';
import { Pe32Image } from '../pe32-image.js';
import { imageChecksum } from './image-checksum.js';
import { restoreLockPrefixes } from './lock-prefixes.js';
import { rebase } from './rebase.js';
import { unbind } from './unbind.js';

/** The options of a delta for normalising the old file. */
export interface NormaliseOptions {
  readonly flags: number;
  readonly newImageBase: number;
  readonly newTimestamp: number;
}

/**
 * Removes from a 32-bit executable what differs between copies of the same file: binding, lock prefixes, image base,
 * checksum. Deltas are made from, and check, files in this form. Gives a copy, or null where the file is no PE32 and is
 * taken as it is. Times in the export, resource and debug directories are left alone.
 */
export function normalise(old: Uint8Array, options: NormaliseOptions): Uint8Array | null {
  if (Pe32Image.open(old) === null) return null;
  const image = Pe32Image.open(new Uint8Array(old))!;
  const { flags, newImageBase, newTimestamp } = options;
  if (!(flags & Pa19Flags.noRebase)) {
    if (newTimestamp !== 0) image.timestamp = newTimestamp;
    rebase(image, newImageBase);
  }
  if (!(flags & Pa19Flags.noBindFix)) unbind(image);
  if (!(flags & Pa19Flags.noLockFix)) restoreLockPrefixes(image);
  if (flags & Pa19Flags.noChecksum) image.checksum = 0;
  // A file that is normal already keeps its checksum, be it right or wrong.
  else if (differs(image.bytes, old)) image.checksum = imageChecksum(image);
  return image.bytes;
}

function differs(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return true;
  return false;
}
