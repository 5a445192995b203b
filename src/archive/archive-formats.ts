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

/** Names of archives that other bytes may precede. */
const prefixed = /\.(?:zip|sfx)$/i;

/**
 * Whether a member of a container is opened, by its first bytes. One that only its name calls an archive is opened too:
 * other bytes may precede the archive.
 */
export function lookInside(name: string, head: Uint8Array, size: number): LookInside {
  for (const format of archiveFormats) {
    const answer = format.lookInside(head, size);
    if (answer !== null) return answer;
  }
  return prefixed.test(name) ? 'now' : 'never';
}
