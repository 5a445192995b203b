import { HotfixkitError } from '../core/errors.js';
import { plural } from '../core/plural.js';
import { type CabinetFile, whyCut } from '../formats/cab/cabinet-folder.js';
import { whyMissing } from '../formats/cab/folder-blocks.js';
import type { SourceFolder } from './install/source-folder.js';

/** At most this many files in one message. */
const SHOWN = 5;

/** The error for incomplete files; if one is requested, nothing is extracted from the package. */
export function incompleteFiles(
  cut: readonly { readonly key: string; readonly name?: string }[],
  asked: number,
  cause: HotfixkitError,
): HotfixkitError {
  const names = cut.slice(0, SHOWN).map(({ key, name }) => name ?? key);
  const more = cut.length > SHOWN ? ` and ${cut.length - SHOWN} more` : '';
  const share =
    asked === 1
      ? 'this file is'
      : `${cut.length} of ${plural(asked, 'file')} ${cut.length === 1 ? 'is' : 'are'}`;
  const rest = asked > cut.length ? ', or take only files that are whole (--only)' : '';
  const message = `${share} not complete: ${names.join(', ')}${more}; ${cause.message}; download it again${rest}`;
  return new HotfixkitError('PACKAGE_INCOMPLETE', message, { ...cause.facts, entry: cut[0]!.key }, { cause });
}

/** `CAB_MISSING_PART` if a member continues in a missing cabinet, with the searched places; else null. */
export function missingCabinet(
  members: readonly CabinetFile[],
  folder: SourceFolder | null,
): HotfixkitError | null {
  const error = members.map(whyMissing).find((one) => one !== null);
  if (!error) return null;
  const place = folder && folder.path !== '' ? folder.path : null;
  const beside = folder?.openOnOtherDisk ? ' and in the folders of other disks beside it' : '';
  const looked = place === null ? 'there is no folder to look in' : `looked in ${place}${beside}`;
  return new HotfixkitError(error.code, `${error.message}; ${looked}`, error.facts, { cause: error });
}

/** Throws `PACKAGE_INCOMPLETE` if members extend beyond the end of a truncated cabinet. */
export function checkComplete(members: readonly CabinetFile[]): void {
  const cut = members.filter((member) => whyCut(member) !== null);
  if (cut.length === 0) return;
  throw incompleteFiles(
    cut.map(({ name }) => ({ key: name })),
    members.length,
    whyCut(cut[0]!)!,
  );
}
