import { archiveFormats, lookInside } from '../archive/archive-formats.js';
import { attachedBytes, SMALLEST_ATTACHMENT } from '../archive/executable-format.js';
import { unreadFormatOf } from '../archive/unsupported.js';
import { BufferSource, type ByteSource } from '../core/byte-source.js';
import { HotfixkitError } from '../core/errors.js';
import { startsLikeCompoundFile } from '../formats/cfb/compound-file-header.js';
import {
  isDynamicLibrary,
  readPortableExecutable,
  startsLikeExecutable,
} from '../formats/pe/portable-executable.js';
import { readResources } from '../formats/pe/resources.js';
import { startsLikeZip } from '../formats/zip/end-of-central-directory.js';

/** Resources of one program whose first bytes are read. */
const MOST_RESOURCES = 5000;
/** Smaller resources hold no archive with a file. */
const SMALLEST = 64;
/** Resources of Windows' own forms: cursors, pictures, menus, dialogs, texts, fonts, keys, messages, versions, manifests. */
const ofWindows: ReadonlySet<number | string> = new Set([
  1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 16, 21, 22, 24,
]);
const HEAD = 64;

/** Whether the headers of a program say that it may carry archives besides its resources. */
export function mayCarryBehind(name: string, head: Uint8Array, size: number, isProgram: boolean): boolean {
  if (lookInside(name, head, size) === 'never') return false;
  // A library runs nothing by itself: large resources are its own, unless one of them is an archive.
  return isProgram || !isDynamicLibrary(head) || attachedBytes(head, size) >= SMALLEST_ATTACHMENT;
}

/** Whether a resource of a program or library is an archive or a package, or there are too many to tell. Damaged resources are reported where they are wanted. */
export function hasArchiveResource(source: ByteSource): boolean {
  try {
    const executable = readPortableExecutable(source);
    if (executable === null) return false;
    let count = 0;
    for (const { type, offset, size } of readResources(source, executable)) {
      if (ofWindows.has(type)) continue;
      if (++count > MOST_RESOURCES) return true;
      if (size < SMALLEST || offset + size > source.size) continue;
      if (startsLikeContainer(source.read(offset, Math.min(size, HEAD)))) return true;
    }
  } catch (error) {
    if (!(error instanceof HotfixkitError) || !error.code.startsWith('PE_')) throw error;
  }
  return false;
}

/** Whether bytes begin like an archive, a package or a file in a format of archives that is not read. */
export function startsLikeContainer(head: Uint8Array): boolean {
  if (startsLikeZip(head) || startsLikeCompoundFile(head)) return true;
  if (!startsLikeExecutable(head) && archiveFormats.some((format) => format.matches(head))) return true;
  const format = unreadFormatOf(new BufferSource(head));
  // Two bytes are found in many resources.
  return format !== null && format.magic.length >= 3;
}

/** Whether what follows the image of a program begins like an archive. */
export function beginsContainerBehind(source: ByteSource): boolean {
  const { imageEnd = source.size } = readPortableExecutable(source) ?? {};
  return startsLikeContainer(source.read(imageEnd, Math.min(HEAD, source.size - imageEnd)));
}
