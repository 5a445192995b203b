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
 * Resets the parts of a 32-bit executable that differ between copies of a file: binding, lock prefixes, image base,
 * checksum. Deltas are made from, and check, files in this form. Returns a copy, or null where the file is not PE32 and
 * is used unchanged. Times in the export, resource and debug directories do not change.
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
  // A file that is already normal keeps its checksum, right or wrong.
  else if (differs(image.bytes, old)) image.checksum = imageChecksum(image);
  return image.bytes;
}

function differs(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return true;
  return false;
}
