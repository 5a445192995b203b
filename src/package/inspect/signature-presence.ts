import type { ByteSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { cabinetSignature } from '../../formats/cab/cabinet-signature.js';
import { readCfHeader, startsLikeCabinet } from '../../formats/cab/cf-header.js';
import { readPortableExecutable, startsLikeExecutable } from '../../formats/pe/portable-executable.js';

/** Whether there is a signature. Its validity is not checked. */
export type SignaturePresence = 'present' | 'absent';

/**
 * Whether a cabinet or program has an Authenticode signature; null for damaged files and other kinds. A
 * signature beyond the end of the file does not count.
 */
export function signatureIn(source: ByteSource): SignaturePresence | null {
  const head = source.read(0, Math.min(4, source.size));
  try {
    if (startsLikeCabinet(head)) return hasSignature(source) ? 'present' : 'absent';
    if (!startsLikeExecutable(head)) return null;
    const executable = readPortableExecutable(source);
    return executable && (executable.certificateTable === null ? 'absent' : 'present');
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return null;
    throw error;
  }
}

/** The signature follows the cabinet; its header has the offset. */
function hasSignature(source: ByteSource): boolean {
  const signature = cabinetSignature(readCfHeader(source, 0));
  return signature !== null && signature.offset + signature.size <= source.size;
}
