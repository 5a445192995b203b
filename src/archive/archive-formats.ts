import type { ArchiveFormat, LookInside } from './archive-format.js';
import { cabinetFormat } from './cabinet-format.js';
import { compressedFormat } from './compressed-format.js';
import { executableFormat } from './executable-format.js';
import { zipFormat } from './zip-format.js';

/** The registry of formats to recognise, open and search for in other archives. */
export const archiveFormats: readonly ArchiveFormat[] = [
  cabinetFormat,
  executableFormat,
  zipFormat,
  compressedFormat,
];

/** Whether a member of a container is opened, by its first bytes. */
export function lookInside(head: Uint8Array, size: number): LookInside {
  for (const format of archiveFormats) {
    const answer = format.lookInside(head, size);
    if (answer !== null) return answer;
  }
  return 'never';
}
