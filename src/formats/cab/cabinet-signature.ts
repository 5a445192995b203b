import type { CfHeader } from './cf-header.js';

/** Start of the reserve of a signed cabinet: 16 bytes follow, beginning with the signature's offset. */
const SIGNATURE_RESERVE = 0x00100000;

/** Where the Authenticode signature of a cabinet is, as its header states; null without one. */
export function cabinetSignature({ reserve }: CfHeader): { offset: number; size: number } | null {
  if (reserve.length < 20) return null;
  const view = new DataView(reserve.buffer, reserve.byteOffset);
  if (view.getUint32(0, true) !== SIGNATURE_RESERVE) return null;
  const size = view.getUint32(8, true);
  return size === 0 ? null : { offset: view.getUint32(4, true), size };
}
