import { type ByteSource, SliceSource } from '../core/byte-source.js';
import type { Warning } from '../core/errors.js';
import { findCabinets } from '../formats/cab/find-cabinets.js';

/** Maximum in one file. No packager writes more. */
const MAX_CABINETS = 1000;

/**
 * Finds cabinets anywhere in a file of another kind, after all else failed, except in the ranges `within`. Null
 * if none.
 */
export function cabinetsAnywhere(
  source: ByteSource,
  within: readonly { offset: number; source: ByteSource }[] = [],
): { cabinets: ByteSource[]; warning: Warning } | null {
  const offsets: number[] = [];
  for (const offset of findCabinets(source)) {
    if (within.some((one) => offset >= one.offset && offset < one.offset + one.source.size)) continue;
    offsets.push(offset);
    if (offsets.length === MAX_CABINETS) break;
  }
  if (offsets.length === 0) return null;
  const count = offsets.length === 1 ? 'a cabinet was' : `${offsets.length} cabinets were`;
  return {
    cabinets: offsets.map((offset) => new SliceSource(source, offset)),
    warning: {
      code: 'PACKAGE_CABINET_FOUND',
      message: `this file is not a package; ${count} found inside`,
      offset: offsets[0]!,
    },
  };
}
