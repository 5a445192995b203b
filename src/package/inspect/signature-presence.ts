import type { ByteSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { readCfHeader, startsLikeCabinet } from '../../formats/cab/cf-header.js';
import { readPortableExecutable, startsLikeExecutable } from '../../formats/pe/portable-executable.js';

/** Whether there is a signature. Whether it is a good one is another question, which is not answered here. */
export type SignaturePresence = 'present' | 'absent';

/** What begins the reserve of a signed cabinet: 16 bytes follow, with the place of the signature first. */
const CABINET_SIGNATURE_RESERVE = 0x00100000;

/**
 * Whether a cabinet or program carries an Authenticode signature; null for files of other kinds and for what is damaged. A
 * signature that the file ends before is not there.
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

/** The signature follows the cabinet; its header says where. */
function hasSignature(source: ByteSource): boolean {
  const { reserve } = readCfHeader(source, 0);
  if (reserve.length < 20) return false;
  const view = new DataView(reserve.buffer, reserve.byteOffset);
  if (view.getUint32(0, true) !== CABINET_SIGNATURE_RESERVE) return false;
  const offset = view.getUint32(4, true);
  const size = view.getUint32(8, true);
  return size > 0 && offset + size <= source.size;
}
