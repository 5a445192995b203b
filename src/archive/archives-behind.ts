import { type ByteSource, SliceSource } from '../core/byte-source.js';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { SEARCH_REACH } from '../core/search-reach.js';
import { findCabinets } from '../formats/cab/find-cabinets.js';
import { findCompoundFiles } from '../formats/cfb/find-compound-files.js';
import { findEndOfCentralDirectory } from '../formats/zip/end-of-central-directory.js';
import { findLocalHeader } from '../formats/zip/find-local-header.js';
import { unsupportedBehindPadding } from './unsupported.js';

/** The end record of an empty zip archive. */
const SHORTEST = 22;

/**
 * Names what lies in a file behind a cabinet, package or file of COMPRESS.EXE: archives that are not opened,
 * whole or cut, and files in formats that are not read. A signature or other bytes are not named.
 *
 * @param end where that ends
 * @param what its kind, for the message
 */
export function archivesBehind(
  source: ByteSource,
  end: number,
  what: 'cabinet' | 'package' | 'compressed file',
): Warning[] {
  if (source.size - end < SHORTEST) return [];
  const behind = new SliceSource(source, end);
  const found = firstBehind(behind, what);
  if (!found) return [];
  const message = `${found.name} lies behind this ${what} in the same file and was not looked at; cut it off to read it`;
  return [{ code: 'PACKAGE_NOT_SEARCHED', message, offset: end + found.offset }];
}

function firstBehind(behind: ByteSource, what: string): { name: string; offset: number } | null {
  const [database] = findCompoundFiles(behind);
  const [cabinet] = findCabinets(behind);
  const offsets: { name: string; offset: number }[] = [];
  const add = (name: string, offset: number | null | undefined): void => {
    if (offset !== null && offset !== undefined) offsets.push({ name, offset });
  };
  add(what === 'package' ? 'another package' : 'a package', database?.offset);
  add(what === 'cabinet' ? 'another cabinet' : 'a cabinet', cabinet);
  const zip = endOfZip(behind);
  add('a zip archive', zip);
  if (zip === null) add('a zip archive that ends too early', findLocalHeader(behind, 0));
  const known = unsupportedBehindPadding(behind);
  if (known) add(`something that hotfixkit does not read (${known.name})`, known.offset);
  // Of archives inside each other the outer one begins first.
  return offsets.reduce<(typeof offsets)[number] | null>(
    (first, one) => (first && first.offset <= one.offset ? first : one),
    null,
  );
}

/** Where a zip archive with its end begins; one that is not supported counts from its local header. */
function endOfZip(source: ByteSource): number | null {
  try {
    return findEndOfCentralDirectory(source, SEARCH_REACH)?.start ?? null;
  } catch (error) {
    if (error instanceof HotfixkitError && error.kind === 'input') return findLocalHeader(source, 0) ?? 0;
    throw error;
  }
}
