import type { ByteSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';

/** Throws `FILE_CHANGED` where somebody changed a file while it was read: what was found out belongs to no file that there ever was. */
export function refuseChangedSource(source: ByteSource | null, file: string): void {
  if (source?.isChanged?.())
    throw new HotfixkitError('FILE_CHANGED', 'the file was changed while it was read; run again', { file });
}
