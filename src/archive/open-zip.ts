import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { type CutArchive, readCutArchive } from '../formats/zip/cut-archive.js';
import {
  findEndOfCentralDirectory,
  startsLikeZipWithFiles,
} from '../formats/zip/end-of-central-directory.js';
import type { Container } from './container.js';
import type { UnpackBudget } from './unpack-budget.js';
import { ZipContainer } from './zip-container.js';

/** A container and its byte range in the file. */
export interface PlacedContainer {
  readonly container: Container;
  readonly start: number;
  readonly end: number;
}

/**
 * Opens the zip archive of a source, or the remains of a truncated one; null if none. Throws as
 * `ZipContainer.open` does, and `ZIP_TRUNCATED` for a truncated archive if no file can be read or the budget
 * is strict.
 *
 * @param from offset where a truncated archive would begin
 */
export function openZip(
  source: ByteSource,
  budget: UnpackBudget,
  isExecutable: boolean,
  from = 0,
): PlacedContainer | null {
  const cut = cutArchiveAt(source, from);
  if (cut?.isWhole) {
    // Its end record may be out of reach from the end of the file.
    const far = findEndOfCentralDirectory(source, source.size);
    if (far && far.end < source.size) {
      return openZip(new SliceSource(source, 0, far.end), budget, isExecutable, from);
    }
  }
  if (cut) {
    if (cut.source === null || budget.strict) throw cut.error();
    const container = ZipContainer.open(cut.source, budget, isExecutable, cut);
    return container && { container, start: from, end: source.size };
  }
  const zip = ZipContainer.open(source, budget, isExecutable);
  return zip && { container: zip, start: zip.start, end: zip.end };
}

/**
 * The archive that begins at `from` and lacks its end. An archive stored in one of its files has its own end record,
 * which must not be taken for the end of the whole.
 */
function cutArchiveAt(source: ByteSource, from: number): CutArchive | null {
  const rest = new SliceSource(source, from, source.size - from);
  if (!startsLikeZipWithFiles(rest.read(0, Math.min(4, rest.size)))) return null;
  const found = findEndOfCentralDirectory(source);
  if (found && found.start <= from) return null;
  // Another archive may follow a complete one.
  if (found && findEndOfCentralDirectory(new SliceSource(source, from, found.start - from))) return null;
  const cut = readCutArchive(rest);
  return found && cut.end <= found.start - from ? null : cut;
}
